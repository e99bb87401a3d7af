package vpcep

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// An import takes the kind of policy there is; afterwards only the kind that is managed is read.
func TestEndpointPolicyFill(t *testing.T) {
	t.Parallel()
	null := policyValue{types.StringNull()}
	one, other := policyValue{text(`[{"Effect":"Deny"}]`)}, policyValue{text(`{"Version":"5.0"}`)}
	statement, document := json.RawMessage(`[ {"Effect": "Deny"} ]`), json.RawMessage(`{"Version": "5.0"}`)
	for _, test := range []struct {
		name  string
		prior endpointPolicyModel
		read  vpcep.Endpoint
		want  endpointPolicyModel
	}{
		{"imported gateway", endpointPolicyModel{}, vpcep.Endpoint{PolicyStatement: statement}, endpointPolicyModel{PolicyStatement: one, PolicyDocument: null}},
		{"imported interface", endpointPolicyModel{}, vpcep.Endpoint{PolicyDocument: document}, endpointPolicyModel{PolicyStatement: null, PolicyDocument: other}},
		{"imported without any", endpointPolicyModel{}, vpcep.Endpoint{}, endpointPolicyModel{PolicyStatement: null, PolicyDocument: null}},
		{"imported null", endpointPolicyModel{}, vpcep.Endpoint{PolicyDocument: json.RawMessage("null")}, endpointPolicyModel{PolicyStatement: null, PolicyDocument: null}},
		{
			"drifted", endpointPolicyModel{PolicyStatement: policyValue{text(`[]`)}, PolicyDocument: null}, vpcep.Endpoint{PolicyStatement: statement},
			endpointPolicyModel{PolicyStatement: one, PolicyDocument: null},
		},
		{
			"not shown", endpointPolicyModel{PolicyStatement: one, PolicyDocument: null}, vpcep.Endpoint{},
			endpointPolicyModel{PolicyStatement: one, PolicyDocument: null},
		},
		{
			"other kind not managed", endpointPolicyModel{PolicyStatement: null, PolicyDocument: other}, vpcep.Endpoint{PolicyStatement: statement, PolicyDocument: document},
			endpointPolicyModel{PolicyStatement: null, PolicyDocument: other},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			model := test.prior
			model.fill("cn-north-4", &test.read)
			if !model.same(test.want) || model.Region != text("cn-north-4") {
				t.Errorf("got %s and %s, want %s and %s", model.PolicyStatement, model.PolicyDocument, test.want.PolicyStatement, test.want.PolicyDocument)
			}
		})
	}
}

// The request holds the one kind that is set, and what takes it off is of the same kind.
func TestEndpointPolicyRequests(t *testing.T) {
	t.Parallel()
	null := policyValue{types.StringNull()}
	for name, test := range map[string]struct {
		model          endpointPolicyModel
		request, allow string
	}{
		"statement": {endpointPolicyModel{PolicyStatement: policyValue{text(`[{"Effect":"Deny"}]`)}, PolicyDocument: null},
			`{"policy_statement":[{"Effect":"Deny"}]}`, `{"policy_statement":` + string(vpcep.AllowAllStatement) + `}`},
		"document": {endpointPolicyModel{PolicyStatement: null, PolicyDocument: policyValue{text(`{"Version":"5.0"}`)}},
			`{"policy_document":{"Version":"5.0"}}`, `{"policy_document":` + string(vpcep.AllowAllDocument) + `}`},
		"unknown": {endpointPolicyModel{PolicyStatement: unknownPolicy(), PolicyDocument: null}, `{}`, `{"policy_statement":` + string(vpcep.AllowAllStatement) + `}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, body := range []struct {
				got  vpcep.UpdatePolicyRequest
				want string
			}{{test.model.request(), test.request}, {test.model.allowAll(), test.allow}} {
				if data, err := json.Marshal(body.got); err != nil || string(data) != body.want {
					t.Errorf("got %s, %v, want %s", data, err, body.want)
				}
			}
		})
	}
}

func TestEndpointGone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		code   string
		want   bool
	}{
		{404, "EndPoint.2006", true},
		{404, "EndPoint.0005", true},
		{400, "EndPoint.2018", true},
		{404, "EndPoint.4030", false},
		{404, "APIGW.0101", false},
		{403, "EndPoint.0004", false},
		{400, "EndPoint.2049", false},
	} {
		t.Run(test.code, func(t *testing.T) {
			t.Parallel()
			if got := endpointGone(&client.APIError{Service: "vpcep", Status: test.status, Code: test.code}); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
