package client

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// LevelTrace is the level of bodies and headers in the log; they are redacted all the same.
const LevelTrace = slog.LevelDebug - 4

const hidden = "***"

// secretHeaders are the headers that hold secrets (contract/auth.md 7.4).
var secretHeaders = map[string]bool{
	"Authorization": true, "Proxy-Authorization": true, "Cookie": true, "Set-Cookie": true,
	"X-Auth-Token": true, "X-Subject-Token": true, "X-Security-Token": true, "X-Metadata-Token": true,
}

// secretParts mark a name as secret wherever they stand in it; secretNames only as the whole name. Both are compared
// without case, dashes and underscores.
var (
	secretParts = []string{
		"password", "passwd", "pwd", "passphrase", "passcode", "secret", "token", "privatekey", "accesskey", "apikey", "adminpass",
		"assertion", "samlresponse", "cookie",
	}
	secretNames = []string{"ak", "sk", "access", "authorization", "signature", "credential", "jwt", "otp"}
)

var separators = strings.NewReplacer("_", "", "-", "", ".", "")

func isSecret(name string) bool {
	name = separators.Replace(strings.ToLower(name))
	return slices.Contains(secretNames, name) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(name, part) })
}

func redactHeader(header http.Header) http.Header {
	safe := header.Clone()
	for name := range safe {
		if secretHeaders[http.CanonicalHeaderKey(name)] || isSecret(name) {
			safe[name] = []string{hidden}
		}
	}
	return safe
}

func redactURL(u *url.URL) string {
	safe := *u
	safe.User = nil
	query := safe.Query()
	for name := range query {
		if isSecret(name) {
			query[name] = []string{hidden}
		}
	}
	safe.RawQuery = canonicalQuery(query)
	return safe.String()
}

// redactBody returns a JSON body with every secret replaced, at any depth. Anything else is not shown at all, since
// nobody knows what it holds (certificates and keys come as archives).
func redactBody(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Sprintf("(%d bytes, not JSON)", len(body))
	}
	switch value.(type) {
	case map[string]any, []any:
	default: // a token of the metadata service may look like a number
		return fmt.Sprintf("(%d bytes, no object)", len(body))
	}
	safe, err := encode(redactValue(value))
	if err != nil {
		return fmt.Sprintf("(%d bytes)", len(body))
	}
	return redactText(string(safe))
}

func redactValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if isSecret(key) {
				value[key] = hidden
			} else {
				value[key] = redactValue(inner)
			}
		}
	case []any:
		for i := range value {
			value[i] = redactValue(value[i])
		}
	}
	return value
}

var (
	// The gateway's debug variant of "verify aksk signature fail" ends with the whole request (contract/auth.md 2).
	canonicalEcho = regexp.MustCompile(`(?is)[,;:\s]*canonical_?request\s*[:=].*`)
	signatureEcho = regexp.MustCompile(`(?i)\b(signature\s*=\s*)[0-9a-f]{8,}`)
	// A key in PEM, whole or cut, with line breaks as they are or as JSON writes them.
	privateKey = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`)
	headerEcho = regexp.MustCompile(`(?i)\b(x-(?:auth|subject|security|metadata)-token\s*[:=]\s*)[^\s,;|"]+`)
	// A member of a JSON text that is cut or wrapped in other text, so that nobody can decode it.
	memberEcho = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"(\s*:\s*")((?:[^"\\]|\\.)*)`)
	// What an identity provider signs: three parts in base64, the first of which begins with {".
	jwtEcho = regexp.MustCompile(`\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*`)
)

// redactText removes from free text what is secret by its form.
func redactText(text string) string {
	text = canonicalEcho.ReplaceAllString(text, "")
	text = privateKey.ReplaceAllString(text, hidden)
	text = signatureEcho.ReplaceAllString(text, "${1}"+hidden)
	text = headerEcho.ReplaceAllString(text, "${1}"+hidden)
	text = jwtEcho.ReplaceAllString(text, hidden)
	return memberEcho.ReplaceAllStringFunc(text, redactMember)
}

func redactMember(member string) string {
	parts := memberEcho.FindStringSubmatch(member)
	if !isSecret(parts[1]) {
		return member
	}
	return `"` + parts[1] + `"` + parts[2] + hidden
}

// secretsIn returns the texts that a JSON body holds under secret names.
func secretsIn(body []byte) []string {
	var value any
	if len(body) == 0 || json.Unmarshal(body, &value) != nil {
		return nil
	}
	return collectSecrets(nil, value, false)
}

func collectSecrets(found []string, value any, secret bool) []string {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			found = collectSecrets(found, inner, secret || isSecret(key))
		}
	case []any:
		for _, inner := range value {
			found = collectSecrets(found, inner, secret)
		}
	case string:
		if secret {
			found = append(found, value)
		}
	}
	return found
}
