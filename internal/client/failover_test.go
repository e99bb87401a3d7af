package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// BCS has a second endpoint, used when the first one surely is not BCS (contract/auth.md 5.2, 5.3).
func TestFailover(t *testing.T) {
	t.Parallel()
	const first, second = "bcs.cn-north-4.myhuaweicloud.com", "bcs.cn-north-4.myhuaweicloud.cn"
	noHost := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	verify := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	for name, row := range map[string]struct {
		cfg   Config
		fail  error // of the first host
		hosts []string
	}{
		"no such host":          {Config{}, noHost, []string{first, second, second}},
		"an unknown authority":  {Config{}, verify(x509.UnknownAuthorityError{}), []string{first, second, second}},
		"another name":          {Config{}, verify(x509.HostnameError{Certificate: &x509.Certificate{}}), []string{first, second, second}},
		"an expired one":        {Config{}, verify(x509.CertificateInvalidError{Reason: x509.Expired}), []string{first, second, second}},
		"a network failure":     {Config{}, reset, []string{first, first}},
		"a resolver that fails": {Config{}, &net.DNSError{Err: "server misbehaving"}, []string{first, first}},
		"a proxy's name": {
			Config{}, &net.OpError{Op: "proxyconnect", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, []string{first},
		},
		"an endpoint of one's own": {Config{Endpoints: map[string]string{"bcs": "https://" + first}}, noHost, []string{first}},
		"another cloud":            {Config{Cloud: "hcs.example.com"}, noHost, []string{"bcs.cn-north-4.hcs.example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &cloud{answer: func(_ int, r recorded) (*http.Response, error) {
				if r.host != second {
					return nil, row.fail
				}
				return answer(200, `{"id":"x"}`)
			}}
			cfg := row.cfg
			cfg.Region, cfg.ProjectID, cfg.MaxRetries = testRegion, testProject, 1
			cfg.Credentials = Credentials{AccessKey: "a", SecretKey: "b"}
			cfg.RetryBackoff = func(int) time.Duration { return 0 }
			c := testClient(t, cfg, server)
			call := func() error {
				_, err := Post[thing](t.Context(), c.Service("bcs", ""), "/v2/{project_id}/blockchains", thing{ID: "b"})
				return err
			}
			err := call()
			if found := slices.Contains(row.hosts, second); found {
				if err == nil {
					err = call() // it goes to the second one at once
				}
				if err != nil {
					t.Error(err)
				}
			} else if err == nil || Undecided(err) {
				t.Errorf("%v", err)
			}
			requests := server.all()
			if len(requests) != len(row.hosts) {
				t.Fatalf("%d requests, %v", len(requests), err)
			}
			for i, r := range requests {
				if r.host != row.hosts[i] || r.path != "/v2/"+testProject+"/blockchains" || r.body != `{"id":"b"}` {
					t.Errorf("request %d: %+v", i+1, r)
				}
			}
		})
	}
}

// That the host of IAM is not found says nothing about the one of BCS.
func TestFailoverAfterLogin(t *testing.T) {
	t.Parallel()
	found := false
	server := &cloud{answer: func(_ int, r recorded) (*http.Response, error) {
		switch {
		case !strings.HasPrefix(r.host, "iam."):
			return answer(200, `{"id":"x"}`)
		case found:
			return answer(201, `{"token":{}}`, "X-Subject-Token", "t")
		}
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	}}
	cfg := passwordConfig()
	cfg.EndpointURL, cfg.ProjectID = "", testProject
	c := testClient(t, cfg, server)
	call := func() error {
		_, err := Get[thing](t.Context(), c.Service("bcs", ""), "/v2/{project_id}/blockchains", nil)
		return err
	}
	if err := call(); !is[*AuthError](err) {
		t.Fatalf("got %v", err)
	}
	found = true
	if err := call(); err != nil {
		t.Fatal(err)
	}
	if last := server.all()[len(server.all())-1].host; last != "bcs.cn-north-4.myhuaweicloud.com" {
		t.Errorf("went to %s", last)
	}
}

// Every try is signed for the host it goes to.
func TestFailoverIsSigned(t *testing.T) {
	t.Parallel()
	const path = "/v2/" + testProject + "/blockchains"
	server := &cloud{answer: func(n int, _ recorded) (*http.Response, error) {
		if n == 1 {
			return nil, &net.DNSError{IsNotFound: true}
		}
		return answer(200, `{"id":"x"}`)
	}}
	cfg := Config{Region: testRegion, ProjectID: testProject, MaxRetries: 1, Credentials: Credentials{AccessKey: "a", SecretKey: "b"}}
	if _, err := Get[thing](t.Context(), testClient(t, cfg, server).Service("bcs", ""), "/v2/{project_id}/blockchains", nil); err != nil {
		t.Fatal(err)
	}
	got := server.all()[1]
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://bcs.cn-north-4.myhuaweicloud.cn"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = got.header.Clone()
	want, err := signer{algorithm: algorithms[0], access: "a", secret: "b"}.sign(request, nil, []string{"host", "x-project-id", "x-sdk-date"})
	if err != nil || got.header.Get("Authorization") != want {
		t.Errorf("got  %s\nwant %s, %v", got.header.Get("Authorization"), want, err)
	}
}

func TestBothEndpointsFail(t *testing.T) {
	t.Parallel()
	server := &cloud{answer: func(int, recorded) (*http.Response, error) {
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}}
	cfg := Config{Region: testRegion, ProjectID: testProject, MaxRetries: 5, Credentials: Credentials{Token: "t"}}
	_, err := Get[thing](t.Context(), testClient(t, cfg, server).Service("bcs", ""), "/v2/{project_id}/blockchains", nil)
	if err == nil || len(server.all()) != 2 {
		t.Fatalf("%d requests, %v", len(server.all()), err)
	}
	contains(t, err.Error(), "cannot find the host of bcs in region cn-north-4 at https://bcs.cn-north-4.myhuaweicloud.com, then https://bcs.cn-north-4.myhuaweicloud.cn: no such host")
}
