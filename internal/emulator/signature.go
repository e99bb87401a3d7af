package emulator

import (
	"cmp"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// The algorithms a signed request may name (contract/auth.md 3.1 and 3.2).
const (
	sdkAlgorithm     = "SDK-HMAC-SHA256"
	sm3Algorithm     = "SDK-HMAC-SM3"
	ecdsaAlgorithm   = "SDK-ECDSA-P256-SHA256"
	sm2Algorithm     = "SDK-SM2-SM3"
	derivedAlgorithm = "V11-HMAC-SHA256"
	wrongSignature   = "verify aksk signature fail"
	legacyTerminator = "sdk_request"
)

// digest is the hash an algorithm signs with, and the header whose value stands for that of the body.
type digest struct {
	hash   func() hash.Hash
	header string
}

var (
	sha256Digest = digest{sha256.New, "X-Sdk-Content-Sha256"}
	sm3Digest    = digest{sm3.New, "X-Sdk-Content-Sm3"}
	digests      = map[string]digest{sdkAlgorithm: sha256Digest, derivedAlgorithm: sha256Digest,
		ecdsaAlgorithm: sha256Digest, sm3Algorithm: sm3Digest, sm2Algorithm: sm3Digest}

	authorizationPattern = regexp.MustCompile(`^(\S+) (Access|Credential)=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$`)
	secretHeader         = regexp.MustCompile(`(?m)^(x-(?:security|auth|subject)-token):.*$`)
	innerSpace           = regexp.MustCompile(`\s+`)
)

// signature is a parsed Authorization header.
type signature struct {
	algorithm string
	accessKey string
	scope     string // what follows the key in Credential=, "" for Access=
	legacy    bool   // the older form of the partner clouds
	headers   []string
	value     string
}

// isSigned tells whether the request carries a signature rather than a token.
func isSigned(r *http.Request) bool {
	algorithm, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return digests[algorithm].hash != nil
}

// parseAuthorization reads the three forms the contract has; the second result says what is wrong.
func parseAuthorization(header string) (*signature, string) {
	m := authorizationPattern.FindStringSubmatch(header)
	if m == nil || digests[m[1]].hash == nil {
		return nil, wrongSignature + ", the Authorization header is malformed"
	}
	sig := &signature{algorithm: m[1], accessKey: m[3], headers: strings.Split(m[4], ";"), value: m[5]}
	if m[2] == "Access" {
		if sig.algorithm == derivedAlgorithm {
			return nil, wrongSignature + ", " + sig.algorithm + " wants Credential="
		}
		return sig, ""
	}
	sig.accessKey, sig.scope, _ = strings.Cut(m[3], "/")
	parts := strings.Split(sig.scope, "/")
	switch {
	case sig.algorithm == derivedAlgorithm && len(parts) == 3:
	case sig.algorithm == sdkAlgorithm && len(parts) == 4 && parts[3] == legacyTerminator:
		sig.legacy = true
	default:
		return nil, wrongSignature + ", the credential scope is malformed"
	}
	return sig, ""
}

func (s *signature) signs(header string) bool {
	return slices.ContainsFunc(s.headers, func(name string) bool { return strings.EqualFold(name, header) })
}

// check compares the signature with the one the request should have. The canonical request follows the refusal with
// | for newlines, as the debug form of the gateway has it.
func (s *signature) check(r *http.Request, body []byte, secret string) string {
	d := digests[s.algorithm]
	date := r.Header.Get("X-Sdk-Date")
	if s.scope != "" && !strings.HasPrefix(date, strings.SplitN(s.scope, "/", 2)[0]) {
		return wrongSignature + ", the credential scope has another date than X-Sdk-Date"
	}
	canonical := s.canonicalRequest(r, body)
	lines := []string{s.algorithm, date}
	if s.scope != "" {
		lines = append(lines, s.scope)
	}
	toSign := strings.Join(append(lines, d.hex([]byte(canonical))), "\n")
	if s.matches(secret, toSign) {
		return ""
	}
	return wrongSignature + ", canonicalRequest:" + strings.ReplaceAll(withoutSecrets(canonical), "\n", "|")
}

// hashes tells whether the header for the hash of the body is that, if there is one. It is signed as it is (contract/auth.md
// 3.1); whether the gateway compares it too is not documented.
func (s *signature) hashes(r *http.Request, body []byte) bool {
	d := digests[s.algorithm]
	sum := r.Header.Get(d.header)
	return sum == "" || sum == "UNSIGNED-PAYLOAD" || strings.EqualFold(sum, d.hex(body))
}

// matches tells whether this is the signature of the text.
func (s *signature) matches(secret, toSign string) bool {
	if curves[s.algorithm].verifies != nil {
		return s.verifyPair(secret, toSign)
	}
	want := hex.EncodeToString(digests[s.algorithm].hmac(s.key(secret), toSign))
	return hmac.Equal([]byte(want), []byte(s.value))
}

// withoutSecrets hides what a canonical request has of secrets: values of its query, which is the third line, and of
// headers.
func withoutSecrets(canonical string) string {
	lines := strings.SplitN(canonical, "\n", 4)
	lines[2] = redactQuery(lines[2])
	return secretHeader.ReplaceAllString(strings.Join(lines, "\n"), "$1:"+hidden)
}

// key gives the HMAC key: the secret itself, or one derived from the scope.
func (s *signature) key(secret string) []byte {
	parts := strings.Split(s.scope, "/")
	switch {
	case s.algorithm == derivedAlgorithm:
		derived, err := hkdf.Key(sha256.New, []byte(secret), []byte(s.accessKey), s.scope, sha256.Size)
		if err != nil {
			return nil // only a length the hash cannot give, which 32 is not
		}
		return []byte(hex.EncodeToString(derived))
	case s.legacy:
		key := []byte("SDK" + secret)
		for _, part := range parts {
			key = sha256Digest.hmac(key, part)
		}
		return key
	}
	return []byte(secret)
}

// canonicalRequest rebuilds the text that was signed (contract/auth.md 3.1).
func (s *signature) canonicalRequest(r *http.Request, body []byte) string {
	query, payload := canonicalQuery(r.URL.RawQuery), body
	if s.legacy {
		query = legacyQuery(r.URL.RawQuery)
		if r.Method == http.MethodPost && len(body) == 0 {
			query, payload = "", []byte(query)
		}
	}
	d := digests[s.algorithm]
	sum := cmp.Or(r.Header.Get(d.header), d.hex(payload))
	return strings.Join([]string{r.Method, canonicalPath(r.URL.Path), query, s.canonicalHeaders(r),
		strings.Join(s.headers, ";"), sum}, "\n")
}

func (s *signature) canonicalHeaders(r *http.Request) string {
	names := slices.Sorted(slices.Values(s.headers))
	var b strings.Builder
	for _, name := range names {
		values := slices.Clone(r.Header.Values(name))
		if strings.EqualFold(name, "host") {
			values = []string{r.Host}
		}
		slices.Sort(values)
		for _, value := range values {
			value = strings.TrimSpace(value)
			if s.legacy {
				value = innerSpace.ReplaceAllString(value, " ")
			}
			b.WriteString(strings.ToLower(name) + ":" + value + "\n")
		}
	}
	return b.String()
}

// canonicalPath escapes every segment of the decoded path and ends in a slash.
func canonicalPath(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = escape(segment)
	}
	canonical := strings.Join(segments, "/")
	if !strings.HasSuffix(canonical, "/") {
		canonical += "/"
	}
	return canonical
}

func canonicalQuery(raw string) string {
	values, _ := url.ParseQuery(raw) // a part that cannot be read is left out, so the signature does not match
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		for _, value := range slices.Sorted(slices.Values(values[key])) {
			parts = append(parts, escape(key)+"="+escape(value))
		}
	}
	return strings.Join(parts, "&")
}

// legacyQuery sorts the keys without regard to case and signs the first value of each.
func legacyQuery(raw string) string {
	values, _ := url.ParseQuery(raw) // as above
	keys := slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
	})
	parts := make([]string, 0, len(keys))
	for _, key := range keys {
		parts = append(parts, escape(key)+"="+escape(values.Get(key)))
	}
	return strings.Join(parts, "&")
}

// escape keeps A-Z a-z 0-9 - _ . ~ and writes every other byte as %XX.
func escape(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		}
	}
	return b.String()
}

func (d digest) hex(b []byte) string {
	h := d.hash()
	h.Write(b) // a hash never fails to write
	return hex.EncodeToString(h.Sum(nil))
}

func (d digest) hmac(key []byte, text string) []byte {
	mac := hmac.New(d.hash, key)
	mac.Write([]byte(text)) // as above
	return mac.Sum(nil)
}
