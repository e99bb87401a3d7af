package client

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
)

const (
	// minSecret is the length from which a secret is looked for in free text; replacing a shorter one would only
	// damage the text and give the secret away by the gaps. The cloud accepts no shorter password.
	minSecret = 6
	// generations is how many values of a secret that changes are remembered: a request may still be under way with
	// the one before the latest.
	generations = 2
)

// scrubber removes the client's own secrets from free text, wherever a server may repeat them.
type scrubber struct {
	mu      sync.RWMutex
	forms   []string              // of the secrets that never change
	learned map[string][][]string // by what they are for: the forms of the latest secrets, oldest first
}

func newScrubber(cfg Config) *scrubber {
	c := cfg.Credentials
	secrets := []string{c.Token, c.SecretKey, c.SecurityToken, c.Password, c.Passcode}
	if cfg.OIDC != nil {
		secrets = append(secrets, cfg.OIDC.IDToken)
	}
	return &scrubber{forms: formsOf(secrets...), learned: map[string][][]string{}}
}

// learn adds secrets that were obtained for a purpose, such as the token of a region. They take the place of those
// before the ones known so far.
func (s *scrubber) learn(purpose string, secrets ...string) {
	forms := formsOf(secrets...)
	s.mu.Lock()
	defer s.mu.Unlock()
	known := append(s.learned[purpose], forms)
	s.learned[purpose] = known[max(0, len(known)-generations):]
}

// clean removes the known secrets and the given ones, in every form they may have.
func (s *scrubber) clean(text string, more ...string) string {
	forms := formsOf(more...)
	s.mu.RLock()
	forms = append(forms, s.forms...)
	for _, known := range s.learned {
		forms = append(forms, slices.Concat(known...)...)
	}
	s.mu.RUnlock()
	// Longest first: one secret may be part of another.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	for _, form := range forms {
		text = strings.ReplaceAll(text, form, hidden)
	}
	return text
}

// formsOf returns how secrets may look in a text: as they are, quoted, in a URL, in base64.
func formsOf(secrets ...string) []string {
	var forms []string
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		forms = append(forms, secret, strings.ReplaceAll(secret, "/", `\/`), url.QueryEscape(secret), url.PathEscape(secret), escape(secret))
		for _, quote := range []func(any) ([]byte, error){encode, json.Marshal} {
			if quoted, err := quote(secret); err == nil {
				forms = append(forms, string(quoted[1:len(quoted)-1]))
			}
		}
		forms = append(forms, base64Forms(secret)...)
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// base64Forms returns what base64 makes of a secret, also where other text stands before or behind it: then the first
// and last characters depend on that text and are left out.
func base64Forms(secret string) []string {
	var forms []string
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		raw := encoding.WithPadding(base64.NoPadding)
		forms = append(forms, encoding.EncodeToString([]byte(secret)), raw.EncodeToString([]byte(secret)))
		for before := range 3 {
			text := raw.EncodeToString([]byte(strings.Repeat("\x00", before) + secret))
			first, last := (before*8+5)/6, (before+len(secret))*8/6
			if last-first >= minSecret {
				forms = append(forms, text[first:last])
			}
		}
	}
	return forms
}
