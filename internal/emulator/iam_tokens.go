package emulator

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// token is one issued login.
type token struct {
	id              string
	user            *user
	project         *project // project scope
	domain          bool     // domain scope
	methods         []string
	issued, expires time.Time
	mfa             bool
	revoked         bool
}

// The body of POST /v3/auth/tokens (contract/auth.md 1.1), as every known client spells it.
type tokenRequest struct {
	Auth *struct {
		Identity *identityRequest `json:"identity"`
		Scope    *scopeRequest    `json:"scope"`
	} `json:"auth"`
}

type identityRequest struct {
	Methods  []string `json:"methods"`
	Password *struct {
		User *userRequest `json:"user"`
	} `json:"password"`
	Totp *struct {
		User *struct {
			ID       string `json:"id"`
			Name     string `json:"name"`
			Passcode string `json:"passcode"`
		} `json:"user"`
	} `json:"totp"`
	Token        *tokenIdentity  `json:"token"`
	AssumeRole   json.RawMessage `json:"assume_role"`
	HWAssumeRole json.RawMessage `json:"hw_assume_role"`
	Policy       json.RawMessage `json:"policy"`
}

type tokenIdentity struct {
	ID       string `json:"id"`
	Duration int    `json:"duration_seconds"`
}

type userRequest struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Password string    `json:"password"`
	Domain   *nameOrID `json:"domain"`
}

type nameOrID struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type scopeRequest struct {
	Project *struct {
		ID     string    `json:"id"`
		Name   string    `json:"name"`
		Domain *nameOrID `json:"domain"`
	} `json:"project"`
	Domain *nameOrID `json:"domain"`
}

const iamTimeLayout = "2006-01-02T15:04:05.000000Z"

// issueToken logs in (contract/auth.md 1.1, 1.2, 1.5).
func issueToken(c *call) reply {
	request, err := decode[tokenRequest](c)
	if err != nil {
		return iamError(http.StatusBadRequest, "Request body is invalid. "+err.Error())
	}
	if request.Auth == nil || request.Auth.Identity == nil {
		return iamError(http.StatusBadRequest, "'auth.identity' is a required property.")
	}
	t, refused := c.identify(request.Auth.Identity)
	if refused != nil {
		return *refused
	}
	if refused := t.scopeTo(request.Auth.Scope); refused != nil {
		return *refused
	}
	t.id = newTokenID()
	c.forgetExpired(t.issued)
	c.tokens[t.id] = t
	// Who asked is known now, which the journal wants to show.
	c.who = &caller{user: t.user, token: t}
	if t.project != nil {
		c.who.projectID = t.project.id
	}
	return reply{status: http.StatusCreated, header: map[string]string{"X-Subject-Token": t.id}, body: c.tokenView(t)}
}

// forgetExpired drops tokens that are long over, so that an emulator that runs for days does not grow. A token
// that has just expired is kept: it is refused in other words than one that never was.
func (c *call) forgetExpired(now time.Time) {
	maps.DeleteFunc(c.tokens, func(_ string, t *token) bool { return now.Sub(t.expires) > tokenMemory })
}

// tokenMemory is how long after its end a token is still known.
const tokenMemory = 7 * 24 * time.Hour

// newTokenID makes an opaque id that looks like a real one and fits the 2048 characters the service allows.
func newTokenID() string {
	b := make([]byte, 768)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return "MII" + base64.RawURLEncoding.EncodeToString(b)
}

// identify finds the user of an identity object.
func (c *call) identify(request *identityRequest) (*token, *reply) {
	now := c.clock.Now()
	methods := slices.Clone(request.Methods)
	for i := range methods {
		methods[i] = strings.TrimSpace(methods[i]) // the official Go SDK sends " totp"
	}
	t := &token{methods: methods, issued: now, expires: now.Add(c.options.TokenLifetime)}
	switch {
	case slices.Equal(methods, []string{"password"}):
		return t, t.byPassword(request)
	case slices.Equal(methods, []string{"password", "totp"}):
		if refused := t.byPassword(request); refused != nil {
			return nil, refused
		}
		if request.Totp == nil || request.Totp.User == nil {
			return nil, new(iamError(http.StatusBadRequest, "'totp.user' is a required property."))
		}
		if request.Totp.User.ID != t.user.id || request.Totp.User.Passcode != totpPasscode {
			return nil, new(iamError(http.StatusBadRequest, "Invalid TOTP passcode."))
		}
		t.mfa = true
		return t, nil
	case slices.Equal(methods, []string{"token"}):
		return t, c.byToken(t, request.Token)
	case slices.Equal(methods, []string{"assume_role"}), slices.Equal(methods, []string{"hw_assume_role"}):
		return nil, new(iamError(http.StatusForbidden,
			"You are not authorized to perform the requested action: the agency does not exist."))
	}
	return nil, new(iamError(http.StatusBadRequest, "Invalid input for field 'methods'."))
}

