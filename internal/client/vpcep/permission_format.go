package vpcep

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Types of a permission (contract/vpcep.md 3).
const (
	DomainIDPermissions = "domainId"
	OrgPathPermissions  = "orgPath"
)

// Everyone is the permission that lets every account in (contract/vpcep.md 3).
const Everyone = "*"

const (
	domainPrefix  = "iam:domain::"
	orgPathPrefix = "organizations:orgPath::"

	maxDomainID = 64
	maxOrgPath  = 1024

	lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// Grantee is whom a permission lets in. One of its members is set: an account id, where "*" is every account, or a path
// of organizations.
type Grantee struct{ DomainID, OrgPath string }

// ParsePermission takes a permission apart: "*", "iam:domain::<account id>" or "organizations:orgPath::<path>". The error
// says which rule of contract/vpcep.md 3 a text breaks.
func ParsePermission(permission string) (Grantee, error) {
	if permission == Everyone {
		return Grantee{DomainID: Everyone}, nil
	}
	var grantee Grantee
	var err error
	if id, ok := strings.CutPrefix(permission, domainPrefix); ok {
		grantee.DomainID, err = id, checkGrantee("account id", id, maxDomainID, "*")
	} else if path, ok := strings.CutPrefix(permission, orgPathPrefix); ok {
		grantee.OrgPath, err = path, checkGrantee("organization path", path, maxOrgPath, "/-*?_")
	} else {
		err = fmt.Errorf("%q is no permission: want %q, %q with an account id, or %q with an organization path",
			permission, Everyone, domainPrefix, orgPathPrefix)
	}
	if err != nil {
		return Grantee{}, err
	}
	return grantee, nil
}

// DomainPermission is the permission of one account, or of every account for "*" (contract/vpcep.md 3).
func DomainPermission(domainID string) (string, error) {
	permission := domainPrefix + domainID
	_, err := ParsePermission(permission)
	return permission, err
}

// OrgPathPermission is the permission of the accounts below a path of organizations (contract/vpcep.md 3).
func OrgPathPermission(path string) (string, error) {
	permission := orgPathPrefix + path
	_, err := ParsePermission(permission)
	return permission, err
}

// PermissionType is the type under which the API takes a permission (contract/vpcep.md 3).
func PermissionType(permission string) string {
	if strings.HasPrefix(permission, orgPathPrefix) {
		return OrgPathPermissions
	}
	return DomainIDPermissions
}

func checkGrantee(what, text string, longest int, signs string) error {
	switch {
	case text == "":
		return errors.New("the " + what + " is empty")
	case utf8.RuneCountInString(text) > longest:
		return fmt.Errorf("the %s has %d characters, %d are allowed", what, utf8.RuneCountInString(text), longest)
	}
	rest := strings.Trim(text, lettersAndDigits+signs)
	if rest == "" {
		return nil
	}
	return fmt.Errorf("the %s %q holds %q: letters, digits and %s are allowed",
		what, text, string([]rune(rest)[:1]), strings.Join(strings.Split(signs, ""), " "))
}
