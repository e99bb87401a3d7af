package client

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAdvice(t *testing.T) {
	t.Parallel()
	api := func(status int, advice string) *APIError { return &APIError{Status: status, advice: advice} }
	login := &AuthError{Action: "log in", Advice: passwordAdvice, Err: api(401, "")}
	for name, row := range map[string]struct {
		err  error
		want string // "" is none
	}{
		"an answer":                             {api(400, ""), ""},
		"a refused proof":                       {fmt.Errorf("wrapped: %w", api(401, secretKeyAdvice)), secretKeyAdvice},
		"a login":                               {login, passwordAdvice},
		"a login for a project":                 {&AuthError{Action: "find the project", Err: login}, passwordAdvice},
		"a login for an agency":                 {&AuthError{Action: "assume", Advice: agencyAdvice, Err: login}, passwordAdvice},
		"an agency":                             {&AuthError{Action: "assume", Advice: agencyAdvice, Err: api(403, "")}, agencyAdvice},
		"an agency, asked for with a wrong key": {&AuthError{Action: "assume", Advice: agencyAdvice, Err: api(401, unknownKeyAdvice)}, unknownKeyAdvice},
		"an agency while the cloud is down":     {&AuthError{Action: "assume", Advice: agencyAdvice, Err: api(503, "")}, ""},
		"a login while the cloud throttles":     {&AuthError{Action: "log in", Advice: passwordAdvice, Err: api(429, "")}, ""},
		"an id token that cannot be read":       {&AuthError{Action: "log in", Advice: idTokenAdvice, Err: errors.New("no such file")}, ""},
		"a login that nobody answers":           {&AuthError{Action: "log in", Advice: passwordAdvice, Err: &TransportError{Err: errors.New("reset")}}, "check the network"},
		"a metadata service that nobody is":     {&AuthError{Action: "x", Err: &TransportError{Service: metadataService, Err: errors.New("reset")}}, metadataAdvice},
		"anything else":                         {errors.New("x"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Advice(row.err)
			if (row.want == "") != (got == "") || !strings.Contains(got, row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestRefusalAdvice(t *testing.T) {
	t.Parallel()
	key, temporary, token := accessKey{access: "AK1", secret: "s"}, accessKey{access: "AK1", secret: "s", securityToken: "t"}, staticToken{value: "t"}
	const prefix = "Incorrect IAM authentication information: " // contract/auth.md 2
	for name, row := range map[string]struct {
		auth          Authenticator
		message, want string
	}{
		"unknown key":         {key, prefix + "ak AK1 not exist", unknownKeyAdvice},
		"unknown key, newer":  {key, prefix + "Get secretKey failed,ak:AK1,err:ak not exist", unknownKeyAdvice},
		"wrong secret key":    {key, prefix + "verify aksk signature fail", secretKeyAdvice},
		"locked key":          {key, prefix + "AK access failed to reach the limit,forbidden", lockedKeyAdvice},
		"temporary key":       {temporary, prefix + "ak AK1 not exist", temporaryKeyAdvice},
		"token":               {token, prefix + "decrypt token fail", tokenAdvice},
		"a token asked about": {subject{token}, "x", tokenAdvice},
		"what renews itself":  {&tokens{}, prefix + "decrypt token fail", ""},
		"who need not log in": {anonymous{}, "x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := refusalAdvice(row.auth, row.message); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestPlainRequestToTLS(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]bool{
		"Client sent an HTTP request to an HTTPS server.": true, "The plain HTTP request was sent to HTTPS port": true, "Bad Request": false,
	} {
		if got := isPlainToTLS(message); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
}
