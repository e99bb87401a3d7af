package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Every row of contract/auth.md 7.2 and the answers around it: what happens to a request that fails once and would
// succeed at the second try.
func TestRetryTable(t *testing.T) {
	t.Parallel()
	const final, safe, every = "final", "if idempotent", "every" // what is repeated
	for _, row := range []struct {
		status int
		codes  string // each is a case; "" is no body
		again  string
	}{
		{404, "APIGW.0101 APIG.0101 APIGW.0103 EndPoint.0005 BCS.4040404", final},
		{500, "APIG.0103 APIG.0104 APIG.0105", final},
		{400, "APIGW.0104 APIGW.0105 APIGW.0106 APIGW.0201 APIGW.0602 APIGW.0607 EndPoint.0002 IAM.0011", final},
		{413, "APIGW.0201", final},
		{414, "APIGW.0201", final},
		{494, "APIGW.0201", final},
		{502, "APIGW.0201 APIG.0202 APIGW.0610", safe},
		{504, "APIGW.0201 APIG.0203", safe},
		{503, "APIGW.0613 APIG.0613", safe},
		{401, "APIGW.0301 APIGW.0303 APIGW.0305 APIGW.0307 APIGW.0311 BCS.4010401", final},
		{403, "APIGW.0302 APIGW.0304 APIGW.0306 APIGW.0310 APIGW.0401 APIGW.0402 APIGW.0404 APIGW.0801 APIGW.0802 EndPoint.0004", final},
		{405, "APIGW.0501 APIGW.0502", final},
		{429, "APIGW.0308 APIG.0308 IAM.0012", every},
		{500, "APIGW.0601 APIGW.0605 APIGW.0606 APIGW.0608 APIGW.0609 APIGW.0611 APIGW.0705 APIG.0601 apigw.0705", safe},
		{500, "APIGW.0612 EndPoint.0601 BCS.5000500 IAM.0006", final},
		// contract/vpcep.md 7.2: "The number of requests exceeded the limit. Please try later."
		{400, "EndPoint.0022 endpoint.0022", every},
		{429, "", every},
		{500, "", final},
		{502, "", safe},
		{503, "", safe},
		{504, "", safe},
		{409, "", final},
		{410, "IAM.0020", final},
		{501, "", final},
	} {
		for code := range strings.SplitSeq(row.codes, " ") {
			body := ""
			if code != "" {
				body = fmt.Sprintf(`{"error_code":%q,"error_msg":"m","request_id":"r"}`, code)
			}
			testRetry(t, row.status, body, row.again != final, row.again == every)
		}
	}
	const throttled = `{"error":{"message":"The throttling threshold has been reached.","code":"IAM.0012"}}`
	testRetry(t, 429, throttled, true, true)
	testRetry(t, 503, "<html><title>Sorry</title></html>", true, false)
	testRetry(t, 500, `{"error_code":"APIGW.0601","error_msg":"Intern`, true, false) // cut
}

// testRetry fails one call of every kind once.
func testRetry(t *testing.T, code int, body string, idempotent, other bool) {
	t.Helper()
	for _, verb := range []struct {
		name  string
		again bool
		call  func(context.Context, *Service) error
	}{
		{"GET", idempotent, func(ctx context.Context, s *Service) error {
			_, err := Get[thing](ctx, s, testRoute, nil, "x")
			return err
		}},
		{"POST", other, func(ctx context.Context, s *Service) error {
			_, err := Post[thing](ctx, s, testRoute, thing{}, "x")
			return err
		}},
		{"POST without content", other, func(ctx context.Context, s *Service) error {
			return PostNoContent(ctx, s, testRoute, thing{}, "x")
		}},
		{"PUT", idempotent, func(ctx context.Context, s *Service) error {
			_, err := Put[thing](ctx, s, testRoute, thing{}, "x")
			return err
		}},
		{"DELETE", idempotent, func(ctx context.Context, s *Service) error { return Delete(ctx, s, testRoute, "x") }},
		{"idempotent POST", idempotent, func(ctx context.Context, s *Service) error {
			_, err := PostIdempotent[thing](ctx, s, testRoute, thing{}, "x")
			return err
		}},
		{"idempotent POST without content", idempotent, func(ctx context.Context, s *Service) error {
			return PostIdempotentNoContent(ctx, s, testRoute, thing{}, "x")
		}},
	} {
		t.Run(fmt.Sprintf("%d %s %s", code, body, verb.name), func(t *testing.T) {
			t.Parallel()
			server := inOrder(status(code, body), status(200, `{"id":"x"}`))
			err := verb.call(t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""))
			n := len(server.all())
			if again := n == 2 && err == nil; again != verb.again || (!again && n != 1) {
				t.Errorf("%d requests, %v", n, err)
			}
		})
	}
}

