package emulator

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// agency is a role that an account lends to others (contract/auth.md 1.5).
type agency struct {
	id, name string
	account  *account // whose it is, and where its sessions act
	trusted  *account // whose users may assume it; nil = a service of the cloud
	readOnly bool
	chained  bool // only another agency of the trusted account may assume it
}

// assumption is what a user has that is a session of an agency.
type assumption struct {
	agency  *agency
	by      *user
	session string
}

// lend gives an account its agencies. Their names end in the account's letter.
func lend(a, other *account) {
	letter := strings.TrimPrefix(a.name, "domain-")
	a.agencies = []*agency{
		{name: "agency-" + letter, trusted: other},
		{name: "readonly-agency-" + letter, trusted: other, readOnly: true},
		{name: "second-agency-" + letter, trusted: other, chained: true},
		{name: "own-agency-" + letter, trusted: a},
		{name: "ecs-agency-" + letter},
	}
	for _, ag := range a.agencies {
		ag.account = a
		ag.id = namedHex("agency:" + ag.name)
	}
}

func (a *account) agency(name string) *agency {
	for _, ag := range a.agencies {
		if ag.name == name {
			return ag
		}
	}
	return nil
}

// view is an agency as GET /_emulator/tenants shows it.
func (ag *agency) view() object {
	trusted := "op_svc_ecs"
	if ag.trusted != nil {
		trusted = ag.trusted.name
	}
	return object{"id": ag.id, "name": ag.name, "trust_domain_name": trusted, "read_only": ag.readOnly,
		"by_agency_only": ag.chained}
}

// trusts tells whether the agency is for this user to assume.
func (ag *agency) trusts(u *user) bool {
	return ag.trusted == u.account && (!ag.chained || u.assumed != nil)
}

// principal is the user that a session of the agency acts as (contract/auth.md 1.5).
func (ag *agency) principal(by *user, session string) *user {
	return &user{id: ag.id, name: ag.account.name + "/" + ag.name, account: ag.account, readOnly: ag.readOnly,
		assumed: &assumption{agency: ag, by: by, session: cmp.Or(session, by.name)}}
}

// The assume_role object, in the spellings of the SDK, the partner clouds' libraries and the older hw_assume_role
// (contract/auth.md 1.1 and 1.6).
type assumeRequest struct {
	AgencyName  string `json:"agency_name"`
	XroleName   string `json:"xrole_name"`
	DomainName  string `json:"domain_name"`
	DomainID    string `json:"domain_id"`
	Duration    int    `json:"duration_seconds"`
	SessionUser *struct {
		Name string `json:"name"`
	} `json:"session_user"`
	Restrict *struct {
		Roles []string `json:"roles"`
	} `json:"restrict"`
	TokenID   string `json:"token_id"`
	ExpiresAt string `json:"expires_at"`
}

// assumption gives what is asked of an agency, and tells whether the methods ask for one.
func (request *identityRequest) assumption(methods []string) (*assumeRequest, bool) {
	switch strings.Join(methods, ",") {
	case "assume_role":
		return request.AssumeRole, true
	case "hw_assume_role":
		return request.HWAssumeRole, true
	}
	return nil, false
}

// byAgency makes the caller a session of an agency. The caller has a login of their own for it.
func (c *call) byAgency(asked *assumeRequest, older bool) (*user, *reply) {
	switch {
	case older && c.choices.RefuseOlderAgency:
		return nil, new(c.iamError("IAM.0073", "methods", "hw_assume_role"))
	case asked == nil:
		return nil, new(c.iamError("IAM.0072", "auth.identity.assume_role"))
	case asked.AgencyName == "" && asked.XroleName == "":
		return nil, new(c.iamError("IAM.0072", "agency_name"))
	case asked.DomainName == "" && asked.DomainID == "":
		return nil, new(c.iamError("IAM.0072", "domain_name"))
	case c.refusal != nil:
		return nil, c.refusal
	}
	session := ""
	if asked.SessionUser != nil {
		session = asked.SessionUser.Name
	}
	name := cmp.Or(asked.AgencyName, asked.XroleName)
	of := c.findAccount(func(a *account) bool { return (&nameOrID{ID: asked.DomainID, Name: asked.DomainName}).matches(a) })
	principal, problem := c.assume(of, name, session)
	if problem != "" {
		return nil, new(c.iamError("IAM.0002", problem))
	}
	if asked.Restrict != nil && !slices.Contains(asked.Restrict.Roles, fullRole) {
		principal.readOnly = true
	}
	return principal, nil
}

// assume makes the caller a session of the named agency; the second result says why not. The right to do so is the role
// Agent Operator, which read-only users do not have. What does not exist and what does not trust the caller are refused
// alike.
func (c *call) assume(of *account, name, session string) (*user, string) {
	var ag *agency
	if of != nil {
		ag = of.agency(name)
	}
	switch {
	case c.who.user.readOnly:
		return nil, "The user does not have the Agent Operator role."
	case ag == nil || !ag.trusts(c.who.user):
		return nil, "The agency does not exist or does not trust the caller."
	}
	return ag.principal(c.who.user, session), ""
}

// readAction is the end of the name of an action that changes nothing, such as vpcep:endpoints:get.
var readAction = regexp.MustCompile(`(?i):(get|list|show|query)[a-z*]*$`)

// limited applies a policy to a session: one that allows reading only makes it read-only (contract/auth.md 1.6).
func (c *call) limited(u *user, policy json.RawMessage) (*user, *reply) {
	if len(policy) == 0 || string(policy) == "null" {
		return u, nil
	}
	var document struct {
		Version   string `json:"Version"`
		Statement []struct {
			Effect string   `json:"Effect"`
			Action []string `json:"Action"`
		} `json:"Statement"`
	}
	if err := json.Unmarshal(policy, &document); err != nil || document.Version == "" || len(document.Statement) == 0 {
		return nil, new(c.iamError("IAM.0007", "policy"))
	}
	writes := false
	for _, statement := range document.Statement {
		for _, action := range statement.Action {
			writes = writes || statement.Effect == "Allow" && !readAction.MatchString(action)
		}
	}
	session := *u
	session.readOnly = u.readOnly || !writes
	return &session, nil
}
