package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// script plays a server to Create: what each Send and each Find answers, the last answer for ever.
type script struct {
	sends []func() (*thing, error)
	finds []func() ([]thing, error)
	log   []string // "send", "find", in the order of the calls
}

func (s *script) creation() Creation[thing] {
	return Creation[thing]{
		What: "thing", Key: "key",
		Send: func(context.Context) (*thing, error) {
			n := s.times("send")
			s.log = append(s.log, "send")
			return s.sends[min(n, len(s.sends)-1)]()
		},
		Find: func(context.Context) ([]thing, error) {
			n := s.times("find")
			s.log = append(s.log, "find")
			return s.finds[min(n, len(s.finds)-1)]()
		},
		ID:        func(x *thing) string { return x.ID },
		CreatedAt: func(x *thing) time.Time { return x.Created },
	}
}

func (s *script) times(what string) (n int) {
	for _, entry := range s.log {
		if entry == what {
			n++
		}
	}
	return n
}

func sent(id string) func() (*thing, error) {
	return func() (*thing, error) { return &thing{ID: id}, nil }
}

func fails(err error) func() (*thing, error) {
	return func() (*thing, error) { return nil, err }
}

// found makes things created now, or as much earlier as their age says.
func found(ids ...string) func() ([]thing, error) {
	return func() (list []thing, _ error) {
		for _, id := range ids {
			list = append(list, thing{ID: id, Created: time.Now()})
		}
		return list, nil
	}
}

func aged(id string, age time.Duration) func() ([]thing, error) {
	return func() ([]thing, error) { return []thing{{ID: id, Created: time.Now().Add(-age)}}, nil }
}

var (
	lost       = &TransportError{Sent: true, Err: errors.New("connection reset")}
	refused    = &TransportError{Err: errors.New("connection refused")}
	unreadable = &ReplyError{Status: 200, Err: errors.New("cut")}
)

