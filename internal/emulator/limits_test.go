package emulator

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A signed body may have 12 MB; with a token it may have more (contract/auth.md 3.1).
func TestSizeLimits(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	path := strings.Replace(endpoints, "{p}", projectA, 1)
	large := `{"description":"` + strings.Repeat("x", 12<<20) + `"}`
	withToken := func(path string, header map[string]string) answer {
		header["X-Auth-Token"] = a.token
		return c.do("GET", path, "", header)
	}
	half := strings.Repeat("h", 20<<10)
	many := map[string]string{}
	for _, name := range []string{"X-A", "X-B", "X-C", "X-D", "X-E", "X-F", "X-G"} {
		many[name] = half
	}
	for name, test := range map[string]struct {
		got    answer
		status int
		text   string
	}{
		"signed":          {c.signed(pairA, "POST", path, large), 413, "Request entity too large."},
		"signed, just so": {c.signed(pairA, "POST", path, large[:12<<20-1]), 400, "EndPoint.0002"},
		"with a token":    {a.call("POST", endpoints, large), 400, "EndPoint.0002"},
		"long URI":        {withToken(path+"?name="+strings.Repeat("x", 32<<10), map[string]string{}), 414, "Request URI too large."},
		"long header":     {withToken(path, map[string]string{"X-Long": strings.Repeat("x", 33<<10)}), 494, "Request headers too large."},
		"long headers":    {withToken(path, many), 494, "Request headers too large."},
		"within limits":   {withToken(path, map[string]string{"X-Half": half}), 200, "endpoints"},
	} {
		if test.got.status != test.status || !strings.Contains(test.got.text, test.text) {
			t.Errorf("%s: %d %.200s", name, test.got.status, test.got.text)
		}
		if test.got.status > 400 && test.got.code() != "APIGW.0201" {
			t.Errorf("%s: %s", name, test.got.text)
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	c := start(t, Options{RateLimit: 3, Choices: Choices{RetryAfter: 1}})
	c.Clock().Freeze()
	a := c.tenantA()
	c.Clock().Advance(time.Second)
	for i, status := range []int{200, 200, 200, 429, 429} {
		got := a.call("GET", endpoints, "")
		if got.status != status {
			t.Errorf("request %d: %d %s", i+1, got.status, got.text)
		}
		if status == 429 && (got.code() != "APIGW.0308" || got.header.Get("Retry-After") != "1" ||
			got.str("error_msg") != "The throttling threshold has been reached: policy user over ratelimit,limit:3,time:1 second") {
			t.Errorf("request %d: %v %s", i+1, got.header, got.text)
		}
	}
	if got := a.call("GET", "/v3/projects", ""); got.status != 429 || got.code() != "429" ||
		!strings.Contains(got.text, "Threshold: 3 times per 1 seconds") {
		t.Errorf("IAM: %d %s", got.status, got.text)
	}
	if got := c.securityKey(""); got.status != 200 {
		t.Errorf("the metadata service is limited: %d", got.status)
	}
	c.Clock().Advance(time.Second)
	a.must(200, "GET", endpoints, "")
}

// Without a choice there is no Retry-After, as no source has one; a fault rule may add it.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	c := start(t, Options{RateLimit: 1})
	c.Clock().Freeze()
	a := c.tenantA()
	if got := a.call("GET", endpoints, ""); got.status != 429 || got.header.Get("Retry-After") != "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	c.AddFault(Fault{Status: http.StatusTooManyRequests, Header: map[string]string{"Retry-After": "7"}})
	if got := a.call("GET", endpoints, ""); got.status != 429 || got.code() != "APIGW.0308" || got.header.Get("Retry-After") != "7" {
		t.Errorf("fault: %d %v", got.status, got.header)
	}
}
