package foreign

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// chnsz sends requests as chnsz/golangsdk does, the library of the huaweicloud provider, which cannot be a
// dependency here. What it does was read in huaweicloud/terraform-provider-huaweicloud:
// vendor/github.com/chnsz/golangsdk/provider_client.go (headers, success codes), auth/core/signer/signer.go (what is
// signed) and pagination/{pager,offset,http}.go (pages).
type chnsz struct {
	t        *testing.T
	base     string
	who      tenant
	token    string // instead of a signature
	project  string // X-Project-Id
	domainID string // X-Domain-Id
	security string // X-Security-Token, of temporary keys
}

// order is one request.
type order struct {
	method, path string
	query        url.Values
	body         any               // JSON, and Content-Type with it
	headers      map[string]string // more of them
	ok           []int             // nil = those of the method
}

// unexpected is an answer that golangsdk takes for an error.
type unexpected struct {
	order  order
	status int
	body   string
}

func (u *unexpected) Error() string {
	return fmt.Sprintf("%s %s?%s: %d %s", u.order.method, u.order.path, u.order.query.Encode(), u.status, u.body)
}

var successCodes = map[string][]int{
	http.MethodGet: {200}, http.MethodPost: {200, 201, 202}, http.MethodPut: {200, 201, 202}, http.MethodDelete: {200, 202, 204},
}

// send makes a request and decodes its answer. The error is *unexpected when the status is none of those that are.
func (g *chnsz) send(o order, into any) (http.Header, error) {
	g.t.Helper()
	response, err := http.DefaultClient.Do(g.request(o))
	if err != nil {
		g.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	codes := o.ok
	if codes == nil {
		codes = successCodes[o.method]
	}
	if !slices.Contains(codes, response.StatusCode) {
		return nil, &unexpected{order: o, status: response.StatusCode, body: string(text)}
	}
	if into != nil && response.StatusCode != http.StatusNoContent {
		if err := json.Unmarshal(text, into); err != nil {
			g.t.Fatalf("%s %s: %v in %s", o.method, o.path, err, text)
		}
	}
	return response.Header, nil
}

// must is send where no refusal is expected.
func (g *chnsz) must(o order, into any) http.Header {
	g.t.Helper()
	header, err := g.send(o, into)
	if err != nil {
		g.t.Fatal(err)
	}
	return header
}

// request builds a request. The ids of project and account and the token of temporary keys go with it unsigned, as they
// are added last.
func (g *chnsz) request(o order) *http.Request {
	g.t.Helper()
	var body bytes.Buffer
	if o.body != nil {
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(o.body); err != nil {
			g.t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(g.t.Context(), o.method, g.base+o.path, bytes.NewReader(body.Bytes()))
	if err != nil {
		g.t.Fatal(err)
	}
	r.URL.RawQuery = canonicalQuery(o.query)
	if o.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "terraform-provider-iac golangsdk/2.0.0")
	for name, value := range o.headers {
		r.Header.Set(name, value)
	}
	if g.token != "" {
		r.Header.Set("X-Auth-Token", g.token)
		return r
	}
	if g.who.accessKey == "" {
		return r
	}
	g.sign(r, body.Bytes())
	for name, value := range map[string]string{"X-Project-Id": g.project, "X-Domain-Id": g.domainID, "X-Security-Token": g.security} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return r
}

// sign differs from the official SDK's signer in what it signs: every header there is, Content-Type too, but neither
// the host nor the ids (contract/auth.md 3.1).
func (g *chnsz) sign(r *http.Request, body []byte) {
	r.Header.Set("X-Sdk-Date", time.Now().UTC().Format("20060102T150405Z"))
	var names []string
	for name := range r.Header {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	path := ""
	for _, segment := range strings.Split(strings.Trim(r.URL.Path, "/"), "/") {
		path += "/" + escaped(segment)
	}
	lines := []string{r.Method, path + "/", r.URL.RawQuery}
	for _, name := range names {
		lines = append(lines, name+":"+strings.TrimSpace(r.Header.Get(name)))
	}
	signed := strings.Join(names, ";")
	lines = append(lines, "", signed, sum(body))
	toSign := "SDK-HMAC-SHA256\n" + r.Header.Get("X-Sdk-Date") + "\n" + sum([]byte(strings.Join(lines, "\n")))
	mac := hmac.New(sha256.New, []byte(g.who.secretKey))
	mac.Write([]byte(toSign)) // a hash takes everything
	r.Header.Set("Authorization", fmt.Sprintf("SDK-HMAC-SHA256 Access=%s, SignedHeaders=%s, Signature=%x",
		g.who.accessKey, signed, mac.Sum(nil)))
}

func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// escaped has %XX for all but the unreserved characters.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// canonicalQuery is what is signed, and what is sent.
func canonicalQuery(query url.Values) string {
	var pairs []string
	for key, values := range query {
		for _, value := range values {
			pairs = append(pairs, escaped(key)+"="+escaped(value))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

// pages reads a list to its end, which is an empty page. The first request names no page unless the query does; the
// next ones add the offset.
func pages[T any](g *chnsz, o order, key string) []T {
	g.t.Helper()
	o.method, o.ok = http.MethodGet, []int{200, 202, 204, 300}
	var all []T
	for {
		var page map[string]json.RawMessage
		header := g.must(o, &page)
		if !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
			g.t.Fatalf("%s: the pager does not read %q", o.path, header.Get("Content-Type"))
		}
		var items []T
		if err := json.Unmarshal(page[key], &items); err != nil || items == nil {
			g.t.Fatalf("%s: %s is no list: %s, %v", o.path, key, page[key], err)
		}
		if len(items) == 0 {
			return all
		}
		all = append(all, items...)
		query := url.Values{"offset": {strconv.Itoa(len(all))}}
		for name, values := range o.query {
			if name != "offset" {
				query[name] = values
			}
		}
		o.query = query
	}
}

const waitTimeout = 30 * time.Second

// until waits as the provider does: on as long as the status is a pending one, to the end when it is the target, and
// any other is a failure. The provider looks every 3 to 15 s.
func until(t *testing.T, pending []string, target string, status func() string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waitTimeout)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		switch now := status(); {
		case now == target:
			return
		case !slices.Contains(pending, now):
			t.Fatalf("unexpected state %q, wanted target %q", now, target)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("not %s after %s", target, waitTimeout)
		}
	}
}