func TestCreate(t *testing.T) {
	t.Parallel()
	api, ambiguous, create, transport := is[*APIError], is[*AmbiguousError], is[*CreateError], is[*TransportError]
	none := found()
	for name, row := range map[string]struct {
		sends   []func() (*thing, error)
		finds   []func() ([]thing, error)
		known   string
		id      string // "" = error
		outcome Outcome
		target  func(error) bool
		text    string
		log     string // s = send, f = find
	}{
		"created":                     {sends: []func() (*thing, error){sent("new")}, id: "new", outcome: Created, log: "s"},
		"refused by the server":       {sends: []func() (*thing, error){fails(&APIError{Status: 409, Code: "X"})}, target: api, text: "409 X", log: "s"},
		"throttled to the end":        {sends: []func() (*thing, error){fails(&APIError{Status: 429})}, target: api, log: "s"},
		"never reached":               {sends: []func() (*thing, error){fails(refused)}, target: transport, log: "s"},
		"no token":                    {sends: []func() (*thing, error){fails(&AuthError{Action: "log in", Err: &APIError{Status: 503}})}, text: "cannot log in", target: api, log: "s"},
		"lost, found":                 {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){found("new")}, id: "new", outcome: Adopted, log: "sf"},
		"lost, appears late":          {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){none, none, found("new")}, id: "new", outcome: Adopted, log: "sfff"},
		"lost, nothing, sent again":   {sends: []func() (*thing, error){fails(lost), sent("new")}, finds: []func() ([]thing, error){none}, id: "new", outcome: Created, log: "sffffs"},
		"lost every time":             {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){none}, target: create, text: "may still appear", log: "sffffsffffsffff"},
		"lost, then refused":          {sends: []func() (*thing, error){fails(lost), fails(&APIError{Status: 409, Code: "X"})}, finds: []func() ([]thing, error){none}, target: api, text: "outcome of creating the thing is unknown", log: "sffffsf"},
		"lost, refused, found":        {sends: []func() (*thing, error){fails(lost), fails(&APIError{Status: 409})}, finds: []func() ([]thing, error){none, none, none, none, found("new")}, id: "new", outcome: Adopted, log: "sffffsf"},
		"502, nothing, sent again":    {sends: []func() (*thing, error){fails(&APIError{Status: 502}), sent("new")}, finds: []func() ([]thing, error){none}, id: "new", outcome: Created, log: "sffs"},
		"503, found":                  {sends: []func() (*thing, error){fails(&APIError{Status: 503})}, finds: []func() ([]thing, error){found("new")}, id: "new", outcome: Adopted, log: "sf"},
		"503, found before re-send":   {sends: []func() (*thing, error){fails(&APIError{Status: 503})}, finds: []func() ([]thing, error){none, found("new")}, id: "new", outcome: Adopted, log: "sff"},
		"504, appears late":           {sends: []func() (*thing, error){fails(&APIError{Status: 504})}, finds: []func() ([]thing, error){none, none, none, found("new")}, id: "new", outcome: Adopted, log: "sffff"},
		"500, found":                  {sends: []func() (*thing, error){fails(&APIError{Status: 500})}, finds: []func() ([]thing, error){found("new")}, id: "new", outcome: Adopted, log: "sf"},
		"500, nothing":                {sends: []func() (*thing, error){fails(&APIError{Status: 500, Code: "X"})}, finds: []func() ([]thing, error){none}, target: api, text: "none was found afterwards", log: "sf"},
		"unreadable, found":           {sends: []func() (*thing, error){fails(unreadable)}, finds: []func() ([]thing, error){found("new")}, id: "new", outcome: Adopted, log: "sf"},
		"unreadable, nothing":         {sends: []func() (*thing, error){fails(unreadable)}, finds: []func() ([]thing, error){none}, target: create, text: "may still appear", log: "sffff"},
		"no id, found":                {sends: []func() (*thing, error){sent("")}, finds: []func() ([]thing, error){found("new")}, id: "new", outcome: Adopted, log: "sf"},
		"no object, nothing":          {sends: []func() (*thing, error){fails(nil)}, finds: []func() ([]thing, error){none}, target: create, text: "holds no id", log: "sffff"},
		"lost, several":               {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){found("a", "b")}, target: ambiguous, text: "may be any of a, b: import the right one and delete", log: "sf"},
		"lost, looking fails":         {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){func() ([]thing, error) { return nil, &APIError{Status: 403, Code: "F"} }}, target: create, text: "it may exist", log: "sf"},
		"an older one is not ours":    {sends: []func() (*thing, error){fails(lost), sent("new")}, finds: []func() ([]thing, error){aged("old", 10*time.Second)}, id: "new", outcome: Created, log: "sffffs"},
		"the clock is coarse":         {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){aged("new", 2*time.Second)}, id: "new", outcome: Adopted, log: "sf"},
		"a known one is not ours":     {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){found("twin", "new")}, known: "twin", id: "new", outcome: Adopted, log: "sf"},
		"one of unknown age is asked": {sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){func() ([]thing, error) { return []thing{{ID: "a"}}, nil }}, target: ambiguous, text: "any of a", log: "sf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := tokenConfig()
				cfg.MaxRetries = 2
				c := testClient(t, cfg, nil)
				if row.known != "" {
					c.Know(row.known)
				}
				s := &script{sends: row.sends, finds: row.finds}
				object, outcome, err := Create(t.Context(), c, s.creation())
				var log strings.Builder
				for _, entry := range s.log {
					log.WriteByte(entry[0])
				}
				if log.String() != row.log {
					t.Errorf("calls %s, want %s", log.String(), row.log)
				}
				if row.id != "" {
					if err != nil || object.ID != row.id || outcome != row.outcome || !c.Known(row.id) {
						t.Errorf("%v, %s, %v", object, outcome, err)
					}
					return
				}
				if err == nil || object != nil || outcome != 0 || !row.target(err) {
					t.Fatalf("%v, %s, %T: %v", object, outcome, err, err)
				}
				contains(t, err.Error(), row.text)
			})
		})
	}
}

func TestCreateKeepsBothErrors(t *testing.T) {
	t.Parallel()
	s := &script{
		sends: []func() (*thing, error){fails(lost)},
		finds: []func() ([]thing, error){func() ([]thing, error) { return nil, &APIError{Status: 403, Code: "F.1"} }},
	}
	_, _, err := Create(t.Context(), testClient(t, tokenConfig(), nil), s.creation())
	if !errors.Is(err, lost) || !HasCode(err, "F.1") {
		t.Errorf("%v", err)
	}
}

