package client

import (
	"context"
	"errors"
	"fmt"
)

// password logs in with a user's password and, if there is one, the passcode of a virtual MFA device.
type password struct {
	client *Client
	Credentials
}

// authenticatePassword logs in with a password, and with a passcode if there is one.
func (c *Client) authenticatePassword(credentials Credentials) Authenticator {
	login := password{c, credentials}
	own := Named{ID: credentials.DomainID, Name: credentials.DomainName}
	if credentials.Passcode != "" {
		return newTokens(c, &passcode{password: login}, own)
	}
	return newTokens(c, login, own)
}

type loginUser struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name,omitempty"`
	Password string `json:"password,omitempty"`
	Passcode string `json:"passcode,omitempty"`
	Domain   *Named `json:"domain,omitempty"`
}

// requestToken implements tokenSource.
func (p password) requestToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	token, err := p.logIn(ctx, region, scope)
	return token, p.failed(region, scope, err)
}

func (p password) logIn(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	return p.client.login(region, anonymous{}).issue(ctx, p.identity(), scope, p.Passcode == "")
}

func (p password) failed(region string, scope TokenScope, err error) error {
	if err == nil {
		return nil
	}
	return &AuthError{Action: fmt.Sprintf("log in as %s to %s in region %s", p.user(), scope, region), Advice: loginAdvice(err, p.Passcode != ""), Err: err}
}

// identity is a user id without, or a name with, a domain (contract/auth.md 1.1).
func (p password) identity() map[string]any {
	user := loginUser{ID: p.UserID, Password: p.Password}
	if user.ID == "" {
		user.Name = p.UserName
		user.Domain = Named{ID: p.DomainID}.byOne()
		if p.DomainName != "" {
			user.Domain = &Named{Name: p.DomainName}
		}
	}
	who := identity("password", map[string]any{"user": user})
	if p.Passcode != "" {
		who["methods"] = []string{"password", "totp"}
		who["totp"] = map[string]any{"user": loginUser{ID: p.UserID, Passcode: p.Passcode}}
	}
	return who
}

// user names who logs in, for messages.
func (c Credentials) user() string {
	name := c.UserName
	if name == "" {
		name = c.UserID
	}
	text := fmt.Sprintf("user %q", name)
	switch {
	case c.UserID != "": // an id is unique in all domains
	case c.DomainName != "":
		text += fmt.Sprintf(" of domain %q", c.DomainName)
	default:
		text += fmt.Sprintf(" of domain %q", c.DomainID)
	}
	return text
}

// passcode logs in with a password and a passcode, which is good for one login. A login that was refused is not tried
// again: failures add up to a locked account (contract/auth.md 1.4).
type passcode struct {
	password
	used  bool // these are written by one login at a time
	spent error
}

// requestToken implements tokenSource.
func (p *passcode) requestToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	if p.spent != nil {
		return nil, p.spent
	}
	token, err := p.logIn(ctx, region, scope)
	if err == nil {
		p.used = true
		return token, nil
	}
	api, answered := errors.AsType[*APIError](err)
	if !answered || api.Status >= 500 {
		return nil, p.failed(region, scope, err)
	}
	explanation := "a passcode is good for one login only: if this one was used before, run again with a new one"
	if p.used {
		explanation = "the token has ended, and the passcode is good for one login only: run again with a new one"
	}
	p.spent = p.failed(region, scope, fmt.Errorf("%w; %s", err, explanation))
	return nil, p.spent
}
