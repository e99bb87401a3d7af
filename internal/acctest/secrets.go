package acctest

import (
	"encoding/base64"
	"slices"
	"strings"
	"sync"
)

// Secrets are the fixtures that must not be seen in any log, message, state, plan or journal. The passcode of the users
// is not among them: its six digits stand in half of all timestamps.
func Secrets() []string {
	return []string{
		SecretKey, Password, SecretKeyB, "password-B1",
		"SKTENANTA0000000000000000000000000000002", "password-A2", "SKTENANTB0000000000000000000000000000002", "password-B2",
	}
}

// secrets are what an emulator has issued so far.
type secrets struct {
	mu  sync.Mutex
	all []string
}

func (s *secrets) add(more ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, more...)
}

// Secrets are the fixtures, and every token and secret key that this cloud has issued so far.
func (e *Env) Secrets() []string {
	e.issued.mu.Lock()
	defer e.issued.mu.Unlock()
	return append(Secrets(), e.issued.all...)
}

// minMark is the length below which a form of a secret would be found by chance.
const minMark = 8

// Marks are the forms in which a secret may stand in a text: as it is, and in base64 wherever it begins there.
func Marks(secrets ...string) []string {
	var marks []string
	for _, secret := range secrets {
		marks = append(marks, secret)
		for before := range 3 {
			for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				text := encoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
				// The first and the last character also hold bits of what stands before and behind.
				if text = text[(8*before+5)/6 : 8*(before+len(secret))/6]; len(text) >= minMark {
					marks = append(marks, text)
				}
			}
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

// Leak returns a piece of the text around the first secret in it, or "".
func Leak(text string, secrets ...string) string {
	for _, mark := range Marks(secrets...) {
		if i := strings.Index(text, mark); i >= 0 {
			return text[max(0, i-200):min(len(text), i+len(mark)+20)]
		}
	}
	return ""
}