func TestCreateJudgesAgeByTheServersClock(t *testing.T) {
	t.Parallel()
	// The server is three hours behind. What it made a minute before the call is not ours, what it made now is.
	synctest.Test(t, func(t *testing.T) {
		const behind = 3 * time.Hour
		server := &cloud{answer: func(int, recorded) (*http.Response, error) {
			return answer(200, `{"id":"x"}`, "Date", time.Now().Add(-behind).UTC().Format(http.TimeFormat))
		}}
		c := testClient(t, tokenConfig(), server)
		if _, err := get(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		s := &script{sends: []func() (*thing, error){fails(lost)}, finds: []func() ([]thing, error){func() ([]thing, error) {
			now := time.Now().Add(-behind)
			return []thing{{ID: "old", Created: now.Add(-time.Minute)}, {ID: "new", Created: now}}, nil
		}}}
		object, outcome, err := Create(t.Context(), c, s.creation())
		if err != nil || object.ID != "new" || outcome != Adopted {
			t.Errorf("%v, %s, %v", object, outcome, err)
		}
	})
}

// While the outcome of one creation is looked for no twin is on the wire: what a twin has created is known by then and
// is not taken.
func TestALookWaitsForTwins(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	cfg.MaxRetries = 1
	cfg.RetryBackoff = func(int) time.Duration { return 0 }
	c := testClient(t, cfg, nil)
	onTheWire, reply := make(chan struct{}), make(chan struct{})
	var answered atomic.Bool
	creation := func(send func() (*thing, error)) Creation[thing] {
		return Creation[thing]{
			What: "thing", Key: "twins", Send: func(context.Context) (*thing, error) { return send() },
			Find: func(context.Context) ([]thing, error) {
				if !answered.Load() {
					t.Error("a look while a twin is on the wire")
				}
				return []thing{{ID: "first", Created: time.Now()}}, nil
			},
			ID: func(x *thing) string { return x.ID }, CreatedAt: func(x *thing) time.Time { return x.Created },
		}
	}
	first := make(chan error, 1)
	go func() {
		_, _, err := Create(t.Context(), c, creation(func() (*thing, error) {
			close(onTheWire)
			<-reply
			answered.Store(true)
			return &thing{ID: "first"}, nil
		}))
		first <- err
	}()
	<-onTheWire
	sends := 0
	object, outcome, err := Create(t.Context(), c, creation(func() (*thing, error) {
		if sends++; sends == 1 {
			close(reply)
			return nil, lost
		}
		return &thing{ID: "second"}, nil
	}))
	if err != nil || object.ID != "second" || outcome != Created {
		t.Errorf("%v, %s, %v", object, outcome, err)
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
}

func TestThingsAreCreatedSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := testClient(t, tokenConfig(), nil)
		start := time.Now()
		done := make(chan error, 3)
		for i, key := range []string{"twins", "twins", "other"} {
			go func() {
				_, _, err := Create(t.Context(), c, Creation[thing]{
					Key: key, ID: func(x *thing) string { return x.ID },
					Send: func(context.Context) (*thing, error) { time.Sleep(time.Second); return &thing{ID: fmt.Sprint(i)}, nil },
				})
				done <- err
			}()
		}
		if err := errors.Join(<-done, <-done, <-done); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// thingCreation creates through the client's verbs.
func thingCreation(c *Client) Creation[thing] {
	type list struct {
		Things []thing `json:"things"`
	}
	return Creation[thing]{
		What: "thing", Key: "key",
		Send: func(ctx context.Context) (*thing, error) { return post(ctx, c) },
		Find: func(ctx context.Context) ([]thing, error) {
			l, err := Get[list](ctx, c.Service("vpcep", ""), "/v1/{project_id}/things", nil)
			if err != nil {
				return nil, err
			}
			return l.Things, nil
		},
		ID:        func(x *thing) string { return x.ID },
		CreatedAt: func(x *thing) time.Time { return x.Created },
	}
}

func TestCreateOverTheWire(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		first   func(w http.ResponseWriter, commit func())
		posts   int32
		outcome Outcome
	}{
		"dropped after the commit":  {func(w http.ResponseWriter, commit func()) { commit(); drop(w) }, 1, Adopted},
		"dropped before the commit": {func(w http.ResponseWriter, _ func()) { drop(w) }, 2, Created},
		"cut after the commit":      {func(w http.ResponseWriter, commit func()) { commit(); cut(w, 200) }, 1, Adopted},
		"504 after the commit":      {func(w http.ResponseWriter, commit func()) { commit(); w.WriteHeader(504) }, 1, Adopted},
		"503 before the commit":     {func(w http.ResponseWriter, _ func()) { w.WriteHeader(503) }, 2, Created},
		"429":                       {func(w http.ResponseWriter, _ func()) { w.WriteHeader(429) }, 2, Created},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var posts, things atomic.Int32
			created := time.Now().UTC().Format(time.RFC3339)
			commit := func() { things.Add(1) }
			c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
				object := `{"id":"t1","created_at":"` + created + `"}`
				switch {
				case r.Method == http.MethodGet && things.Load() == 0:
					_, _ = io.WriteString(w, `{"things":[]}`)
				case r.Method == http.MethodGet:
					_, _ = io.WriteString(w, `{"things":[`+object+`]}`)
				case posts.Add(1) == 1:
					row.first(w, commit)
				default:
					commit()
					_, _ = io.WriteString(w, object)
				}
			})
			object, outcome, err := Create(t.Context(), c, thingCreation(c))
			if err != nil || object.ID != "t1" || outcome != row.outcome {
				t.Errorf("%v, %s, %v", object, outcome, err)
			}
			if posts.Load() != row.posts || things.Load() != 1 {
				t.Errorf("%d requests made %d things", posts.Load(), things.Load())
			}
		})
	}
}

