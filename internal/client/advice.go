package client

import (
	"errors"
	"net/http"
	"strings"
)

// Advice says what to do about a failed login, a refused proof or a request without an answer, in the words of the
// provider's settings; it is "" for any other error, and for one that is the cloud's own.
func Advice(err error) string {
	advice := ""
	// The login that failed is the innermost: agencies are assumed with the keys of others.
	for auth, ok := errors.AsType[*AuthError](err); ok; auth, ok = errors.AsType[*AuthError](err) {
		if auth.Advice != "" {
			advice = auth.Advice
		}
		err = auth.Err
	}
	if transport, ok := errors.AsType[*TransportError](err); ok {
		_, advice = transport.explain()
		return advice
	}
	api, ok := errors.AsType[*APIError](err)
	switch {
	case !ok || api.Status == http.StatusTooManyRequests || api.Status >= http.StatusInternalServerError:
		return ""
	case api.advice != "":
		return api.advice
	}
	return advice
}

const (
	agencyAdvice = "check the name of the agency and the account that it belongs to. It has to be delegated to the account of the caller, " +
		"and the caller needs the role `Agent Operator`."
	idTokenAdvice = "check `idp_id`, and that issuer, audience and subject of the id token are those that the identity provider is set up for in IAM; " +
		"in place of an id token that has ended, give a new one, or a file that is kept up to date."
	passwordAdvice = "check `user_name` (or `user_id`), `password`, and `domain_name` (or `domain_id`), which is the account the user belongs to. " +
		"Too many failures lock the user for a while."
	userProjectAdvice = "check `region` and the project (`project_id`, `project_name`); the user needs access to it."
	passcodeAdvice    = "run again with the next passcode of the device; if that is refused too, check `user_id` and `password`."
	metadataAdvice    = "`ecs_metadata` is for ECS instances. Anywhere else, give other credentials; on an instance, see that it has an agency, and that " +
		"no firewall and no container network keeps this program from the metadata service."
	tokenAdvice        = "get a new token, for the project and region that the provider works in; with a password the provider gets its own, and renews it."
	temporaryKeyAdvice = "get a new temporary access key, with its security token; or let the provider log in or assume the agency by itself, and it renews the key."
	unknownKeyAdvice   = "check `access_key`, and `cloud`: an access key belongs to one cloud."
	lockedKeyAdvice    = "the access key is locked for five minutes, after more than five wrong signatures. Correct `secret_key`, wait, and apply again."
	secretKeyAdvice    = "check that `secret_key` belongs to `access_key`."
)

// loginAdvice is about the reply to a login with a password.
func loginAdvice(err error, withPasscode bool) string {
	api, ok := errors.AsType[*APIError](err)
	switch {
	case ok && api.Status == http.StatusForbidden:
		return userProjectAdvice
	case ok && api.Status == http.StatusBadRequest && withPasscode:
		return passcodeAdvice
	}
	return passwordAdvice
}

// refusalAdvice is about a proof that was refused, as far as the user can mend it (contract/auth.md 2).
func refusalAdvice(auth Authenticator, message string) string {
	if s, ok := auth.(subject); ok {
		auth = s.Authenticator
	}
	switch auth := auth.(type) {
	case staticToken:
		return tokenAdvice
	case accessKey:
		switch {
		case auth.securityToken != "":
			return temporaryKeyAdvice
		case strings.Contains(message, "not exist"):
			return unknownKeyAdvice
		case strings.Contains(message, "reach the limit"):
			return lockedKeyAdvice
		}
		return secretKeyAdvice
	}
	return ""
}

// isPlainToTLS recognises what a server that wants TLS says, in the words of Go's and of nginx, to a request without.
func isPlainToTLS(message string) bool {
	return strings.Contains(message, "HTTP request to an HTTPS server") || strings.Contains(message, "HTTP request was sent to HTTPS port")
}

const plainAdvice = "write https:// in the URL: `endpoint_url`, `endpoints` or `auth_url`."
