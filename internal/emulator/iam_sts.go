package emulator

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// The body of POST /v5/agencies/assume (contract/auth.md 1.7).
type assumeAgencyRequest struct {
	AgencyURN         string   `json:"agency_urn"`
	AgencySessionName string   `json:"agency_session_name"`
	DurationSeconds   *int     `json:"duration_seconds"`
	ExternalID        string   `json:"external_id"`
	Policy            string   `json:"policy"` // a policy document as text
	PolicyIDs         []string `json:"policy_ids"`
	SerialNumber      string   `json:"serial_number"`
	TokenCode         string   `json:"token_code"`
	SourceIdentity    string   `json:"source_identity"`
	Tags              []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"tags"`
	TransitiveTagKeys []string `json:"transitive_tag_keys"`
}

var (
	agencyURN   = regexp.MustCompile(`^iam::([^:]+):agency:(?:.*/)?([^/]+)$`)
	sessionName = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)

	// stsSpan is what the service's documentation gives; contract/auth.md 1.7 has only the limit of a chain.
	stsSpan = span{shortest: 900, longest: 43200, usual: 3600}
)

const (
	chainedLongest = 3600 // seconds, when the caller uses temporary keys itself (contract/auth.md 1.7)
	stsTimeLayout  = "2006-01-02T15:04:05.000Z"
)

// assumeAgency gives temporary keys of an agency for a signed request (contract/auth.md 1.7).
func assumeAgency(c *call) reply {
	if c.who.key == "" {
		return c.iamError("IAM.0001", "The call must be signed.")
	}
	request, err := decode[assumeAgencyRequest](c)
	if err != nil {
		return c.iamError("IAM.0011", err.Error())
	}
	urn := agencyURN.FindStringSubmatch(request.AgencyURN)
	switch {
	case urn == nil:
		return c.iamError("IAM.0073", "agency_urn", request.AgencyURN)
	case !sessionName.MatchString(request.AgencySessionName):
		return c.iamError("IAM.0073", "agency_session_name", request.AgencySessionName)
	case request.TokenCode != "" && request.TokenCode != totpPasscode:
		return c.iamError("IAM.1061")
	}
	seconds, problem := c.stsDuration(request.DurationSeconds)
	if problem != "" {
		return c.iamError("IAM.0007", "duration_seconds", problem)
	}
	of := c.findAccount(func(a *account) bool { return a.id == urn[1] })
	principal, problem := c.assume(of, urn[2], request.AgencySessionName)
	if problem != "" {
		return c.iamError("IAM.0002", problem)
	}
	principal, refused := c.limited(principal, json.RawMessage(request.Policy))
	if refused != nil {
		return *refused
	}
	key := c.newTemporaryKey(principal, c.keyLifetime(seconds))
	view := object{"assumed_agency": object{"urn": principal.urn(), "id": principal.sessionID()},
		"credentials": object{"access_key_id": key.access, "secret_access_key": key.secret, "security_token": key.security,
			"expiration": key.expires.Format(stsTimeLayout)}}
	if request.SourceIdentity != "" {
		view["source_identity"] = request.SourceIdentity
	}
	return ok(view)
}

// stsDuration gives how long a session lives in seconds; the second result says what is wrong.
func (c *call) stsDuration(asked *int) (int, string) {
	seconds := stsSpan.usual
	if asked != nil {
		seconds = *asked
	}
	if !stsSpan.allows(seconds) {
		return 0, "It must be 900 to 43200."
	}
	if c.temporary[c.who.key] != nil && seconds > chainedLongest {
		if !c.choices.ChainedDurationShortened {
			return 0, "With temporary keys it must be at most 3600."
		}
		seconds = chainedLongest
	}
	return seconds, ""
}

// isV5 tells whether the route is one of the v5 services.
func (c *call) isV5() bool { return c.route != nil && strings.HasPrefix(c.route.path, "/v5/") }

// v5Error answers in the form of the v5 services, which is the gateway's; a refused permission comes with what the
// service can decode (contract/auth.md 7.1).
func v5Error(status int, code, message string) reply {
	out := gatewayError(status, code, message)
	if fields, isObject := out.body.(object); isObject && status == http.StatusForbidden {
		fields["encoded_authorization_message"] = "emulator-" + namedHex(message)
	}
	return out
}

// urn names who a user is: one of flesh, or a session of an agency.
func (u *user) urn() string {
	if u.assumed == nil {
		return "iam::" + u.account.id + ":user:" + u.name
	}
	return "sts::" + u.account.id + ":assumed-agency:" + u.assumed.agency.name + "/" + u.assumed.session
}

func (u *user) sessionID() string {
	if u.assumed == nil {
		return u.id
	}
	return u.id + ":" + u.assumed.session
}

// showCaller says who is calling (contract/auth.md 1.7).
func showCaller(c *call) reply {
	u := c.who.user
	return ok(object{"account_id": u.account.id, "principal_id": u.sessionID(), "principal_urn": u.urn()})
}
