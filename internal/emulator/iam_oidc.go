package emulator

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// identityProvider is an OpenID Connect provider that an account trusts (contract/auth.md 1.8). What it says is signed
// with the emulator's own key.
type identityProvider struct {
	id, issuer, audience string
	workload             *user // the one subject it knows, as a user of the account
}

// trust gives an account its identity provider. Its names end in the account's letter.
func trust(a *account) {
	letter := strings.TrimPrefix(a.name, "domain-")
	a.provider = &identityProvider{id: "idp-" + letter, issuer: "https://idp-" + letter + ".example.com",
		audience: "hwc-emulator", workload: &user{id: namedHex("federated-" + letter), name: "federated-" + letter, account: a}}
}

func (e *Emulator) findProvider(id string) *identityProvider {
	a := e.findAccount(func(a *account) bool { return a.provider.id == id })
	if a == nil {
		return nil
	}
	return a.provider
}

// view is an identity provider as GET /_emulator/tenants shows it.
func (p *identityProvider) view() object {
	return object{"id": p.id, "issuer": p.issuer, "audience": p.audience, "subject": p.workload.name}
}

// IDToken is what an identity provider of the emulator is asked to sign. Empty fields are what the provider of the
// fixtures says and IAM accepts.
type IDToken struct {
	Provider string        // "idp-a" or "idp-b"; "" = "idp-a"
	Issuer   string        // iss
	Audience string        // aud
	Subject  string        // sub
	Lifetime time.Duration // until exp, on the emulator's clock; 0 = 1 h; negative = expired already
}

// NewIDToken gives a signed id token, a JWT with ES256. It panics when there is no such provider.
func (e *Emulator) NewIDToken(wanted IDToken) string {
	token, err := e.idToken(wanted)
	if err != nil {
		panic("emulator: " + err.Error())
	}
	return token
}

func (e *Emulator) idToken(wanted IDToken) (string, error) {
	p := e.findProvider(cmp.Or(wanted.Provider, e.accounts[0].provider.id))
	if p == nil {
		return "", fmt.Errorf("no identity provider %q", wanted.Provider)
	}
	now := e.clock.Now()
	token := e.idKey.sign(object{"iss": cmp.Or(wanted.Issuer, p.issuer), "aud": cmp.Or(wanted.Audience, p.audience),
		"sub": cmp.Or(wanted.Subject, p.workload.name), "iat": now.Unix(), "jti": randomHex(16),
		"exp": now.Add(cmp.Or(wanted.Lifetime, time.Hour)).Unix()})
	e.options.Issued(token)
	return token, nil
}

// The body of POST /v3.0/OS-AUTH/id-token/tokens (contract/auth.md 1.8).
type idTokenRequest struct {
	Auth *struct {
		IDToken *struct {
			ID string `json:"id"`
		} `json:"id_token"`
		Scope *scopeRequest `json:"scope"`
	} `json:"auth"`
}

// issueTokenForIDToken logs in a workload that an identity provider vouches for (contract/auth.md 1.8).
func issueTokenForIDToken(c *call) reply {
	request, err := decode[idTokenRequest](c)
	if err != nil {
		return c.iamError("IAM.0011", err.Error())
	}
	id := c.req.Header.Get("X-Idp-Id")
	switch {
	case id == "":
		return c.iamError("IAM.0007", "X-Idp-Id")
	case request.Auth == nil || request.Auth.IDToken == nil || request.Auth.IDToken.ID == "":
		return c.iamError("IAM.0072", "auth.id_token.id")
	}
	p := c.findProvider(id)
	if p == nil {
		return c.iamError("IAM.0004", "identity provider", id)
	}
	claims, err := c.idKey.verify(request.Auth.IDToken.ID)
	if err != nil {
		return c.iamError("IAM.0067", "The ID token "+err.Error()+".")
	}
	switch {
	case !c.clock.Now().Before(time.Unix(claims.Expires, 0)):
		return c.iamError("IAM.0066", "The ID token is over.")
	case claims.Issuer != p.issuer:
		return c.iamError("IAM.0067", "The issuer of the ID token is not that of the identity provider.")
	case !slices.Contains(claims.Audience, p.audience):
		return c.iamError("IAM.0067", "The audience of the ID token is not that of the identity provider.")
	case claims.Subject != p.workload.name:
		return c.iamError("IAM.0002", "No user of the account is mapped to the subject of the ID token.")
	}
	t := c.newToken("mapped")
	t.user = p.workload
	return c.hand(t, request.Auth.Scope)
}

// idKey signs id tokens.
type idKey struct{ *ecdsa.PrivateKey }

func newIDKey() idKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic("emulator: " + err.Error()) // crypto/rand ends the program instead
	}
	return idKey{key}
}

const idTokenHeader = `{"alg":"ES256","typ":"JWT"}`

// sign makes a JWT (RFC 7515, RFC 7518 3.4: the two halves of the signature, 32 bytes each).
func (k idKey) sign(claims object) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		panic("emulator: claims cannot be encoded: " + err.Error()) // they are text and numbers
	}
	text := base64.RawURLEncoding.EncodeToString([]byte(idTokenHeader)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, k.PrivateKey, sum[:])
	if err != nil {
		panic("emulator: " + err.Error()) // only a broken source of randomness, which ends the program
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// idClaims are the claims that IAM looks at.
type idClaims struct {
	Issuer   string   `json:"iss"`
	Audience audience `json:"aud"`
	Subject  string   `json:"sub"`
	Expires  int64    `json:"exp"`
}

// audience is one name or a list of them (RFC 7519 4.1.3).
type audience []string

// UnmarshalJSON reads both forms.
func (a *audience) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(a))
}

// verify reads a JWT that was signed with this key. The error says what the token is, as in "is not a JWT".
func (k idKey) verify(token string) (*idClaims, error) {
	text, encoded, _ := cutLast(token, ".")
	header, payload, isJWT := strings.Cut(text, ".")
	signature, err := base64.RawURLEncoding.DecodeString(encoded)
	if !isJWT || err != nil {
		return nil, errors.New("is not a JWT")
	}
	if plain, err := base64.RawURLEncoding.DecodeString(header); err != nil || string(plain) != idTokenHeader || len(signature) != 64 {
		return nil, errors.New("is not signed with ES256")
	}
	sum := sha256.Sum256([]byte(text))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(&k.PublicKey, sum[:], r, s) {
		return nil, errors.New("has a wrong signature")
	}
	plain, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return nil, errors.New("is not a JWT")
	}
	var claims idClaims
	if json.Unmarshal(plain, &claims) != nil {
		return nil, errors.New("has claims of the wrong type")
	}
	return &claims, nil
}

// cutLast is strings.Cut at the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// postIDToken signs an id token for a person or a test: POST /_emulator/oidc/token.
func (e *Emulator) postIDToken(body []byte) (any, error) {
	var request struct {
		Provider string `json:"provider"`
		Issuer   string `json:"issuer"`
		Audience string `json:"audience"`
		Subject  string `json:"subject"`
		Lifetime string `json:"lifetime"`
	}
	if len(body) > 0 {
		if err := readControl(body, &request); err != nil {
			return nil, err
		}
	}
	wanted := IDToken{Provider: request.Provider, Issuer: request.Issuer, Audience: request.Audience, Subject: request.Subject}
	if request.Lifetime != "" {
		var err error
		if wanted.Lifetime, err = time.ParseDuration(request.Lifetime); err != nil {
			return nil, fmt.Errorf("lifetime: %w", err)
		}
	}
	token, err := e.idToken(wanted)
	if err != nil {
		return nil, err
	}
	return object{"id_token": token}, nil
}
