package emulator

import (
	"strings"
	"testing"
	"time"
)

const assumePath = "/v5/agencies/assume"

// assumeBody is the body of contract/auth.md 1.7, with more fields.
func assumeBody(domainID, agency, more string) string {
	return `{"agency_urn":"iam::` + domainID + `:agency:` + agency + `","agency_session_name":"` + agency + `"` + more + `}`
}

func (a answer) v5credential() keyPair {
	fields, _ := a.body["credentials"].(map[string]any)
	text := func(name string) string { value, _ := fields[name].(string); return value }
	return keyPair{access: text("access_key_id"), secret: text("secret_access_key"), security: text("security_token")}
}

func TestAssumeAgency(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	got := c.signed(pairB, "POST", assumePath, assumeBody(domainA, "agency-a", `,"duration_seconds":7200,"source_identity":"ci"`))
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.text)
	}
	sameKeys(t, "answer", got.body, "assumed_agency credentials source_identity")
	agency, _ := got.body["assumed_agency"].(map[string]any)
	sameKeys(t, "assumed_agency", agency, "id urn")
	credentials, _ := got.body["credentials"].(map[string]any)
	sameKeys(t, "credentials", credentials, "access_key_id expiration secret_access_key security_token")
	expiration, _ := credentials["expiration"].(string)
	if at, err := time.Parse(time.RFC3339, expiration); err != nil || at.Sub(c.Clock().Now()).Round(time.Second) != 2*time.Hour {
		t.Errorf("expiration %q: %v", expiration, err)
	}
	caller := c.signed(got.v5credential(), "GET", "/v5/caller-identity", "")
	sameKeys(t, "caller", caller.body, "account_id principal_id principal_urn")
	if caller.str("principal_urn") != agency["urn"] || caller.str("principal_id") != agency["id"] || caller.str("account_id") != domainA {
		t.Errorf("caller %s, assumed %v", caller.text, agency)
	}
	if got := c.signed(got.v5credential(), "GET", pathA, ""); got.status != 200 {
		t.Errorf("%d %s", got.status, got.text)
	}
}

func TestAssumeAgencyRefusals(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	chained := c.signed(pairA, "POST", assumePath, assumeBody(domainB, "agency-b", "")).v5credential()
	reader := keyPair{access: "AKTENANTB00000000002", secret: "SKTENANTB0000000000000000000000000000002"}
	for name, test := range map[string]struct {
		by     keyPair
		body   string
		status int
		text   string // a part of it
	}{
		"all fields": {pairB, assumeBody(domainA, "agency-a", `,"external_id":"x","policy":"{\"Version\":\"5.0\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"*:*:*\"]}]}",
			"policy_ids":["p"],"serial_number":"iam::x:mfa:y","token_code":"123456","tags":[{"key":"k","value":"v"}],"transitive_tag_keys":["k"]`), 200, "credentials"},
		"session name with a slash":  {pairB, assumeBody(domainA, "team/agency-a", ""), 400, "agency_session_name"},
		"no urn":                     {pairB, `{"agency_session_name":"xx"}`, 400, "agency_urn"},
		"no session name":            {pairB, `{"agency_urn":"iam::` + domainA + `:agency:agency-a"}`, 400, "agency_session_name"},
		"too short":                  {pairB, assumeBody(domainA, "agency-a", `,"duration_seconds":0`), 400, "900 to 43200"},
		"too long":                   {pairB, assumeBody(domainA, "agency-a", `,"duration_seconds":43201`), 400, "900 to 43200"},
		"wrong passcode":             {pairB, assumeBody(domainA, "agency-a", `,"token_code":"654321"`), 400, "TOTP"},
		"unknown field":              {pairB, assumeBody(domainA, "agency-a", `,"colour":"red"`), 400, "colour"},
		"bad policy":                 {pairB, assumeBody(domainA, "agency-a", `,"policy":"no document"`), 400, "policy"},
		"not trusted":                {pairA, assumeBody(domainA, "agency-a", ""), 403, "encoded_authorization_message"},
		"without the right":          {reader, assumeBody(domainA, "agency-a", ""), 403, "Agent Operator"},
		"wrong secret":               {keyPair{access: keyB, secret: "x"}, assumeBody(domainA, "agency-a", ""), 401, "APIGW.0301"},
		"second step, within limit":  {chained, assumeBody(domainA, "second-agency-a", `,"duration_seconds":3600`), 200, "credentials"},
		"second step, over the hour": {chained, assumeBody(domainA, "second-agency-a", `,"duration_seconds":3601`), 400, "at most 3600"},
	} {
		got := c.signed(test.by, "POST", assumePath, test.body)
		if got.status != test.status || !strings.Contains(got.text, test.text) {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if got.status >= 400 && (got.str("error_code") == "" || got.str("error_msg") == "" || got.str("request_id") == "") {
			t.Errorf("%s: not the form of v5: %s", name, got.text)
		}
	}
	if got := c.tenantB().call("POST", assumePath, assumeBody(domainA, "agency-a", "")); got.status != 401 {
		t.Errorf("with a token: %d %s", got.status, got.text)
	}
	for path, method := range map[string]string{assumePath: "POST", "/v5/caller-identity": "GET"} {
		if got := c.do(method, path, "", nil); got.status != 401 || got.str("error_code") != "IAM.0001" || got.str("request_id") == "" {
			t.Errorf("%s without a login: %d %s", path, got.status, got.text)
		}
	}
}

func TestChainedDurationShortened(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{ChainedDurationShortened: true}})
	c.Clock().Freeze()
	chained := c.signed(pairA, "POST", assumePath, assumeBody(domainB, "agency-b", "")).v5credential()
	got := c.signed(chained, "POST", assumePath, assumeBody(domainA, "second-agency-a", `,"duration_seconds":7200`))
	credentials, _ := got.body["credentials"].(map[string]any)
	expiration, _ := credentials["expiration"].(string)
	if at, err := time.Parse(time.RFC3339, expiration); err != nil || at.Sub(c.Clock().Now()).Round(time.Second) != time.Hour {
		t.Errorf("%d %s", got.status, got.text)
	}
}
