package emulator

import (
	"net/http"
	"strings"
	"time"
)

// caller is who a request comes from.
type caller struct {
	user      *user
	projectID string // what the login is for: a project, or "" for the account
	token     *token // nil for a signed request
	key       string // access key of a signed request
}

// admit logs the caller in and checks that the route is open to them. nil means go on.
func (c *call) admit() *reply {
	who, refused := c.authenticate()
	c.who, c.refusal = who, refused
	if c.route.access == open || c.route.access == signIn {
		return nil // a client may send its old token with the request for a new one
	}
	if refused != nil {
		return refused
	}
	if who.user.readOnly && c.req.Method != http.MethodGet && c.route.access != identity && !c.route.looks {
		return new(c.denied())
	}
	if c.route.access == inProject {
		return c.enterProject()
	}
	if c.route.access == inAccount {
		return c.enterAccount()
	}
	return nil
}

// enterAccount checks that a token is for the account, as global services ask (contract/auth.md 4, global vs region).
// How billing answers another one is not documented.
func (c *call) enterAccount() *reply {
	if c.who.token != nil && c.who.projectID != "" && !c.choices.HBS.ProjectTokens {
		return new(c.denied())
	}
	return nil
}

// denied refuses a caller who may only read.
func (c *call) denied() reply {
	switch b := c.route.backend; {
	case b == nil:
		return fail("EndPoint.0004")
	case b.denied == nil:
		forbidden := gatewaySays(http.StatusForbidden)
		return gatewayError(http.StatusForbidden, forbidden.code, forbidden.message)
	default:
		return b.denied()
	}
}

// enterProject checks that the caller may work in the project of the URL.
func (c *call) enterProject() *reply {
	id := c.req.PathValue("project_id")
	if len(id) > 64 && c.route.backend == nil {
		return new(fail("EndPoint.0014"))
	}
	c.project = c.findProject(id)
	if c.otherRegion() && !c.choices.RegionMismatchAsProject {
		return c.refuse("APIGW.0307", "The token must be updated.")
	}
	// A token is for one scope from the day it was issued. A signed request is for the project of its X-Project-Id,
	// or of the URL when it names none (contract/auth.md 0.2).
	if c.who.token == nil && c.who.projectID != "" && c.who.projectID != id {
		return c.wrongHeader()
	}
	if c.project == nil || c.project.account != c.who.user.account || c.who.token != nil && c.who.projectID != id {
		return c.wrongProject()
	}
	return nil
}

// otherRegion tells whether the token is for a project of another region than that of the URL. It is documented that the
// gateway of a region refuses it, whoever's the project is (contract/auth.md 2).
func (c *call) otherRegion() bool {
	t := c.who.token
	return c.project != nil && t != nil && t.project != nil && t.project.region != c.project.region
}

// wrongHeader refuses an X-Project-Id that is not for the request; who does that is open (contract/auth.md 9.4).
func (c *call) wrongHeader() *reply {
	if c.choices.ProjectHeaderAtGateway {
		return c.refuse("APIGW.0301", "Unauthorized")
	}
	return c.wrongProject()
}

// wrongProject is the scope mismatch of contract/auth.md 2; the service answers it, not the gateway.
func (c *call) wrongProject() *reply {
	switch b := c.route.backend; {
	case b != nil && b.mismatch != nil && !c.choices.CommonMismatch:
		return new(b.mismatch(c))
	case b == nil && c.route.access == inProject && c.choices.ProjectMismatchCode != 0:
		return new(fail(endpointCode(c.choices.ProjectMismatchCode)))
	}
	const code, message = "Common.0018", "tenantId in token is not the same with in URL."
	return &reply{status: c.choices.ProjectMismatchStatus, code: code, message: message,
		body: object{"error": object{"code": code, "message": message}}}
}

// authenticate finds the caller: a signature first, else a token (contract/auth.md 3.3).
func (c *call) authenticate() (*caller, *reply) {
	if isSigned(c.req) {
		return c.authenticateSignature()
	}
	id := c.req.Header.Get("X-Auth-Token")
	if id == "" {
		return nil, c.refuse("APIGW.0301", "x-auth-token not found")
	}
	t := c.tokens[id]
	switch {
	case t == nil:
		return nil, c.refuse("APIGW.0301", "decrypt token fail")
	case t.revoked:
		return nil, c.refuse("APIGW.0301", "Unauthorized")
	case !c.clock.Now().Before(t.expires):
		return nil, c.refuseExpired()
	}
	return t.caller(), nil
}

// refuseExpired answers for a token whose time is over, in one of the two forms clients have seen (contract/auth.md 2).
func (c *call) refuseExpired() *reply {
	switch {
	case c.route.access == identity || c.route.access == signIn:
		return new(c.iamError("IAM.0066"))
	case c.choices.ExpiredTokenAs0301:
		return c.refuse("APIGW.0301", "token expires")
	}
	return c.refuse("APIGW.0307", "The token must be updated.")
}