// byPassword checks name and password. An unknown user and a wrong password look the same from outside.
func (t *token) byPassword(request *identityRequest) *reply {
	if request.Password == nil || request.Password.User == nil {
		return new(iamError(http.StatusBadRequest, "'password.user' is a required property."))
	}
	asked := request.Password.User
	if asked.ID == "" && (asked.Name == "" || asked.Domain == nil) {
		return new(iamError(http.StatusBadRequest, "Mandatory parameters are not specified."))
	}
	t.user = findUser(func(u *user) bool {
		if asked.ID != "" {
			return u.id == asked.ID && u.password == asked.Password
		}
		return u.name == asked.Name && u.password == asked.Password && asked.Domain.matches(u.account)
	})
	if t.user == nil {
		return new(iamError(http.StatusUnauthorized, "The username or password is wrong."))
	}
	return nil
}

// byToken re-scopes a login; the new one ends when the old one does.
func (c *call) byToken(t *token, request *tokenIdentity) *reply {
	if request == nil || request.ID == "" {
		return new(iamError(http.StatusBadRequest, "'token.id' is a required property."))
	}
	old := c.tokens[request.ID]
	if old == nil || old.revoked {
		return new(iamError(http.StatusUnauthorized, "Invalid token."))
	}
	if !c.clock.Now().Before(old.expires) {
		return new(iamError(http.StatusUnauthorized, "The token has expired."))
	}
	t.user, t.expires, t.mfa = old.user, old.expires, old.mfa
	return nil
}

// matches tells whether an account is the one named; naming none names any.
func (n *nameOrID) matches(a *account) bool {
	return n == nil || (n.ID == "" || n.ID == a.id) && (n.Name == "" || n.Name == a.name)
}

// scopeTo applies the scope of the request. A project wins over a domain; without a scope the token is for global
// services (contract/auth.md 1.1).
func (t *token) scopeTo(request *scopeRequest) *reply {
	switch {
	case request == nil:
		return nil
	case request.Project != nil:
		asked := request.Project
		if asked.ID == "" && asked.Name == "" {
			return new(iamError(http.StatusBadRequest, "'project.id' or 'project.name' is a required property."))
		}
		t.project = t.user.account.project(func(p *project) bool {
			return (asked.ID == "" || asked.ID == p.id) && (asked.Name == "" || asked.Name == p.region)
		})
		if t.project == nil || !asked.Domain.matches(t.user.account) {
			return new(iamError(http.StatusForbidden, "The project does not exist or the user has no access to it."))
		}
	case request.Domain != nil:
		if request.Domain.ID == "" && request.Domain.Name == "" {
			return new(iamError(http.StatusBadRequest, "'domain.id' or 'domain.name' is a required property."))
		}
		if t.domain = request.Domain.matches(t.user.account); !t.domain {
			return new(iamError(http.StatusForbidden, "The domain does not exist or the user has no access to it."))
		}
	}
	return nil
}

// tokenView is the token object of contract/auth.md 1.2.
func (c *call) tokenView(t *token) object {
	domain := object{"id": t.user.account.id, "name": t.user.account.name}
	role := "te_admin"
	if t.user.readOnly {
		role = "readonly"
	}
	view := object{
		"expires_at": t.expires.Format(iamTimeLayout), "issued_at": t.issued.Format(iamTimeLayout), "methods": t.methods,
		"user":  object{"id": t.user.id, "name": t.user.name, "password_expires_at": "", "domain": domain},
		"roles": []any{object{"id": "0", "name": role}},
	}
	if t.project != nil {
		view["project"] = object{"id": t.project.id, "name": t.project.region, "domain": domain}
	}
	if t.domain {
		view["domain"] = domain
	}
	if t.mfa {
		view["mfa_authn_at"] = t.issued.Format(iamTimeLayout)
	}
	if c.query.Get("nocatalog") == "" {
		view["catalog"] = c.catalog(t.user.account, t.project)
	}
	return object{"token": view}
}

// subject finds the token of X-Subject-Token (contract/auth.md 1.3).
func (c *call) subject() (*token, *reply) {
	id := c.req.Header.Get("X-Subject-Token")
	if id == "" {
		return nil, new(iamError(http.StatusBadRequest, "X-Subject-Token is invalid in the request."))
	}
	t := c.tokens[id]
	if t == nil || t.revoked || !c.clock.Now().Before(t.expires) {
		return nil, new(iamError(http.StatusNotFound, "Could not find token."))
	}
	if t.user.account != c.who.user.account {
		return nil, new(iamError(http.StatusForbidden, "You are not authorized to perform the requested action."))
	}
	return t, nil
}

func showToken(c *call) reply {
	t, refused := c.subject()
	if refused != nil {
		return *refused
	}
	return reply{status: http.StatusOK, header: map[string]string{"X-Subject-Token": t.id}, body: c.tokenView(t)}
}

func checkToken(c *call) reply {
	out := showToken(c)
	out.body = nil
	return out
}

func revokeToken(c *call) reply {
	t, refused := c.subject()
	if refused != nil {
		return *refused
	}
	t.revoked = true
	return emptyReply(http.StatusNoContent)
}
