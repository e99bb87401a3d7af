package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestMetadataRequests(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	mustGet(t, testClient(t, identityConfig(byMetadata), server), "instance")
	token, keys := server.all()[0], server.all()[1]
	if token.host != "metadata.test" || keys.host != "metadata.test" {
		t.Errorf("asked %s and %s", token.host, keys.host)
	}
	if token.body != "" || token.header.Get("X-Metadata-Token-Ttl-Seconds") != "21600" {
		t.Errorf("%+v", token)
	}
	if got := keys.header.Get("X-Metadata-Token"); got != "metadata-token-1" {
		t.Errorf("X-Metadata-Token is %q", got)
	}
}

func TestMetadataHasAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	cfg := identityConfig(byMetadata)
	cfg.MetadataURL = ""
	mustGet(t, testClient(t, cfg, server), "instance")
	if got := server.all()[0].host; got != "169.254.169.254" {
		t.Errorf("asked %s, although the endpoint URL is for the services only", got)
	}
}

func TestMetadataVersion1(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405, 503} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newIdentityCloud()
				server.v1 = status
				c := testClient(t, identityConfig(byMetadata), server)
				mustGet(t, c, "instance")
				if got := server.last(t, "/openstack/latest/securitykey").header; got.Get("X-Metadata-Token") != "" {
					t.Error("a token in version 1")
				}
				time.Sleep(23 * time.Hour)
				mustGet(t, c, "instance")
				want := []string{imds, instanceKeys, service, instanceKeys, service}
				if got := server.route(); !slices.Equal(got, want) {
					t.Errorf("calls:\n%q\nwant:\n%q", got, want)
				}
				time.Sleep(2 * time.Hour)
				mustGet(t, c, "instance")
				if got := server.route(); !slices.Equal(got, []string{imds, instanceKeys, service}) {
					t.Errorf("version 2 is not tried again after a day: %q", got)
				}
			})
		})
	}
}

func TestMetadataKeysAreReplacedTenMinutesBeforeTheyEnd(t *testing.T) {
	t.Parallel()
	for life, still := range map[time.Duration]time.Duration{
		time.Hour:        50*time.Minute - time.Second,
		30 * time.Minute: 20*time.Minute - time.Second,
		11 * time.Minute: time.Minute - time.Second,
		// What the service has not replaced yet is asked for again soon, but not with every call.
		8 * time.Minute: 6*time.Minute - time.Second,
	} {
		t.Run(life.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newIdentityCloud()
				server.life = life
				c := testClient(t, identityConfig(byMetadata), server)
				mustGet(t, c, "instance")
				time.Sleep(still)
				mustGet(t, c, "instance")
				if n := server.count("GET", "/openstack/latest/securitykey"); n != 1 {
					t.Errorf("%d calls for keys within %s", n, still)
				}
				time.Sleep(2 * time.Second)
				mustGet(t, c, "instance")
				if n := server.count("GET", "/openstack/latest/securitykey"); n != 2 {
					t.Errorf("%d calls for keys, want 2", n)
				}
			})
		})
	}
}

func TestMetadataTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	c := testClient(t, identityConfig(byMetadata), server)
	mustGet(t, c, "instance")
	server.route()
	server.metadata = "another" // the instance was migrated
	server.revoke()
	mustGet(t, c, "instance")
	want := []string{service, instanceKeys, imds, instanceKeys, service}
	if got := server.route(); !slices.Equal(got, want) {
		t.Errorf("calls:\n%q\nwant:\n%q", got, want)
	}
}

func TestMetadataRefusals(t *testing.T) {
	t.Parallel()
	const keys = "/openstack/latest/securitykey"
	for name, row := range map[string]struct {
		status int
		body   string
		calls  []string
		want   []string
	}{
		// contract/auth.md 8
		"no agency":         {401, "Please configure Cloud Service Agency first", []string{imds, instanceKeys}, []string{"Please configure Cloud Service Agency first", "op_svc_ecs"}},
		"no agency, by 404": {404, `{"message":"Please configure Cloud Service Agency first."}`, []string{imds, instanceKeys}, []string{"op_svc_ecs"}},
		"another 401":       {401, "Unauthorized", []string{imds, instanceKeys, imds, instanceKeys}, []string{"401", "Unauthorized"}},
		"no keys":           {200, `{"credential":{"access":"a"}}`, []string{imds, instanceKeys}, []string{"the reply lacks an access key"}},
		"no JSON":           {200, `PK`, []string{imds, instanceKeys}, []string{"cannot be read as JSON"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			server.fail = func(r recorded) (int, string) {
				if r.path == keys {
					return row.status, row.body
				}
				return 0, ""
			}
			_, err := get(t.Context(), testClient(t, identityConfig(byMetadata), server))
			contains(t, fmtError(err), append(row.want, "get the access key of this ECS instance from its metadata service")...)
			if IsNotFound(err) || Undecided(err) {
				t.Errorf("%v: not found %t, undecided %t", err, IsNotFound(err), Undecided(err))
			}
			if got := server.route(); !slices.Equal(got, row.calls) {
				t.Errorf("calls:\n%q\nwant:\n%q", got, row.calls)
			}
		})
	}
}

// silent is a network in which nobody answers.
type silent struct{ tries int }

func (s *silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.tries++
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestMetadataOfNoInstanceFailsSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := identityConfig(byMetadata)
		cfg.MaxRetries = 5
		network := new(silent)
		start := time.Now()
		_, err := get(t.Context(), testClient(t, cfg, network))
		contains(t, fmtError(err), "metadata service", "http://metadata.test", "no complete reply within 3s")
		if took := time.Since(start).Round(time.Second); network.tries != 3 || took != 9*time.Second {
			t.Errorf("%d tries in %s, want 3 of 3 s", network.tries, took)
		}
	})
}

func TestMetadataGoesThroughNoProxy(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	t.Cleanup(server.Close)
	base := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return nil, errors.New("through the proxy") }}
	cfg := identityConfig(byMetadata)
	cfg.MetadataURL = server.URL
	_, err := get(t.Context(), testClient(t, cfg, base))
	if contains(t, fmtError(err), "418"); strings.Contains(fmtError(err), "proxy") {
		t.Error(err)
	}
}

func FuzzCredentialReply(f *testing.F) {
	for _, seed := range []string{
		`{"credential":{"access":"a","secret":"s","securitytoken":"t","expires_at":"2026-11-21T21:00:00.000000Z"}}`,
		`{"credential":{"access":"a","secret":"s","securitytoken":"t","expires_at":"yesterday"}}`,
		`{"credentials":{"access_key_id":"a","secret_access_key":"s","security_token":"t","expiration":"2026-11-21T21:00:00Z"}}`,
		`{"credential":null}`, `{"credential":[]}`, `[]`, ``, `"Please configure Cloud Service Agency first"`, "\xff{",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, parse := range []func([]byte) (*Keys, error){parseCredential, parseAssumed} {
			keys, err := parse(body)
			if (err == nil) != (keys != nil) {
				t.Fatalf("%v, %v", keys, err)
			}
			if keys != nil && (keys.AccessKey == "" || keys.SecretKey == "" || keys.SecurityToken == "") {
				t.Fatalf("half a key is no key: %+v", keys)
			}
		}
	})
}