// refuse answers 401 in the gateway's form; IAM answers a bad token in its own (contract/auth.md 1.4 and 2).
func (c *call) refuse(code, message string) *reply {
	if (c.route.access == identity || c.route.access == signIn) && !isSigned(c.req) {
		return new(c.iamError("IAM.0001"))
	}
	if code == "APIGW.0301" {
		message = "Incorrect IAM authentication information: " + message
	}
	return new(gatewayError(http.StatusUnauthorized, code, message))
}

// keyLock counts the consecutive wrong signatures of one access key (contract/auth.md 2).
type keyLock struct {
	failures int
	until    time.Time
}

const (
	allowedFailures = 5
	lockTime        = 5 * time.Minute
	maxSkew         = 15 * time.Minute
	sdkDateLayout   = "20060102T150405Z"
)

// authenticateSignature verifies a signed request.
func (c *call) authenticateSignature() (*caller, *reply) {
	sig, problem := parseAuthorization(c.req.Header.Get("Authorization"))
	if problem != "" {
		return nil, c.refuse("APIGW.0301", problem)
	}
	secret, who := c.findKey(sig.accessKey)
	if who == nil {
		return nil, c.refuseUnknownKey(sig.accessKey)
	}
	lock := c.locks[sig.accessKey]
	if lock == nil {
		lock = &keyLock{}
		c.locks[sig.accessKey] = lock
	}
	if c.clock.Now().Before(lock.until) {
		return nil, c.refuse("APIGW.0301", "AK access failed to reach the limit,forbidden")
	}
	if refused := c.tooOld(sig); refused != nil {
		return nil, refused
	}
	if problem := c.verify(sig, secret); problem != "" {
		lock.failures++
		if lock.failures > allowedFailures {
			*lock = keyLock{until: c.clock.Now().Add(lockTime)}
			problem = "AK access failed to reach the limit,forbidden"
		}
		return nil, c.refuse("APIGW.0301", problem)
	}
	*lock = keyLock{}
	return c.scope(who)
}

// refuseUnknownKey answers for an access key that nobody has (contract/auth.md 2).
func (c *call) refuseUnknownKey(accessKey string) *reply {
	if c.choices.NewerUnknownKey {
		return c.refuse("APIGW.0301", "Get secretKey failed,ak:"+accessKey+",err:ak not exist")
	}
	return c.refuse("APIGW.0301", "ak "+accessKey+" not exist")
}

// verify compares the signature with the one the request should have; "" = they are the same.
func (c *call) verify(sig *signature, secret string) string {
	key := c.temporary[sig.accessKey]
	switch {
	case key != nil && c.req.Header.Get("X-Security-Token") != key.security:
		return wrongSignature
	case key != nil && c.choices.SignSecurityToken && !sig.signs("x-security-token"):
		return wrongSignature + ", X-Security-Token must be signed"
	case sig.legacy && c.choices.RefuseOlderSignature:
		return wrongSignature + ", Credential= is not taken any more"
	case c.choices.CheckContentHash && !sig.hashes(c.req, c.body):
		return wrongSignature + ", " + digests[sig.algorithm].header + " is not the hash of the body"
	}
	return sig.check(c.req, c.body, secret)
}

// tooOld checks X-Sdk-Date against real time, because a client cannot know where the emulator's clock stands.
func (c *call) tooOld(sig *signature) *reply {
	date := c.req.Header.Get("X-Sdk-Date")
	signed, err := time.Parse(sdkDateLayout, date)
	if err != nil || !sig.signs("x-sdk-date") {
		return c.refuse("APIGW.0301", wrongSignature+", x-sdk-date must be signed and have the form YYYYMMDDTHHMMSSZ")
	}
	now := time.Now().UTC().Add(c.options.SignatureSkew)
	if now.Sub(signed).Abs() <= maxSkew {
		return nil
	}
	stale := "signature expired, signature time:" + date + ",server time:" + now.Format(sdkDateLayout)
	if c.choices.SkewAs0303 {
		return c.refuse("APIGW.0303", "Incorrect app authentication information: "+stale)
	}
	return c.refuse("APIGW.0301", stale)
}

// findKey finds who an access key belongs to, permanent or temporary.
func (c *call) findKey(accessKey string) (secret string, who *caller) {
	if u := c.findUser(func(u *user) bool { return u.accessKey == accessKey }); u != nil {
		return u.secretKey, &caller{user: u, key: accessKey}
	}
	if key := c.temporary[accessKey]; key != nil {
		return key.secret, &caller{user: key.user, key: accessKey}
	}
	return "", nil
}

// scope applies X-Project-Id and X-Domain-Id of a signed request (contract/auth.md 0.2 and 3.3).
func (c *call) scope(who *caller) (*caller, *reply) {
	if key := c.temporary[who.key]; key != nil && !c.clock.Now().Before(key.expires) {
		return nil, c.refuse("APIGW.0301", "The securitytoken has expired.")
	}
	who.projectID = c.req.Header.Get("X-Project-Id")
	if p := c.findProject(who.projectID); who.projectID != "" && (p == nil || p.account != who.user.account) {
		return nil, c.wrongHeader()
	}
	if domain := c.req.Header.Get("X-Domain-Id"); domain != "" && !strings.EqualFold(domain, who.user.account.id) {
		return nil, c.wrongProject()
	}
	return who, nil
}
