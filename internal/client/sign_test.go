package client

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// vector is one row of testdata/sign_vectors.json: what upstream code computed (contract/auth.md 3.4).
type vector struct {
	Name          string            `json:"name"`
	Access        string            `json:"ak"`
	Secret        string            `json:"sk"`
	Method        string            `json:"method"`
	URL           string            `json:"url"`
	Headers       map[string]string `json:"headers"`
	Body          string            `json:"body"`
	Canonical     string            `json:"canonical_request"`
	CanonicalHash string            `json:"canonical_sha256"`
	Authorization string            `json:"authorization"`
}

// signer is the dialect each client that made the vectors speaks.
func (v vector) signer() signer {
	s := signer{algorithm: algorithms[0], access: v.Access, secret: v.Secret}
	switch {
	case strings.HasPrefix(v.Name, "otc-style"):
		s.dialect = scoped
	case strings.HasPrefix(v.Name, "V10"):
		s.dialect, s.region, s.service = derived, "cn-north-4", "demo"
	}
	return s
}

// request builds the request and the list of headers its client signs: the SDK all but Content-Type and names with an
// underscore, the others all (contract/auth.md 3.1).
func (v vector) request(t *testing.T) (*http.Request, []string) {
	t.Helper()
	u, err := url.Parse(v.URL)
	if err != nil {
		t.Fatal(err)
	}
	request := &http.Request{Method: v.Method, URL: u, Header: http.Header{}}
	sdk := strings.HasPrefix(v.Name, "V")
	var signed []string
	for name, value := range v.Headers {
		request.Header.Set(name, value)
		lower := strings.ToLower(name)
		if !sdk || (!strings.HasPrefix(lower, "content-type") && !strings.Contains(lower, "_")) {
			signed = append(signed, lower)
		}
	}
	if kind := request.Header.Get("Content-Type"); sdk && kind != "" && !strings.Contains(kind, "application/json") {
		request.Header.Set("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")
		signed = append(signed, "x-sdk-content-sha256")
	}
	return request, signed
}

// vectors reads a file of testdata.
func vectors(t *testing.T, name string) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var read []vector
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestSignVectors(t *testing.T) {
	t.Parallel()
	rows := vectors(t, "sign_vectors.json")
	if len(rows) != 14 {
		t.Fatalf("%d vectors", len(rows))
	}
	for _, v := range rows {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			request, signed := v.request(t)
			s := v.signer()
			got, err := s.sign(request, []byte(v.Body), signed)
			if err != nil {
				t.Fatal(err)
			}
			if got != v.Authorization {
				canonical, _ := s.canonicalRequest(request, []byte(v.Body), signed)
				t.Errorf("got  %s\nwant %s\ncanonical:\n%s\nwant:\n%s", got, v.Authorization, canonical, v.Canonical)
			}
			if h := s.hash([]byte(v.Canonical)); h != v.CanonicalHash {
				t.Errorf("hash %s, want %s", h, v.CanonicalHash)
			}
		})
	}
}

// What the official SDK makes with SM3 of the same requests (testdata/README.md).
func TestSignSM3Vectors(t *testing.T) {
	t.Parallel()
	requests := map[string]vector{}
	for _, v := range vectors(t, "sign_vectors.json") {
		requests[v.Name] = v
	}
	rows := vectors(t, "sign_sm3_vectors.json")
	if len(rows) != 9 {
		t.Fatalf("%d vectors", len(rows))
	}
	for _, v := range rows {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			from := requests[v.Name]
			request, signed := from.request(t)
			s := from.signer()
			s.algorithm = algorithms[1]
			if unsigned := request.Header.Get("X-Sdk-Content-Sha256"); unsigned != "" {
				request.Header.Del("X-Sdk-Content-Sha256")
				request.Header.Set("X-Sdk-Content-Sm3", unsigned)
				signed = append(slices.DeleteFunc(signed, func(name string) bool { return name == "x-sdk-content-sha256" }), "x-sdk-content-sm3")
			}
			if got, err := s.sign(request, []byte(from.Body), signed); err != nil || got != v.Authorization {
				t.Errorf("got  %s, %v\nwant %s", got, err, v.Authorization)
			}
		})
	}
}

