package client

import (
	"errors"
	"fmt"
	"time"
)

// Credentials hold one of four ways to authenticate. When several are complete a token wins over an access key, an
// access key over a password, and a password over the metadata service.
type Credentials struct {
	Token string
	// A SecurityToken makes AccessKey and SecretKey temporary ones.
	AccessKey, SecretKey, SecurityToken string
	// Passcode is a one-time password of a virtual MFA device; it needs the UserID (contract/auth.md 1.1).
	UserName, UserID, Password, Passcode string
	// The domain (account) of the user or of the access key.
	DomainName, DomainID string
	// Metadata takes the keys of the agency that an ECS instance has, from its metadata service.
	Metadata bool
}

// AssumeRole is an agency to act as: of the domain (account) with this name, by a call of IAM, or of the one with this
// id, by a call of STS (contract/auth.md 1.6, 1.7). The id wins. A Duration of 0 leaves the life of the keys to the cloud.
type AssumeRole struct {
	AgencyName           string
	DomainName, DomainID string
	Duration             time.Duration
}

// OIDC is a user that an identity provider vouches for by an id token (contract/auth.md 1.8). IDTokenFile is read anew
// each time it is needed. AgencyName and DomainID, if given, name an agency to act as; Duration is the life of its keys,
// or, without an agency, of the keys that the id token leads to; 0 leaves it to the cloud.
type OIDC struct {
	IdpID                string
	IDToken, IDTokenFile string
	AgencyName, DomainID string
	Duration             time.Duration
}

func checkCredentials(cfg Config) error {
	check := cfg.Credentials.check
	if cfg.OIDC != nil {
		check = cfg.OIDC.check
	}
	if err := check(); err != nil {
		return err
	}
	for _, role := range cfg.AssumeRoles {
		if err := role.check(); err != nil {
			return err
		}
	}
	return nil
}

func (c Credentials) check() error {
	switch {
	case (c.AccessKey == "") != (c.SecretKey == ""):
		return errors.New("an access key and a secret key are only useful together")
	case c.SecurityToken != "" && c.AccessKey == "":
		return errors.New("a security token is only useful with an access key and a secret key")
	case c.Token != "" || c.AccessKey != "":
		return nil
	case c.Password == "" && c.UserName == "" && c.UserID == "":
		if c.Metadata {
			return nil
		}
		return errors.New("no credentials: give an access key and a secret key, a user name and a password, or a token")
	case c.Password == "":
		return errors.New("a user needs a password")
	case c.UserName == "" && c.UserID == "":
		return errors.New("a password needs a user name or a user id")
	case c.UserID == "" && c.DomainName == "" && c.DomainID == "":
		return errors.New("a user name needs the name or id of its domain (account)")
	case c.Passcode != "" && c.UserID == "":
		return errors.New("a passcode needs the id of the user; a name is not enough")
	}
	return nil
}

func (r AssumeRole) check() error {
	switch {
	case r.AgencyName == "":
		return errors.New("an agency to assume needs a name")
	case r.DomainName == "" && r.DomainID == "":
		return fmt.Errorf("the agency %q needs the name or id of its domain (account)", r.AgencyName)
	}
	return checkDuration(r.Duration)
}

func (o OIDC) check() error {
	switch {
	case o.IdpID == "":
		return errors.New("an id token needs the id of its identity provider")
	case (o.IDToken == "") == (o.IDTokenFile == ""):
		return errors.New("an identity provider needs an id token or a file with one, and not both")
	case (o.AgencyName == "") != (o.DomainID == ""):
		return errors.New("the agency of an identity provider needs a name and the id of its domain (account)")
	}
	return checkDuration(o.Duration)
}

// The limits of the life of temporary keys (contract/auth.md 1.6).
const (
	MinDuration = 15 * time.Minute
	MaxDuration = 24 * time.Hour
)

// checkDuration takes 0 for the cloud's own choice.
func checkDuration(d time.Duration) error {
	if d != 0 && (d < MinDuration || d > MaxDuration || d%time.Second != 0) {
		return fmt.Errorf("invalid duration %s: want whole seconds from %s to %s", d, MinDuration, MaxDuration)
	}
	return nil
}
