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
	AssumeRole   *assumeRequest  `json:"assume_role"`
	HWAssumeRole *assumeRequest  `json:"hw_assume_role"`
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
		return c.iamError("IAM.0011", err.Error())
	}
	if request.Auth == nil || request.Auth.Identity == nil {
		return c.iamError("IAM.0072", "auth.identity")
	}
	t, refused := c.identify(request.Auth.Identity)
	if refused != nil {
		return *refused
	}
	return c.hand(t, request.Auth.Scope)
}

// hand gives out a new token for a scope.
func (c *call) hand(t *token, scope *scopeRequest) reply {
	if refused := c.scopeToken(t, scope); refused != nil {
		return *refused
	}
	t.id = newTokenID()
	c.forgetExpired(t.issued)
	c.tokens[t.id] = t
	c.options.Issued(t.id)
	// Who asked is known now, which the journal wants to show.
	c.who = t.caller()
	return reply{status: http.StatusCreated, header: map[string]string{"X-Subject-Token": t.id}, body: c.tokenView(t)}
}

// newToken begins a login.
func (c *call) newToken(methods ...string) *token {
	now := c.clock.Now()
	return &token{methods: methods, issued: now, expires: now.Add(c.options.TokenLifetime)}
}

func (t *token) caller() *caller {
	who := &caller{user: t.user, token: t}
	if t.project != nil {
		who.projectID = t.project.id
	}
	return who
}

// forgetExpired drops tokens and temporary keys that are long over, so that an emulator that runs for days does not
// grow. One that has just expired is kept: it is refused in other words than one that never was.
func (c *call) forgetExpired(now time.Time) {
	maps.DeleteFunc(c.tokens, func(_ string, t *token) bool { return now.Sub(t.expires) > tokenMemory })
	maps.DeleteFunc(c.temporary, func(_ string, k *temporaryKey) bool { return now.Sub(k.expires) > tokenMemory })
}

// tokenMemory is how long after its end a token or a temporary key is still known.
const tokenMemory = 7 * 24 * time.Hour

// newTokenID makes an opaque id that looks like a real one and fits the 2048 characters the service allows.
func newTokenID() string {
	b := make([]byte, 768)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return "MII" + base64.RawURLEncoding.EncodeToString(b)
}

// identify finds the user of an identity object.
func (c *call) identify(request *identityRequest) (*token, *reply) {
	methods := trimmed(request.Methods)
	t := c.newToken(methods...)
	if asked, isAssumption := request.assumption(methods); isAssumption {
		var refused *reply
		t.user, refused = c.byAgency(asked, methods[0] == "hw_assume_role")
		return t, refused
	}
	switch strings.Join(methods, ",") {
	case "password":
		return t, c.byPassword(t, request)
	case "password,totp":
		if refused := c.byPassword(t, request); refused != nil {
			return nil, refused
		}
		return t, c.byPasscode(t, request)
	case "token":
		return t, c.byToken(t, request.Token)
	}
	return nil, new(c.iamError("IAM.0073", "methods", strings.Join(methods, ",")))
}

// trimmed gives the methods without the space the official Go SDK sends in " totp".
func trimmed(methods []string) []string {
	methods = slices.Clone(methods)
	for i := range methods {
		methods[i] = strings.TrimSpace(methods[i])
	}
	return methods
}

// byPasscode checks the code of the user's MFA device. By choice a code is good once, as those of a real device are.
func (c *call) byPasscode(t *token, request *identityRequest) *reply {
	if request.Totp == nil || request.Totp.User == nil {
		return new(c.iamError("IAM.0072", "totp.user"))
	}
	asked := request.Totp.User
	if asked.ID != t.user.id || asked.Passcode != totpPasscode || c.choices.PasscodeOnce && c.passcodes[asked.ID] {
		return new(c.iamError("IAM.1061"))
	}
	c.passcodes[asked.ID] = true
	t.mfa = true
	return nil
}

// byPassword checks name and password; a name is one of an account's, an id needs no account. An unknown user and a wrong password look the same from outside.
func (c *call) byPassword(t *token, request *identityRequest) *reply {
	if request.Password == nil || request.Password.User == nil {
		return new(c.iamError("IAM.0072", "password.user"))
	}
	asked := request.Password.User
	if asked.ID == "" && (asked.Name == "" || asked.Domain == nil || *asked.Domain == (nameOrID{})) {
		return new(c.iamError("1100"))
	}
	t.user = c.findUser(func(u *user) bool {
		named := u.name == asked.Name
		if asked.ID != "" {
			named = u.id == asked.ID
		}
		return named && u.password == asked.Password && asked.Domain.matches(u.account)
	})
	if t.user == nil {
		return new(c.iamReply(http.StatusUnauthorized, "IAM.0062", "The username or password is wrong."))
	}
	return nil
}

