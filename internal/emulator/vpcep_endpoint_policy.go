package emulator

import (
	"bytes"
	"encoding/json"
	"slices"
)

// The policies of an endpoint nobody gave one (contract/vpcep.md 1.0 and 1.26).
const (
	defaultStatement = `[{"Effect":"Allow","Action":["obs:*:*"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]}]`
	defaultDocument  = `{"Version":"5.0","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["*"]}]}`
	maxStatements    = 10
)

func isGiven(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

func isEmptyList(raw json.RawMessage) bool {
	var items []json.RawMessage
	return isGiven(raw) && json.Unmarshal(raw, &items) == nil && len(items) == 0
}

// setPolicy validates a new policy and keeps it as it was written: policy_statement of a gateway endpoint,
// policy_document of an interface endpoint, either only when the service supports policies. None is the default.
func (ep *endpoint) setPolicy(statement, document json.RawMessage) *reply {
	given, other, fallback := document, statement, defaultDocument
	if ep.isGateway() {
		given, other, fallback = statement, document, defaultStatement
	}
	if isGiven(other) || isGiven(given) && !ep.hasPolicy {
		return new(fail("EndPoint.2048"))
	}
	if !isGiven(given) {
		ep.policy = json.RawMessage(fallback)
		return nil
	}
	if ep.isGateway() && !validStatements(given, statementFields, 0) || !ep.isGateway() && !validDocument(given) {
		return new(fail("EndPoint.2048"))
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, given); err != nil {
		return new(fail("EndPoint.2048"))
	}
	ep.policy = compact.Bytes()
	if compact.String() == "[]" {
		ep.policy = json.RawMessage(fallback)
	}
	return nil
}

var (
	statementFields         = []string{"Effect", "Action", "Resource", "Condition", "Sid"}
	documentStatementFields = append([]string{"NotAction", "NotResource", "Principal", "NotPrincipal"}, statementFields...)
)

// validStatements checks an array of statements (contract/vpcep.md 1.0, PolicyStatement).
func validStatements(raw json.RawMessage, fields []string, fewest int) bool {
	var statements []map[string]any
	if json.Unmarshal(raw, &statements) != nil || len(statements) < fewest || len(statements) > maxStatements {
		return false
	}
	for _, statement := range statements {
		for name := range statement {
			if !slices.Contains(fields, name) {
				return false
			}
		}
		effect := statement["Effect"]
		if effect != "Allow" && effect != "Deny" {
			return false
		}
		for _, name := range []string{"Action", "Resource"} {
			if alternative, exists := statement["Not"+name]; !texts(statement[name]) && (!exists || !texts(alternative)) {
				return false
			}
		}
		if condition, exists := statement["Condition"]; exists {
			if _, isObject := condition.(object); !isObject && condition != nil {
				return false
			}
		}
	}
	return true
}

// texts tells whether a value is a string or a list of at least one.
func texts(value any) bool {
	switch v := value.(type) {
	case string:
		return v != ""
	case []any:
		return len(v) > 0 && !slices.ContainsFunc(v, func(item any) bool {
			text, isText := item.(string)
			return !isText || text == ""
		})
	}
	return false
}

func validDocument(raw json.RawMessage) bool {
	var document map[string]json.RawMessage
	if json.Unmarshal(raw, &document) != nil || document == nil {
		return false
	}
	for name := range document {
		if name != "Version" && name != "Statement" && name != "Id" {
			return false
		}
	}
	return validStatements(document["Statement"], documentStatementFields, 1)
}

// updatePolicy replaces the policy of an endpoint (contract/vpcep.md 1.26).
func updatePolicy(c *call) reply {
	ep, refused := c.writableEndpoint()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Statement json.RawMessage `json:"policy_statement"`
		Document  json.RawMessage `json:"policy_document"`
	}](c)
	if refused != nil {
		return *refused
	}
	if !isGiven(request.Statement) && !isGiven(request.Document) {
		return fail("EndPoint.0002", "policy_statement or policy_document is required.")
	}
	if !ep.hasPolicy {
		return fail("EndPoint.2049")
	}
	changed := *ep
	if refused := changed.setPolicy(request.Statement, request.Document); refused != nil {
		return *refused
	}
	c.store.endpoints.touch(ep.id)
	ep.policy = changed.policy
	c.restamp(&ep.stamps)
	return ok(c.endpointView(ep, viewPolicy))
}

// deletePolicy puts the policy of a gateway endpoint back to the default (contract/vpcep.md 1.27).
func deletePolicy(c *call) reply {
	ep, refused := c.writableEndpoint()
	if refused != nil {
		return *refused
	}
	if !ep.isGateway() || !ep.hasPolicy {
		return fail("EndPoint.2049")
	}
	c.store.endpoints.touch(ep.id)
	ep.policy = json.RawMessage(defaultStatement)
	c.restamp(&ep.stamps)
	return ok(c.endpointView(ep, viewPolicy))
}
