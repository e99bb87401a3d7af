package acctest

import (
	"encoding/base64"
	"testing"
)

func TestLeak(t *testing.T) {
	t.Parallel()
	const secret = "password-A1"
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"nothing":                    {"a text about passwords", false},
		"as it is":                   {"a text with password-A1 in it", true},
		"in base64":                  {base64.StdEncoding.EncodeToString([]byte(secret)), true},
		"in base64 behind one":       {base64.StdEncoding.EncodeToString([]byte("u" + secret)), true},
		"in base64 behind two":       {base64.StdEncoding.EncodeToString([]byte("u:" + secret)), true},
		"in base64 behind many":      {base64.StdEncoding.EncodeToString([]byte("user-a:" + secret + "; more")), true},
		"in base64 for URLs":         {base64.URLEncoding.EncodeToString([]byte("ÿÿÿ" + secret)), true},
		"a part of it only":          {"password-A", false},
		"a part of it only, encoded": {base64.StdEncoding.EncodeToString([]byte("password-B")), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if leak := Leak(test.text, secret); (leak != "") != test.want {
				t.Errorf("%q: found %q", test.text, leak)
			}
		})
	}
}