// The examples of the standard GB/T 32905-2016, annex A.
func TestSM3(t *testing.T) {
	t.Parallel()
	s := signer{algorithm: algorithms[1]}
	for text, want := range map[string]string{
		"abc":                      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
		strings.Repeat("abcd", 16): "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
	} {
		if got := s.hash([]byte(text)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// The unit-test vectors of the official SDK (contract/auth.md 3.4, testdata/README.md).
func TestSignSDKVectors(t *testing.T) {
	t.Parallel()
	const (
		getURL, postURL = "https://example.huaweicloud.com/path?limit=1", "https://example.huaweicloud.com/path?key=value"
		body            = "{\"Name\":\"test\",\"Id\":1}\n"
	)
	for _, v := range []struct{ algorithm, method, url, body, label, want string }{
		{"", "GET", getURL, "", "SDK-HMAC-SHA256", "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624"},
		{"HmacSHA256", "POST", postURL, body, "SDK-HMAC-SHA256", "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59"},
		{"HmacSM3", "GET", getURL, "", "SDK-HMAC-SM3", "acdeecf8061419275127135b54532c2c20b683bf9bbb8a32bee021a8c40befd4"},
		{"HmacSM3", "POST", postURL, body, "SDK-HMAC-SM3", "359e49285fe5a469f82b86fd761b1a4a7ee16e3181de7d643c53a30667cde508"},
	} {
		algorithm, err := algorithmOf(v.algorithm)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(v.url)
		if err != nil {
			t.Fatal(err)
		}
		request := &http.Request{Method: v.method, URL: u, Header: http.Header{"X-Sdk-Date": {"20060102T150405Z"}}}
		s := signer{algorithm: algorithm, access: "AccessKey", secret: "SecretKey"}
		got, err := s.sign(request, []byte(v.body), []string{"x-sdk-date"})
		want := v.label + " Access=AccessKey, SignedHeaders=x-sdk-date, Signature=" + v.want
		if err != nil || got != want {
			t.Errorf("%s %s: got %s, %v", v.algorithm, v.method, got, err)
		}
	}
}

func TestUnknownSigningAlgorithm(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"EcdsaP256SHA256", "SM2SM3", "hmacsha256"} {
		cfg := tokenConfig()
		cfg.SigningAlgorithm = name
		if _, err := New(cfg); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			contains(t, err.Error(), name, "want HmacSHA256 or HmacSM3")
		}
	}
}

// A client that was told so signs with SM3 (contract/auth.md 3.2).
func TestClientSignsWithItsAlgorithm(t *testing.T) {
	t.Parallel()
	for name, label := range map[string]string{"": "SDK-HMAC-SHA256 Access=", "HmacSHA256": "SDK-HMAC-SHA256 Access=", "HmacSM3": "SDK-HMAC-SM3 Access="} {
		cfg := tokenConfig()
		cfg.Credentials = Credentials{AccessKey: "a", SecretKey: "b"}
		cfg.SigningAlgorithm = name
		server := always(200, `{"id":"x"}`)
		if _, err := get(t.Context(), testClient(t, cfg, server)); err != nil {
			t.Fatal(err)
		}
		if got := server.all()[0].header.Get("Authorization"); !strings.HasPrefix(got, label) {
			t.Errorf("%q: %s", name, got)
		}
	}
}

// What is too large for a signature is not sent, and not tried again (contract/auth.md 3.1).
func TestSignedBodyLimit(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	signed := cfg
	signed.Credentials = Credentials{AccessKey: "a", SecretKey: "b"}
	const quotes = 2 // a JSON string
	for name, row := range map[string]struct {
		cfg  Config
		size int
		sent bool
	}{
		"signed, as large as allowed": {signed, 12 * 1024 * 1024, true},
		"signed, one byte more":       {signed, 12*1024*1024 + 1, false},
		"with a token":                {cfg, 12*1024*1024 + 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := always(200, `{"id":"x"}`)
			_, err := Post[thing](t.Context(), testClient(t, row.cfg, server).Service("vpcep", ""), "/v1/things", strings.Repeat("x", row.size-quotes))
			if n := len(server.all()); (err == nil) != row.sent || (n == 1) != row.sent {
				t.Fatalf("%d requests, %v", n, err)
			}
			if !row.sent {
				contains(t, err.Error(), "12582913 bytes", "no more than 12582912", "use a token or a password")
			}
		})
	}
}

func TestSignNeedsADate(t *testing.T) {
	t.Parallel()
	request := &http.Request{Method: "GET", URL: &url.URL{Path: "/"}, Header: http.Header{}}
	if _, err := (signer{}).sign(request, nil, nil); err == nil {
		t.Error("no error")
	}
}