// A server that serves one request on each connection, and does not say that it closes it, loses every request that is
// sent on a used one.
func TestCreateSendsAgainOnANewConnection(t *testing.T) {
	t.Parallel()
	type served struct{}
	var posts atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := r.Context().Value(served{}).(*atomic.Int32)
		switch {
		case n.Add(1) > 1:
			drop(w)
		case r.Method == http.MethodGet:
			_, _ = io.WriteString(w, `{"things":[]}`)
		default:
			posts.Add(1)
			_, _ = io.WriteString(w, `{"id":"t1"}`)
		}
	}))
	server.Config.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, served{}, new(atomic.Int32))
	}
	server.Start()
	t.Cleanup(server.Close)
	cfg := tokenConfig()
	cfg.EndpointURL = server.URL
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t.Context(), c); err != nil { // the connection that the creation is going to use
		t.Fatal(err)
	}
	object, _, err := Create(t.Context(), c, thingCreation(c))
	if err != nil || object.ID != "t1" || posts.Load() != 1 {
		t.Errorf("%v, %v after %d requests", object, err, posts.Load())
	}
}

func TestInterruptedCreateStillLearnsTheID(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]bool{"the answer comes": false, "the answer is lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			created := time.Now().UTC().Format(time.RFC3339)
			c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
				object := `{"id":"t1","created_at":"` + created + `"}`
				switch {
				case r.Method == http.MethodGet:
					_, _ = io.WriteString(w, `{"things":[`+object+`]}`)
				case lose:
					cancel()
					drop(w)
				default:
					cancel()
					_, _ = io.WriteString(w, object)
				}
			})
			object, _, err := Create(ctx, c, thingCreation(c))
			if err != nil || object.ID != "t1" {
				t.Errorf("%v, %v", object, err)
			}
		})
	}
}

func TestInterruptedCreateIsNotSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, code := range []int{429, 503} {
			ctx, cancel := context.WithCancel(t.Context())
			posts := 0
			server := &cloud{answer: func(_ int, r recorded) (*http.Response, error) {
				if r.method == http.MethodGet {
					return answer(200, `{"things":[]}`)
				}
				posts++
				cancel()
				return answer(code, "", "Retry-After", "1")
			}}
			c := testClient(t, tokenConfig(), server)
			if _, _, err := Create(ctx, c, thingCreation(c)); err == nil || posts != 1 {
				t.Errorf("%d: %d requests, %v", code, posts, err)
			}
		}
	})
}

func TestCreateOutlivesItsCallerByTheRequestTimeoutOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := tokenConfig()
		cfg.RequestTimeout = 20 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		c := testClient(t, cfg, nil)
		s := &script{}
		cr := s.creation()
		cr.Send = func(ctx context.Context) (*thing, error) {
			cancel()
			<-ctx.Done()
			return nil, lost
		}
		cr.Find = func(ctx context.Context) ([]thing, error) { return nil, ctx.Err() }
		start := time.Now()
		_, _, err := Create(ctx, c, cr)
		if took := time.Since(start); took != 20*time.Second {
			t.Errorf("took %s", took)
		}
		if _, ok := errors.AsType[*CreateError](err); !ok {
			t.Errorf("%v", err)
		}
	})
}

// A look that the cloud wants to have after the caller's deadline ends at once, with what the cloud said.
func TestCreateKnowsItsCallersDeadline(t *testing.T) {
	t.Parallel()
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, _, err := Create(ctx, c, Creation[thing]{
		What: "thing", Key: "k", ID: func(x *thing) string { return x.ID },
		Send: func(ctx context.Context) (*thing, error) { return post(ctx, c) },
		Find: func(ctx context.Context) ([]thing, error) { _, err := get(ctx, c); return nil, err },
	})
	if failed, ok := errors.AsType[*CreateError](err); !ok || !failed.MayExist {
		t.Fatalf("got %v", err)
	}
	contains(t, err.Error(), "503", "429")
}

func TestKnown(t *testing.T) {
	t.Parallel()
	c := testClient(t, tokenConfig(), nil)
	c.Know("a")
	if !c.Known("a") || c.Known("b") {
		t.Errorf("a: %t, b: %t", c.Known("a"), c.Known("b"))
	}
}