func TestRepeatedRequestHasItsBody(t *testing.T) {
	t.Parallel()
	server := inOrder(status(503, ""), status(503, ""), status(200, `{"id":"x"}`))
	if _, err := Put[thing](t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""), testRoute, thing{ID: "b"}, "x"); err != nil {
		t.Fatal(err)
	}
	for i, r := range server.all() {
		if r.body != `{"id":"b"}` {
			t.Errorf("body of try %d: %q", i+1, r.body)
		}
	}
}

func TestEveryTryIsSignedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := inOrder(status(429, "", "Retry-After", "2"), status(200, `{"id":"x"}`))
		cfg := tokenConfig()
		cfg.Credentials = Credentials{AccessKey: "a", SecretKey: "b"}
		if _, err := get(t.Context(), testClient(t, cfg, server)); err != nil {
			t.Fatal(err)
		}
		for _, r := range server.all() {
			if got, want := r.header.Get("X-Sdk-Date"), r.at.UTC().Format("20060102T150405Z"); got != want {
				t.Errorf("X-Sdk-Date %s at %s", got, want)
			}
			if n := len(r.header.Values("Authorization")); n != 1 {
				t.Errorf("%d signatures", n)
			}
		}
		if a, b := server.all()[0], server.all()[1]; a.header.Get("Authorization") == b.header.Get("Authorization") {
			t.Error("the signature is the old one")
		}
	})
}

func TestLastServerErrorIsReturned(t *testing.T) {
	t.Parallel()
	server := inOrder(status(502, ""), status(503, ""), status(503, ""),
		status(504, `{"error_code":"APIGW.0201","error_msg":"Backend timeout.","request_id":"last"}`))
	_, err := get(t.Context(), testClient(t, tokenConfig(), server)) // one try and three retries
	api, ok := errors.AsType[*APIError](err)
	if !ok || api.Status != 504 || api.Code != "APIGW.0201" || api.RequestID != "last" || api.Attempts != 4 {
		t.Fatalf("%+v", err)
	}
	contains(t, err.Error(), "4 attempts")
	if n := len(server.all()); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestNoRetries(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	cfg.MaxRetries = 0
	server := always(429, "")
	_, err := get(t.Context(), testClient(t, cfg, server))
	if n := len(server.all()); n != 1 || err == nil {
		t.Errorf("%d requests, %v", n, err)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		headers []string
		want    time.Duration
	}{
		"seconds":                       {[]string{"Retry-After", "7"}, 7 * time.Second},
		"zero":                          {[]string{"Retry-After", "0"}, 0},
		"date":                          {[]string{"Retry-After", "Sat, 01 Jan 2000 00:00:09 GMT"}, 9 * time.Second},
		"date by the server's clock":    {[]string{"Retry-After", "Sun, 01 Jan 2040 10:00:05 GMT", "Date", "Sun, 01 Jan 2040 10:00:00 GMT"}, 5 * time.Second},
		"date in the past":              {[]string{"Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"}, 0},
		"nonsense falls to the backoff": {[]string{"Retry-After", "soon"}, 3 * time.Second},
		"none falls to the backoff":     {nil, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Inside the bubble it is midnight UTC, 2000-01-01.
			synctest.Test(t, func(t *testing.T) {
				server := inOrder(status(429, "", row.headers...), status(200, `{"id":"x"}`))
				cfg := tokenConfig()
				cfg.RetryBackoff = func(int) time.Duration { return 3 * time.Second }
				if _, err := post(t.Context(), testClient(t, cfg, server)); err != nil {
					t.Fatal(err)
				}
				requests := server.all()
				if got := requests[1].at.Sub(requests[0].at); got != row.want {
					t.Errorf("waited %s, want %s", got, row.want)
				}
			})
		})
	}
}

