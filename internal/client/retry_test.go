package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// Every row of contract/auth.md 7.2 and the statuses around it: what happens to a request that fails once and would
// succeed at the second try.
func TestRetryTable(t *testing.T) {
	t.Parallel()
	gateway := func(code string) string {
		return fmt.Sprintf(`{"error_code":%q,"error_msg":"m","request_id":"r"}`, code)
	}
	for _, row := range []struct {
		status         int
		body           string
		get, post, put bool // repeated
	}{
		{429, gateway("APIGW.0308"), true, true, true},
		{429, gateway("APIG.0308"), true, true, true},
		{429, `{"error":{"message":"The throttling threshold has been reached.","code":"IAM.0012"}}`, true, true, true},
		{429, "", true, true, true},
		{400, gateway("EndPoint.0022"), true, true, true},
		{400, gateway("endpoint.0022"), true, true, true},
		{400, gateway("EndPoint.0002"), false, false, false},
		{502, gateway("APIGW.0201"), true, false, true},
		{502, gateway("APIGW.0610"), true, false, true},
		{503, gateway("APIGW.0613"), true, false, true},
		{503, "<html><title>Sorry</title></html>", true, false, true},
		{504, gateway("APIGW.0201"), true, false, true},
		{500, gateway("APIGW.0601"), true, false, true},
		{500, gateway("APIG.0601"), true, false, true},
		{500, gateway("APIGW.0605"), true, false, true},
		{500, gateway("APIGW.0606"), true, false, true},
		{500, gateway("APIGW.0608"), true, false, true},
		{500, gateway("APIGW.0609"), true, false, true},
		{500, gateway("APIGW.0611"), true, false, true},
		{500, gateway("APIGW.0705"), true, false, true},
		{500, gateway("APIGW.0612"), false, false, false},
		{500, gateway("APIG.0103"), false, false, false},
		{500, gateway("EndPoint.0601"), false, false, false},
		{500, gateway("BCS.5000500"), false, false, false},
		{500, "", false, false, false},
		{404, gateway("APIGW.0101"), false, false, false},
		{404, gateway("EndPoint.0005"), false, false, false},
		{400, gateway("APIGW.0106"), false, false, false},
		{413, gateway("APIGW.0201"), false, false, false},
		{401, gateway("APIGW.0301"), false, false, false},
		{403, gateway("APIGW.0302"), false, false, false},
		{405, gateway("APIGW.0501"), false, false, false},
		{409, "", false, false, false},
		{501, "", false, false, false},
	} {
		for _, verb := range []struct {
			name  string
			again bool
			call  func(context.Context, *Service) error
		}{
			{"GET", row.get, func(ctx context.Context, s *Service) error {
				_, err := Get[thing](ctx, s, testRoute, nil, "x")
				return err
			}},
			{"POST", row.post, func(ctx context.Context, s *Service) error {
				_, err := Post[thing](ctx, s, testRoute, thing{}, "x")
				return err
			}},
			{"POST without content", row.post, func(ctx context.Context, s *Service) error {
				return PostNoContent(ctx, s, testRoute, thing{}, "x")
			}},
			{"PUT", row.put, func(ctx context.Context, s *Service) error {
				_, err := Put[thing](ctx, s, testRoute, thing{}, "x")
				return err
			}},
			{"DELETE", row.put, func(ctx context.Context, s *Service) error { return Delete(ctx, s, testRoute, "x") }},
			{"idempotent POST", row.put, func(ctx context.Context, s *Service) error {
				_, err := PostIdempotent[thing](ctx, s, testRoute, thing{}, "x")
				return err
			}},
			{"idempotent POST without content", row.put, func(ctx context.Context, s *Service) error {
				return PostIdempotentNoContent(ctx, s, testRoute, thing{}, "x")
			}},
		} {
			t.Run(fmt.Sprintf("%d %s %s", row.status, row.body, verb.name), func(t *testing.T) {
				t.Parallel()
				server := inOrder(status(row.status, row.body), status(200, `{"id":"x"}`))
				err := verb.call(t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""))
				n := len(server.all())
				if again := n == 2 && err == nil; again != verb.again || (!again && n != 1) {
					t.Errorf("%d requests, %v", n, err)
				}
			})
		}
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
