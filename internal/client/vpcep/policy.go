package vpcep

import (
	"context"
	"encoding/json"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// The policies that forbid nothing, which is what an endpoint has when none was set (contract/vpcep.md 1.0 and 1.21).
var (
	AllowAllStatement = json.RawMessage(`[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]`)
	AllowAllDocument  = json.RawMessage(`{"Version":"5.0","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["*"]}]}`)
)

// UpdatePolicyRequest sets the policy of a gateway endpoint (statement) or of an interface endpoint
// (document), never both (contract/vpcep.md 1.26).
type UpdatePolicyRequest struct {
	PolicyStatement json.RawMessage `json:"policy_statement,omitempty"`
	PolicyDocument  json.RawMessage `json:"policy_document,omitempty"`
}

// UpdatePolicy sets the policy of an endpoint (contract/vpcep.md 1.26).
func (c *Client) UpdatePolicy(ctx context.Context, id string, body UpdatePolicyRequest) error {
	_, err := client.Put[struct{}](ctx, c.api, endpointRoute+"/policy", body, id)
	return err
}

// DeletePolicy gives a gateway endpoint the policy back that forbids nothing. The call is about to be retired
// (contract/vpcep.md 1.27); where a cloud does not offer it any more, setting that policy does the same. An endpoint
// without a policy is no error.
func (c *Client) DeletePolicy(ctx context.Context, id string) error {
	err := client.Delete(ctx, c.api, endpointRoute+"/policy", id)
	switch {
	case client.HasCode(err, "EndPoint.2049"): // there is no policy
		return nil
	case client.NotOffered(err):
		return c.UpdatePolicy(ctx, id, UpdatePolicyRequest{PolicyStatement: AllowAllStatement})
	}
	return err
}
