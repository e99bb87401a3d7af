package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

type vector struct {
	Name          string            `json:"name"`
	AK            string            `json:"ak"`
	SK            string            `json:"sk"`
	Method        string            `json:"method"`
	URL           string            `json:"url"`
	Headers       map[string]string `json:"headers"`
	Body          string            `json:"body"`
	Canonical     string            `json:"canonical_request"`
	Authorization string            `json:"authorization"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/sign_vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 14 {
		t.Fatalf("%d vectors, want the 14 of the contract", len(all))
	}
	return all
}

func (v vector) request(t *testing.T) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), v.Method, v.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range v.Headers {
		if strings.EqualFold(name, "host") {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	// The SDK adds this header itself when the body is not JSON, and sends it (contract/auth.md 3.1).
	if strings.Contains(v.Canonical, "x-sdk-content-sha256:UNSIGNED-PAYLOAD") {
		r.Header.Set("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")
	}
	r.Header.Set("Authorization", v.Authorization)
	return r
}

func checkSigned(t *testing.T, r *http.Request, body, secret string) string {
	t.Helper()
	sig, problem := parseAuthorization(r.Header.Get("Authorization"))
	if problem != "" {
		return problem
	}
	return sig.check(r, []byte(body), secret)
}

func TestVectorsOfTheContractVerify(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			r := v.request(t)
			sig, problem := parseAuthorization(v.Authorization)
			if problem != "" {
				t.Fatal(problem)
			}
			if sig.accessKey != v.AK {
				t.Errorf("access key %q, want %q", sig.accessKey, v.AK)
			}
			if got := sig.canonicalRequest(r, []byte(v.Body)); got != v.Canonical {
				t.Errorf("canonical request\n%s\nwant\n%s", got, v.Canonical)
			}
			if problem := sig.check(r, []byte(v.Body), v.SK); problem != "" {
				t.Error(problem)
			}
		})
	}
}

// The vectors of the SDK's own unit tests (contract/auth.md 3.4; those of SM3 are from its sm3_signer_test.go).
func TestVectorsOfTheSDKVerify(t *testing.T) {
	t.Parallel()
	get := vector{Method: "GET", URL: "https://example.huaweicloud.com/path?limit=1"}
	post := vector{Method: "POST", URL: "https://example.huaweicloud.com/path?key=value", Body: "{\"Name\":\"test\",\"Id\":1}\n"}
	for _, test := range []struct {
		vector
		algorithm, signature string
	}{
		{get, "SDK-HMAC-SHA256", "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624"},
		{post, "SDK-HMAC-SHA256", "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59"},
		{get, "SDK-HMAC-SM3", "acdeecf8061419275127135b54532c2c20b683bf9bbb8a32bee021a8c40befd4"},
		{post, "SDK-HMAC-SM3", "359e49285fe5a469f82b86fd761b1a4a7ee16e3181de7d643c53a30667cde508"},
		// Made with version 0.1.180 of the SDK: the numbers differ every time.
		{get, "SDK-ECDSA-P256-SHA256", "3045022100e9f54191408fc90851f64f9f1c0f1a5c7f135d3bad83e7a4d6d3313b19359dde02203054367ebd8401b9222b342094d291ef657621cb56b3c037620d7c5d5022e53c"},
		{post, "SDK-ECDSA-P256-SHA256", "3045022100fd9e41cbc1cfed7f00cf631a223e51010191e4fdb8e527093ef36b0c77381df8022050ab691430b1d6b047e82a4af0cfd5e72e75c572add51c85444d1fcfdf9bb8b8"},
		// Made with version 0.1.207 of the SDK, in the same way.
		{get, "SDK-SM2-SM3", "304502203d8d608e996f84e8afe0cc9a9371e524989267a0b4fe59d2aefaab972ddeedf8022100c67d504f0ec6befe995655c29f321668264b0f0cbb7ed772a33709d6ef4b10b8"},
		{post, "SDK-SM2-SM3", "3046022100d4f002b5e780c823b321a3dfdd6807fe1b5dbdfb3e74cdf95ed1309702e60a46022100e3240170d803a6bbb4e27cdc5c906326cfce54fd0b399c23c194672e5ee22231"},
	} {
		v := test.vector
		v.Authorization = test.algorithm + " Access=AccessKey, SignedHeaders=x-sdk-date, Signature=" + test.signature
		v.Headers = map[string]string{"X-Sdk-Date": "20060102T150405Z", "Content-Type": "application/json"}
		if problem := checkSigned(t, v.request(t), v.Body, "SecretKey"); problem != "" {
			t.Errorf("%s %s: %s", test.algorithm, v.Method, problem)
		}
		if checkSigned(t, v.request(t), v.Body+" ", "SecretKey") == "" {
			t.Errorf("%s %s: another body was accepted", test.algorithm, v.Method)
		}
		if checkSigned(t, v.request(t), v.Body, "OtherKey") == "" {
			t.Errorf("%s %s: another secret was accepted", test.algorithm, v.Method)
		}
	}
}

// The header that stands for the hash of the body is another one with SM3 (contract/auth.md 3.2).
func TestContentHeaderOfSM3(t *testing.T) {
	t.Parallel()
	const authorization = "SDK-HMAC-SM3 Access=AccessKey, SignedHeaders=x-sdk-date, Signature=359e49285fe5a469f82b86fd761b1a4a7ee16e3181de7d643c53a30667cde508"
	v := vector{Method: "POST", URL: "https://example.huaweicloud.com/path?key=value", Body: "{\"Name\":\"test\",\"Id\":1}\n",
		Authorization: authorization, Headers: map[string]string{"X-Sdk-Date": "20060102T150405Z"}}
	for _, test := range []struct {
		header, value, problem string
	}{
		{"X-Sdk-Content-Sm3", "wrong", "|wrong"},
		{"X-Sdk-Content-Sm3", "UNSIGNED-PAYLOAD", "|UNSIGNED-PAYLOAD"}, // it is what should have been signed
		{"X-Sdk-Content-Sha256", "wrong", ""},
	} {
		r := v.request(t)
		r.Header.Set(test.header, test.value)
		if problem := checkSigned(t, r, v.Body, "SecretKey"); (problem == "") != (test.problem == "") || !strings.Contains(problem, test.problem) {
			t.Errorf("%s: %s: %q", test.header, test.value, problem)
		}
	}
}

// The header is signed as it is, whatever it says; whether it has to be the hash of the body is a choice (contract/auth.md
// 3.1).
func TestContentHeaderIsUsedAsItIs(t *testing.T) {
	t.Parallel()
	const body = `{"action":"filter"}`
	sum := sha256.Sum256([]byte(body))
	right := hex.EncodeToString(sum[:])
	for _, test := range []struct {
		check  bool
		value  string
		status int
	}{
		{false, "abc", 200}, {false, strings.ToUpper(right), 200}, {false, right, 200}, {false, "UNSIGNED-PAYLOAD", 200},
		{true, "abc", 401}, {true, strings.ToUpper(right), 200}, {true, right, 200}, {true, "UNSIGNED-PAYLOAD", 200},
	} {
		c := start(t, Options{Choices: Choices{CheckContentHash: test.check}})
		r := c.request("POST", "/v1/"+projectA+"/endpoint/resource_instances/action", body, map[string]string{"X-Sdk-Content-Sha256": test.value})
		sign(r, body, keyA, secretA, time.Now())
		got := c.send(r)
		if got.status != test.status || test.status == 401 && !strings.Contains(got.text, "X-Sdk-Content-Sha256 is not the hash of the body") {
			t.Errorf("%s, checked %t: %d %s", test.value, test.check, got.status, got.text)
		}
	}
}

func TestSignatureThatIsNoASN1(t *testing.T) {
	t.Parallel()
	v := vector{Method: "GET", URL: "https://example.huaweicloud.com/path", Headers: map[string]string{"X-Sdk-Date": "20060102T150405Z"}}
	for _, value := range []string{"0", "00", "3045"} {
		v.Authorization = "SDK-ECDSA-P256-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature=" + value
		if problem := checkSigned(t, v.request(t), "", "SecretKey"); !strings.HasPrefix(problem, "verify aksk signature fail") {
			t.Errorf("%s: %q", value, problem)
		}
	}
}

func TestTamperedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	tampering := map[string]func(r *http.Request, body, secret *string){
		"method": func(r *http.Request, _, _ *string) { r.Method = "PATCH" },
		"path":   func(r *http.Request, _, _ *string) { r.URL.Path += "x" },
		"query":  func(r *http.Request, _, _ *string) { r.URL.RawQuery += "&more=1" },
		"date":   func(r *http.Request, _, _ *string) { r.Header.Set("X-Sdk-Date", "20240102T030406Z") },
		"secret": func(_ *http.Request, _, secret *string) { *secret += "x" },
		"signature": func(r *http.Request, _, _ *string) {
			text := r.Header.Get("Authorization")
			last := map[bool]string{true: "1", false: "0"}[strings.HasSuffix(text, "0")]
			r.Header.Set("Authorization", text[:len(text)-1]+last)
		},
	}
	for _, v := range vectors(t) {
		for name, tamper := range tampering {
			t.Run(v.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				r, body, secret := v.request(t), v.Body, v.SK
				tamper(r, &body, &secret)
				if problem := checkSigned(t, r, body, secret); !strings.HasPrefix(problem, "verify aksk signature fail") {
					t.Errorf("accepted or wrong text: %q", problem)
				}
			})
		}
	}
}

func TestTamperedPartsThatOnlySomeVectorsHave(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		r := v.request(t)
		if v.Body != "" && r.Header.Get("X-Sdk-Content-Sha256") == "" && !strings.Contains(v.Canonical, "UNSIGNED") {
			if checkSigned(t, r, v.Body+" ", v.SK) == "" {
				t.Errorf("%s: another body was accepted", v.Name)
			}
		}
		if strings.Contains(v.Canonical, "x-project-id:") {
			r.Header.Set("X-Project-Id", projectB)
			if checkSigned(t, r, v.Body, v.SK) == "" {
				t.Errorf("%s: another X-Project-Id was accepted", v.Name)
			}
		}
		if strings.Contains(v.Canonical, "host:") {
			r = v.request(t)
			r.Host = "evil.example.com"
			if checkSigned(t, r, v.Body, v.SK) == "" {
				t.Errorf("%s: another host was accepted", v.Name)
			}
		}
	}
}

func TestRefusalShowsTheCanonicalRequestWithoutSecrets(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		if !strings.Contains(v.Canonical, "x-security-token:") {
			continue
		}
		problem := checkSigned(t, v.request(t), v.Body, "wrong")
		if !strings.Contains(problem, "canonicalRequest:GET|/v1/") {
			t.Errorf("no canonical request in %q", problem)
		}
		if strings.Contains(problem, v.Headers["X-Security-Token"]) {
			t.Errorf("the security token is in %q", problem)
		}
		return
	}
	t.Fatal("no vector signs X-Security-Token")
}

func TestMalformedAuthorization(t *testing.T) {
	t.Parallel()
	for _, header := range []string{
		"SDK-HMAC-SHA256 Access=A",
		"SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=XYZ",
		"SDK-HMAC-SHA256 Credential=A/20240102/r/s, SignedHeaders=x-sdk-date, Signature=00",
		"SDK-HMAC-SHA256 Credential=A/20240102/r/s/other, SignedHeaders=x-sdk-date, Signature=00",
		"V11-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=00",
		"V11-HMAC-SHA256 Credential=A/20240102/r, SignedHeaders=x-sdk-date, Signature=00",
		"SDK-ECDSA-P256-SHA256 Credential=A/20240102/r/s/sdk_request, SignedHeaders=x-sdk-date, Signature=00",
		"SDK-SM2-SM3 Credential=A/20240102/r/s/sdk_request, SignedHeaders=x-sdk-date, Signature=00",
		"SDK-HMAC-SM3 Credential=A/20240102/r/s/sdk_request, SignedHeaders=x-sdk-date, Signature=00",
		"OTHER Access=A, SignedHeaders=x-sdk-date, Signature=00",
	} {
		if sig, problem := parseAuthorization(header); problem == "" {
			t.Errorf("%s was read as %+v", header, sig)
		}
	}
}

// What a header says is the caller's choice: it is verified or refused, and never ends the program.
func FuzzAuthorization(f *testing.F) {
	for _, header := range []string{
		"SDK-HMAC-SHA256 Access=A, SignedHeaders=host;x-sdk-date, Signature=00",
		"SDK-HMAC-SM3 Access=A, SignedHeaders=x-sdk-date, Signature=00",
		"SDK-ECDSA-P256-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=3006020101020101",
		"SDK-HMAC-SHA256 Credential=A/20240102///sdk_request, SignedHeaders=x-sdk-date, Signature=00",
		"V11-HMAC-SHA256 Credential=A/20240102/r/s, SignedHeaders=x-sdk-date, Signature=00",
	} {
		f.Add(header, "a=b&a", "/v1/%2F x")
	}
	f.Fuzz(func(t *testing.T, header, query, path string) {
		r := &http.Request{Method: "GET", URL: &url.URL{Path: path, RawQuery: query}, Host: "h",
			Header: http.Header{"X-Sdk-Date": {"20240102T030405Z"}}}
		sig, problem := parseAuthorization(header)
		if problem == "" {
			problem = sig.check(r, nil, "secret that nobody guesses")
		}
		if !strings.HasPrefix(problem, "verify aksk signature fail") {
			t.Errorf("%q: %q", header, problem)
		}
	})
}