func TestRetryStopsWithTheContext(t *testing.T) {
	t.Parallel()
	t.Run("no time for another try", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			server := always(429, `{"error_code":"APIGW.0308","error_msg":"slow down"}`, "Retry-After", "60")
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			start := time.Now()
			_, err := get(ctx, testClient(t, tokenConfig(), server))
			if !HasCode(err, "APIGW.0308") || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v", err)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
		})
	})
	t.Run("interrupted between tries", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			server := always(503, `{"error_code":"APIGW.0613","error_msg":"m"}`, "Retry-After", "60")
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			_, err := get(ctx, testClient(t, tokenConfig(), server))
			if !HasCode(err, "APIGW.0613") || !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
			if took := time.Since(start); took != time.Second {
				t.Errorf("took %s", took)
			}
		})
	})
	t.Run("a final answer is not blamed on it", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		server := &cloud{answer: func(int, recorded) (*http.Response, error) {
			cancel()
			return answer(404, `{"error_code":"EndPoint.0005","error_msg":"m"}`)
		}}
		if _, err := get(ctx, testClient(t, tokenConfig(), server)); !IsNotFound(err) || errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}

func TestDefaultRetryBackoff(t *testing.T) {
	t.Parallel()
	for attempt, want := range []time.Duration{200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond} {
		for range 100 {
			if d := retryBackoff(attempt); d < want*3/4 || d > want*5/4 {
				t.Errorf("attempt %d: %s", attempt, d)
			}
		}
	}
	for _, attempt := range []int{20, 100, 5000} {
		if d := retryBackoff(attempt); d < 20*time.Second || d > 30*time.Second {
			t.Errorf("attempt %d: %s", attempt, d)
		}
	}
}

// Peers: P-1: throttling is waited out for minutes, and Retry-After does not matter.
func TestThrottleDelay(t *testing.T) {
	t.Parallel()
	const message = "The throttling threshold has been reached: policy user over ratelimit,limit:100,time:"
	for text, want := range map[string][]time.Duration{
		message + "1 minute":    {5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second, 30 * time.Second},
		message + "12 second":   {time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second},
		message + "1 SECOND":    {time.Second / 12, time.Second / 6, time.Second / 3},
		message + "9999 days":   {30 * time.Second, 30 * time.Second},
		message + "0 minute":    {0, 0},
		message + "99999 hours": {0},
		message + "1 fortnight": {0},
		"throttled":             {0},
	} {
		for attempt, d := range want {
			if got := throttleDelay(text, attempt); got.Round(time.Millisecond) != d.Round(time.Millisecond) {
				t.Errorf("%q, attempt %d: got %s, want %s", text, attempt, got, d)
			}
		}
		if got := throttleDelay(text, 1000); got < 0 || got > 30*time.Second {
			t.Errorf("%q, attempt 1000: %s", text, got)
		}
	}
}

// A call outlasts a window of a minute, and does not add to the calls in it.
func TestThrottledForAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const body = `{"error_code":"APIGW.0308","error_msg":"m: policy user over ratelimit,limit:10,time:1 minute"}`
		start := time.Now()
		server := &cloud{answer: func(int, recorded) (*http.Response, error) {
			if time.Since(start) < time.Minute {
				return answer(429, body)
			}
			return answer(200, `{"id":"x"}`)
		}}
		cfg := tokenConfig()
		cfg.MaxRetries = 5 // the provider's default
		if _, err := post(t.Context(), testClient(t, cfg, server)); err != nil {
			t.Fatal(err)
		}
		if n := len(server.all()); n != 5 {
			t.Errorf("%d requests", n)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range [][2]string{
		{"7", ""}, {"0", ""}, {"-1", ""}, {"4294967295", ""}, {"99999999999999999999", ""}, {" 3 ", ""}, {"soon", ""}, {"", ""},
		{"Sat, 01 Jan 2000 00:00:09 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"}, {"Fri, 31 Dec 9999 23:59:59 GMT", "x"},
		{"Saturday, 01-Jan-00 00:00:09 GMT", "Sat Jan  1 00:00:00 2000"},
	} {
		f.Add(seed[0], seed[1])
	}
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, date string) {
		d, ok := retryAfter(http.Header{"Retry-After": {text}, "Date": {date}}, now)
		if d < 0 || d > maxRetryAfter || (!ok && d != 0) {
			t.Errorf("%q at %q: %s, %t", text, date, d, ok)
		}
	})
}
