package emulator

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// temporaryKey is a short-lived access key (contract/auth.md 1.6).
type temporaryKey struct {
	user                     *user
	access, secret, security string
	expires                  time.Time
}

// span is how long a temporary key may be asked to live.
type span struct{ shortest, longest, usual int } // seconds

var keySpan = span{shortest: 900, longest: 86400, usual: 900} // contract/auth.md 1.6

func (s span) allows(seconds int) bool { return seconds >= s.shortest && seconds <= s.longest }

// issueTemporaryKey gives a temporary access key for a token or for an agency (contract/auth.md 1.6). The token is in
// the body or in X-Auth-Token, which wins; an agency wants a login of the one who assumes it.
func issueTemporaryKey(c *call) reply {
	request, err := decode[tokenRequest](c)
	if err != nil {
		return c.iamError("IAM.0011", err.Error())
	}
	if request.Auth == nil || request.Auth.Identity == nil {
		return c.iamError("IAM.0072", "auth.identity")
	}
	principal, seconds, refused := c.keyHolder(request.Auth.Identity)
	if refused != nil {
		return *refused
	}
	seconds = cmp.Or(seconds, keySpan.usual)
	if !keySpan.allows(seconds) {
		return c.iamError("IAM.0073", "duration_seconds", strconv.Itoa(seconds))
	}
	principal, refused = c.limited(principal, request.Auth.Identity.Policy)
	if refused != nil {
		return *refused
	}
	c.who = &caller{user: principal}
	key := c.newTemporaryKey(principal, c.keyLifetime(seconds))
	return reply{status: http.StatusCreated, body: key.view()}
}

// keyHolder finds who a temporary key is for, and how many seconds it is asked to live; 0 = nothing was said.
func (c *call) keyHolder(asked *identityRequest) (*user, int, *reply) {
	methods := trimmed(asked.Methods)
	if assumption, isAssumption := asked.assumption(methods); isAssumption {
		principal, refused := c.byAgency(assumption, methods[0] == "hw_assume_role")
		if refused != nil {
			return nil, 0, refused
		}
		return principal, assumption.Duration, nil
	}
	if strings.Join(methods, ",") != "token" {
		return nil, 0, new(c.iamError("IAM.0073", "methods", strings.Join(methods, ",")))
	}
	id, seconds := c.req.Header.Get("X-Auth-Token"), 0
	if asked.Token != nil {
		id, seconds = cmp.Or(id, asked.Token.ID), asked.Token.Duration
	}
	t := &token{}
	if refused := c.byToken(t, &tokenIdentity{ID: id}); refused != nil {
		return nil, 0, refused
	}
	return t.user, seconds, nil
}

// keyLifetime is how long a key lives that was asked for: Options.KeyLifetime wins.
func (c *call) keyLifetime(seconds int) time.Duration {
	return cmp.Or(c.options.KeyLifetime, time.Duration(seconds)*time.Second)
}

// newTemporaryKey makes a key for a user.
func (c *call) newTemporaryKey(u *user, lifetime time.Duration) *temporaryKey {
	now := c.clock.Now()
	c.forgetExpired(now)
	key := &temporaryKey{user: u, access: "TMP" + strings.ToUpper(randomHex(9))[:17], secret: randomHex(20),
		security: base64.StdEncoding.EncodeToString([]byte("emulator-" + randomHex(48))),
		expires:  now.Add(lifetime)}
	c.temporary[key.access] = key
	c.options.Issued(key.secret, key.security)
	return key
}

// view is the credential object of contract/auth.md 1.6 and 8.
func (k *temporaryKey) view() object {
	return object{"credential": object{"access": k.access, "secret": k.secret, "securitytoken": k.security,
		"expires_at": k.expires.Format(iamTimeLayout)}}
}
