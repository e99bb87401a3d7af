package emulator

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

// temporaryKey is a short-lived access key (contract/auth.md 1.6).
type temporaryKey struct {
	user                  *user
	secret, securityToken string
	expires               time.Time
}

const (
	shortestTemporary = 900 * time.Second
	longestTemporary  = 86400 * time.Second
)

// issueTemporaryKey gives a temporary access key for a token. The token is in the body or in X-Auth-Token, which
// wins. By agency it refuses: the fixture accounts have no agencies.
func issueTemporaryKey(c *call) reply {
	request, err := decode[tokenRequest](c)
	if err != nil {
		return iamError(http.StatusBadRequest, "Request body is invalid. "+err.Error())
	}
	if request.Auth == nil || request.Auth.Identity == nil {
		return iamError(http.StatusBadRequest, "'auth.identity' is a required property.")
	}
	asked := request.Auth.Identity
	if !slices.Equal(asked.Methods, []string{"token"}) {
		return iamError(http.StatusForbidden, "You are not authorized to perform the requested action: the agency does not exist.")
	}
	lifetime := shortestTemporary
	id := c.req.Header.Get("X-Auth-Token")
	if asked.Token != nil && asked.Token.Duration != 0 {
		lifetime = time.Duration(asked.Token.Duration) * time.Second
	}
	if lifetime < shortestTemporary || lifetime > longestTemporary {
		return iamError(http.StatusBadRequest, "Invalid input for field 'duration_seconds'.")
	}
	if asked.Token != nil && id == "" {
		id = asked.Token.ID
	}
	t := &token{}
	if refused := c.byToken(t, &tokenIdentity{ID: id}); refused != nil {
		return *refused
	}
	c.who = &caller{user: t.user}
	access := "TMP" + strings.ToUpper(randomHex(9))[:17]
	key := &temporaryKey{user: t.user, secret: randomHex(20), expires: c.clock.Now().Add(lifetime),
		securityToken: base64.StdEncoding.EncodeToString([]byte("emulator-" + randomHex(48)))}
	c.temporary[access] = key
	return reply{status: http.StatusCreated, body: object{"credential": object{"access": access, "secret": key.secret,
		"securitytoken": key.securityToken, "expires_at": key.expires.Format(iamTimeLayout)}}}
}