// byToken re-scopes a login; the new one ends when the old one does.
func (c *call) byToken(t *token, request *tokenIdentity) *reply {
	if request == nil || request.ID == "" {
		return new(c.iamError("IAM.0072", "token.id"))
	}
	old := c.tokens[request.ID]
	if old == nil || old.revoked {
		return new(c.iamError("IAM.0067"))
	}
	if !c.clock.Now().Before(old.expires) {
		return new(c.iamError("IAM.0066"))
	}
	t.user, t.expires, t.mfa = old.user, old.expires, old.mfa
	return nil
}

// matches tells whether an account is the one named; naming none names any.
func (n *nameOrID) matches(a *account) bool {
	return n == nil || (n.ID == "" || n.ID == a.id) && (n.Name == "" || n.Name == a.name)
}

// scopeToken applies the scope of the request. A project wins over a domain; without a scope the token is for global
// services (contract/auth.md 1.1).
func (c *call) scopeToken(t *token, request *scopeRequest) *reply {
	switch {
	case request == nil:
		return nil
	case request.Project != nil:
		asked := request.Project
		if asked.ID == "" && asked.Name == "" {
			return new(c.iamError("IAM.0072", "project.id"))
		}
		t.project = t.user.account.project(func(p *project) bool {
			return (asked.ID == "" || asked.ID == p.id) && (asked.Name == "" || asked.Name == p.name)
		})
		if t.project == nil || !asked.Domain.matches(t.user.account) {
			return new(c.iamError("IAM.0002", "The project does not exist or the user has no access to it."))
		}
	case request.Domain != nil:
		if request.Domain.ID == "" && request.Domain.Name == "" {
			return new(c.iamError("IAM.0072", "domain.id"))
		}
		if t.domain = request.Domain.matches(t.user.account); !t.domain {
			return new(c.iamError("IAM.0002", "The domain does not exist or the user has no access to it."))
		}
	}
	return nil
}

// tokenView is the token object of contract/auth.md 1.2.
func (c *call) tokenView(t *token) object {
	domain := object{"id": t.user.account.id, "name": t.user.account.name}
	view := object{
		"expires_at": t.expires.Format(iamTimeLayout), "issued_at": t.issued.Format(iamTimeLayout), "methods": t.methods,
		"user": t.user.view(), "roles": []any{object{"id": "0", "name": t.user.role()}},
	}
	if assumed := t.user.assumed; assumed != nil {
		view["assumed_by"] = object{"user": assumed.by.view()}
	}
	if t.project != nil {
		view["project"] = object{"id": t.project.id, "name": t.project.name, "domain": domain}
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
		return nil, new(c.iamError("IAM.0009"))
	}
	t := c.tokens[id]
	if t == nil || t.revoked || !c.clock.Now().Before(t.expires) {
		return nil, new(c.iamReply(http.StatusNotFound, "IAM.0004", "Could not find token."))
	}
	if t.user.account != c.who.user.account {
		return nil, new(c.iamError("IAM.0002"))
	}
	return t, nil
}

// showToken shows what a login is for (contract/auth.md 1.3).
func showToken(c *call) reply {
	t, refused := c.subject()
	if refused != nil {
		return *refused
	}
	return reply{status: http.StatusOK, header: map[string]string{"X-Subject-Token": t.id}, body: c.tokenView(t)}
}

// checkToken only tells whether a login is good (contract/auth.md 1.3).
func checkToken(c *call) reply {
	out := showToken(c)
	out.body = nil
	return out
}

// revokeToken ends a login: the caller's own, or with more rights another's (contract/auth.md 1.3).
func revokeToken(c *call) reply {
	t, refused := c.subject()
	if refused != nil {
		return *refused
	}
	if t.user.id != c.who.user.id && c.who.user.readOnly {
		return c.iamError("IAM.0002", "The user does not have the Security Administrator role.")
	}
	t.revoked = true
	return emptyReply(http.StatusNoContent)
}
