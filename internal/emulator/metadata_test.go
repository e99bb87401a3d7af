package emulator

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	securityKeyPath   = "/_metadata/openstack/latest/securitykey"
	instancePath      = "/_metadata/openstack/latest/meta_data.json"
	metadataTokenPath = "/_metadata/meta-data/latest/api/token"
)

// metadataToken asks for a session of version 2; the answer is plain text.
func (c *cloud) metadataToken(ttl string) (int, string) {
	c.t.Helper()
	response, err := http.DefaultClient.Do(c.request("PUT", metadataTokenPath, "", map[string]string{"X-Metadata-Token-Ttl-Seconds": ttl}))
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func (c *cloud) securityKey(token string) answer {
	c.t.Helper()
	header := map[string]string{}
	if token != "" {
		header["X-Metadata-Token"] = token
	}
	return c.do("GET", securityKeyPath, "", header)
}

func TestMetadataKeys(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	_, token := c.metadataToken("21600")
	for name, token := range map[string]string{"version 1": "", "version 2": token} {
		got := c.securityKey(token)
		if got.status != 200 {
			t.Fatalf("%s: %d %s", name, got.status, got.text)
		}
		fields, _ := got.body["credential"].(map[string]any)
		sameKeys(t, name, fields, "access secret securitytoken expires_at")
		if got := c.signed(got.credential(), "GET", pathA, ""); got.status != 200 {
			t.Errorf("%s: with the keys %d %s", name, got.status, got.text)
		}
	}
	caller := c.signed(c.securityKey("").credential(), "GET", "/v5/caller-identity", "")
	if want := "sts::" + domainA + ":assumed-agency:ecs-agency-a/"; !strings.HasPrefix(caller.str("principal_urn"), want) {
		t.Errorf("caller %s", caller.text)
	}
	instance := c.do("GET", instancePath, "", nil)
	if instance.str("project_id") != projectA || instance.str("region_id") != "cn-north-4" || instance.str("availability_zone") != "cn-north-4a" {
		t.Errorf("instance %s", instance.text)
	}
}

// The keys live an hour and are replaced 10 minutes before their end, both being valid in between.
func TestMetadataKeysRotate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ option, lifetime, lead time.Duration }{
		{0, time.Hour, 10 * time.Minute}, {6 * time.Second, 6 * time.Second, time.Second},
	} {
		c := start(t, Options{MetadataKeyLifetime: test.option})
		c.Clock().Freeze()
		good := func(k keyPair) bool { return c.signed(k, "GET", pathA, "").status == 200 }
		first := c.securityKey("").credential()
		c.Clock().Advance(test.lifetime - test.lead - time.Millisecond)
		if again := c.securityKey("").credential(); again != first {
			t.Errorf("%s: replaced too early", test.lifetime)
		}
		c.Clock().Advance(time.Millisecond)
		second := c.securityKey("").credential()
		if second == first || !good(first) || !good(second) {
			t.Errorf("%s: replaced %t, old good %t, new good %t", test.lifetime, second != first, good(first), good(second))
		}
		c.Clock().Advance(test.lead)
		if good(first) || !good(second) {
			t.Errorf("%s: at the end old good %t, new good %t", test.lifetime, good(first), good(second))
		}
	}
}

func TestMetadataVersions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		metadata             Metadata
		token, without, with int // status of asking for a token, and of asking for keys without and with one
		text                 string
	}{
		"both":           {Metadata{}, 200, 200, 200, ""},
		"version 1 only": {Metadata{TokenStatus: 404}, 404, 200, 401, ""},
		"not allowed":    {Metadata{TokenStatus: 405}, 405, 200, 401, ""},
		"version 2 only": {Metadata{TokenRequired: true}, 200, 401, 200, "Unauthorized"},
		"no agency":      {Metadata{NoAgency: true}, 200, 401, 401, "Please configure Cloud Service Agency first"},
	} {
		c := start(t, Options{Metadata: test.metadata})
		status, token := c.metadataToken("60")
		without, with := c.securityKey(""), c.securityKey(token)
		if status != test.token || without.status != test.without || with.status != test.with {
			t.Errorf("%s: token %d, without %d, with %d", name, status, without.status, with.status)
		}
		if !strings.Contains(without.text, test.text) {
			t.Errorf("%s: %s", name, without.text)
		}
	}
}

func TestMetadataTokens(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	for _, ttl := range []string{"", "0", "21601", "long"} {
		if status, _ := c.metadataToken(ttl); status != 400 {
			t.Errorf("TTL %q: %d", ttl, status)
		}
	}
	_, token := c.metadataToken("60")
	if got := c.securityKey("unknown"); got.status != 401 {
		t.Errorf("unknown token: %d", got.status)
	}
	c.Clock().Advance(time.Minute)
	for _, path := range []string{securityKeyPath, instancePath} {
		if got := c.do("GET", path, "", map[string]string{"X-Metadata-Token": token}); got.status != 401 {
			t.Errorf("%s with an old token: %d", path, got.status)
		}
	}
}

// A client that is fixed on the address of the real service reaches the emulator as its proxy.
func TestMetadataByProxy(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	proxy, err := url.Parse(c.url)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy)}
	t.Cleanup(transport.CloseIdleConnections)
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://169.254.169.254/openstack/latest/securitykey", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if entry := c.Journal()[0]; response.StatusCode != 200 || entry.Route != "/openstack/latest/securitykey" {
		t.Errorf("%d, journal %+v", response.StatusCode, entry)
	}
}

func TestMetadataFaults(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.AddFault(Fault{Method: "PUT", Route: "/meta-data/latest/api/token", Status: 503})
	if status, _ := c.metadataToken("60"); status != 503 {
		t.Errorf("first: %d", status)
	}
	if status, _ := c.metadataToken("60"); status != 200 {
		t.Errorf("second: %d", status)
	}
}
