package client

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// dialect is a way to derive the signing key and to write the Authorization header. All share one canonical request
// (contract/auth.md 3).
type dialect int

const (
	// direct uses the secret key as it is: "Access=". It is what this client sends.
	direct dialect = iota
	// derived derives a key for a day, region and service: "V11-HMAC-SHA256 Credential=".
	derived
	// scoped is the older form of partner clouds: "SDK-HMAC-SHA256 Credential=".
	scoped
)

const (
	signatureTime  = "20060102T150405Z" // of X-Sdk-Date, in UTC
	derivedVersion = "V11-HMAC-SHA256"
	// maxSigned is the largest body that may be sent with a signature, in bytes (contract/auth.md 3.1).
	maxSigned = 12 << 20
)

// signer signs requests with one access key. Region and service matter to the derived and the scoped dialect only,
// which exist with HmacSHA256 only.
type signer struct {
	algorithm       algorithm
	dialect         dialect
	access, secret  string
	region, service string
}

// sign returns the Authorization header of a request. The header X-Sdk-Date must be set; signed names the headers to
// sign in lower case. It reads no clock and changes nothing.
func (s signer) sign(request *http.Request, body []byte, signed []string) (string, error) {
	date := request.Header.Get("X-Sdk-Date")
	if len(date) != len(signatureTime) {
		return "", errors.New("signing: the header X-Sdk-Date is missing or malformed")
	}
	if len(body) > maxSigned {
		return "", fmt.Errorf("signing: the body has %d bytes, and no more than %d may be sent with a signature; "+
			"use a token or a password instead of an access key", len(body), maxSigned)
	}
	signed = slices.Sorted(slices.Values(signed))
	canonical, err := s.canonicalRequest(request, body, signed)
	if err != nil {
		return "", err
	}
	headers := strings.Join(signed, ";")
	switch day := date[:8]; s.dialect {
	case derived:
		info := day + "/" + s.region + "/" + s.service
		key, err := hkdf.Key(sha256.New, []byte(s.secret), []byte(s.access), info, sha256.Size)
		if err != nil {
			return "", fmt.Errorf("signing: %w", err)
		}
		text := s.stringToSign(derivedVersion, date, info, canonical)
		return authorization(derivedVersion, "Credential", s.access+"/"+info, headers, s.mac([]byte(hex.EncodeToString(key)), text)), nil
	case scoped:
		scope := strings.Join([]string{day, s.region, s.service, "sdk_request"}, "/")
		key := []byte("SDK" + s.secret)
		for part := range strings.SplitSeq(scope, "/") {
			key = s.mac(key, part)
		}
		text := s.stringToSign(s.algorithm.label, date, scope, canonical)
		return authorization(s.algorithm.label, "Credential", s.access+"/"+scope, headers, s.mac(key, text)), nil
	case direct:
		text := s.stringToSign(s.algorithm.label, date, "", canonical)
		return authorization(s.algorithm.label, "Access", s.access, headers, s.mac([]byte(s.secret), text)), nil
	default:
		return "", fmt.Errorf("signing: unknown dialect %d", s.dialect)
	}
}

func (s signer) stringToSign(label, date, scope, canonical string) string {
	lines := []string{label, date}
	if scope != "" {
		lines = append(lines, scope)
	}
	return strings.Join(append(lines, s.hash([]byte(canonical))), "\n")
}

func authorization(label, key, access, headers string, signature []byte) string {
	return fmt.Sprintf("%s %s=%s, SignedHeaders=%s, Signature=%x", label, key, access, headers, signature)
}

func (s signer) mac(key []byte, text string) []byte {
	h := hmac.New(s.algorithm.hash, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func (s signer) hash(data []byte) string {
	h := s.algorithm.hash()
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// canonicalRequest writes a request the way both sides sign it (contract/auth.md 3.1).
func (s signer) canonicalRequest(request *http.Request, body []byte, signed []string) (string, error) {
	query, err := url.ParseQuery(request.URL.RawQuery)
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	queryText := canonicalQuery(query)
	if s.dialect == scoped {
		queryText = scopedQuery(query)
	}
	payload := request.Header.Get(s.algorithm.content)
	if payload == "" {
		payload = s.hash(body)
	}
	return strings.Join([]string{
		strings.ToUpper(request.Method), canonicalPath(request.URL.Path), queryText,
		s.canonicalHeaders(request, signed), strings.Join(signed, ";"), payload,
	}, "\n"), nil
}

// canonicalPath escapes every segment and ends in a slash, which is never sent.
func canonicalPath(path string) string {
	segments := strings.Split(path, "/")
	for i := range segments {
		segments[i] = escape(segments[i])
	}
	escaped := strings.Join(segments, "/")
	if !strings.HasSuffix(escaped, "/") {
		escaped += "/"
	}
	return escaped
}

// canonicalQuery sorts by decoded key, then value; an empty value keeps its "=". It is also what the client sends.
func canonicalQuery(query url.Values) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(query)) {
		for _, value := range slices.Sorted(slices.Values(query[key])) {
			pairs = append(pairs, escape(key)+"="+escape(value))
		}
	}
	return strings.Join(pairs, "&")
}

// scopedQuery sorts without regard to case and knows only the first value of a key (contract/auth.md 3.2).
func scopedQuery(query url.Values) string {
	keys := slices.SortedFunc(maps.Keys(query), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	pairs := make([]string, len(keys))
	for i, key := range keys {
		pairs[i] = escape(key) + "=" + escape(query.Get(key))
	}
	return strings.Join(pairs, "&")
}

func (s signer) canonicalHeaders(request *http.Request, signed []string) string {
	var b strings.Builder
	for _, name := range signed {
		values := slices.Sorted(slices.Values(request.Header.Values(name)))
		if name == "host" {
			values = []string{request.URL.Host}
		}
		for _, value := range values {
			value = strings.TrimSpace(value)
			if s.dialect == scoped {
				value = oneLine(value)
			}
			b.WriteString(name + ":" + value + "\n")
		}
	}
	return b.String()
}

// escape keeps A-Z a-z 0-9 - _ . ~ and writes every other byte as %XX (contract/auth.md 3.1).
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
