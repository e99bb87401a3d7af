package vpcep_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	policyAddress = "hwc_vpcep_endpoint_policy.test"
	policyRoute   = endpointsRoute + "/{vpc_endpoint_id}/policy"
)

// gatewayEndpoint is an endpoint of tenant a to object storage, made behind Terraform's back.
func gatewayEndpoint(t *testing.T, cloud *acctest.Env) string {
	t.Helper()
	return elsewhere(t, cloud, vpcep.CreateEndpointRequest{ServiceID: cloud.PublicService(t.Context(), "obs"), VpcID: acctest.VPC})
}

// interfaceEndpoint is an endpoint of tenant a to a service of its own that takes policies.
func interfaceEndpoint(t *testing.T, cloud *acctest.Env) string {
	t.Helper()
	service, _, err := cloud.Client().CreateService(t.Context(), vpcep.CreateServiceRequest{
		VpcID: acctest.VPC, PortID: acctest.Port, ServerType: "VM", ApprovalEnabled: new(false), EnablePolicy: new(true),
		Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cloud.RemoveService(service.ID) })
	if _, err := cloud.Client().WaitServiceAvailable(t.Context(), service.ID); err != nil {
		t.Fatal(err)
	}
	return elsewhere(t, cloud, vpcep.CreateEndpointRequest{ServiceID: service.ID, VpcID: acctest.VPC, SubnetID: acctest.Subnet})
}

func elsewhere(t *testing.T, cloud *acctest.Env, body vpcep.CreateEndpointRequest) string {
	t.Helper()
	endpoint, _, err := cloud.Client().CreateEndpoint(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeEndpoint(t, cloud.Client(), endpoint.ID) })
	if _, err := cloud.Client().WaitEndpointConnected(t.Context(), endpoint.ID, true); err != nil {
		t.Fatal(err)
	}
	return endpoint.ID
}

func policyConfig(endpoint, lines string) string {
	return fmt.Sprintf("resource \"hwc_vpcep_endpoint_policy\" \"test\" {\n  endpoint_id = %q\n  %s\n}\n", endpoint, lines)
}

// deny is a policy_statement against one action.
func deny(action string) string {
	return fmt.Sprintf(`policy_statement = jsonencode([{ Action = [%q], Effect = "Deny", Resource = ["obs:*:*:*:*/*", "obs:*:*:*:*"] }])`, action)
}

// policyHolds wants a word in the policy of an endpoint.
func policyHolds(t *testing.T, cloud *acctest.Env, endpoint, word string) func() {
	t.Helper()
	return func() {
		read, err := cloud.Client().GetEndpoint(t.Context(), endpoint)
		if err != nil {
			t.Fatal(err)
		}
		if policy := string(read.PolicyStatement) + string(read.PolicyDocument); !strings.Contains(policy, word) {
			t.Errorf("the policy is %s, without %s", policy, word)
		}
	}
}

func TestAccVpcepEndpointPolicy_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	denied := cloud.Provider() + policyConfig(endpoint, deny("obs:bucket:ListBucket"))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           denied,
			ConfigPlanChecks: action(policyAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(policyAddress, "region", text(acctest.Region)),
				value(policyAddress, "endpoint_id", text(endpoint)),
				value(policyAddress, "policy_statement", knownvalue.NotNull()),
				value(policyAddress, "policy_document", knownvalue.Null()),
			},
		},
		{
			PreConfig:    policyHolds(t, cloud, endpoint, `"Deny"`),
			ResourceName: policyAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: acctest.ImportID(policyAddress, "endpoint_id"),
		},
		{
			ResourceName: policyAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(policyAddress, "region", "endpoint_id"),
		},
		{
			// The same policy in other words is the same policy.
			Config: cloud.Provider() + policyConfig(endpoint,
				`policy_statement = "[ {\"Effect\":\"Deny\", \"Action\":\"obs:bucket:ListBucket\", \"Resource\":[\"obs:*:*:*:*\",\"obs:*:*:*:*/*\"]} ]"`),
			ConfigPlanChecks: emptyPlan(),
		},
		{
			Config:           cloud.Provider() + policyConfig(endpoint, deny("obs:object:DeleteObject")),
			ConfigPlanChecks: action(policyAddress, plancheck.ResourceActionUpdate),
		},
		{
			// Somebody else allows everything again.
			PreConfig: func() {
				policyHolds(t, cloud, endpoint, "obs:object:DeleteObject")()
				if err := cloud.Client().UpdatePolicy(t.Context(), endpoint, vpcep.UpdatePolicyRequest{PolicyStatement: vpcep.AllowAllStatement}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           denied,
			ConfigPlanChecks: action(policyAddress, plancheck.ResourceActionUpdate),
		},
		{PreConfig: policyHolds(t, cloud, endpoint, `"Deny"`), Config: denied, Destroy: true},
	}})
	policyHolds(t, cloud, endpoint, `"Allow"`)()
}

func TestAccVpcepEndpointPolicy_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + policyConfig(endpoint, deny("obs:bucket:ListBucket")),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(policyAddress, map[string]knownvalue.Check{"region": text(acctest.Region), "endpoint_id": text(endpoint)}),
				},
			},
			{ResourceName: policyAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// The policy of an interface endpoint is a document; a change of `timeouts` alone asks the cloud nothing.
func TestAccVpcepEndpointPolicy_document(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := interfaceEndpoint(t, cloud)
	document := `policy_document = jsonencode({ Version = "5.0", Statement = [{ Effect = "Deny", Principal = "*", Action = ["*"], Resource = ["*"] }] })` + "\n"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + policyConfig(endpoint, document)},
		{
			PreConfig:    policyHolds(t, cloud, endpoint, `"Deny"`),
			ResourceName: policyAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: acctest.ImportID(policyAddress, "endpoint_id"),
		},
		{
			Config:           cloud.Provider() + policyConfig(endpoint, document+`timeouts = { create = "5m", read = "1m", update = "5m", delete = "5m" }`),
			ConfigPlanChecks: action(policyAddress, plancheck.ResourceActionUpdate),
		},
	}})
	policyHolds(t, cloud, endpoint, `"Allow"`)()
	if changes := cloud.Requests()["PUT "+policyRoute]; changes != 2 {
		t.Errorf("the policy was set %d times, want once and once more by the destruction", changes)
	}
}

// An endpoint that is gone takes its policy with it, also while it is being destroyed.
func TestAccVpcepEndpointPolicy_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	config := cloud.Provider() + policyConfig(endpoint, deny("obs:bucket:ListBucket"))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig:        func() { removeEndpoint(t, cloud.Client(), endpoint) },
			Config:           config,
			ConfigPlanChecks: action(policyAddress, plancheck.ResourceActionCreate),
			ExpectError:      said(`Could not set the policy of the VPC endpoint.*` + endpoint + `.*404 EndPoint\..*request id.*What to do: check .endpoint_id. and .region.`),
		},
	}})
	for _, fault := range []emulator.Fault{
		{Status: 404, Code: "EndPoint.2006", Message: "The requested endpoint does not exist."},
		{Status: 400, Code: "EndPoint.2018", Message: "The endpoint is being deleted."},
	} {
		other := gatewayEndpoint(t, cloud)
		fault.Method, fault.Route, fault.Nth = "PUT", policyRoute, 2
		cloud.AddFault(fault)
		cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
			Config: cloud.Provider() + policyConfig(other, deny("obs:bucket:ListBucket")),
		}}})
	}
}

// What the cloud refuses is told with what to do; a refused read is never taken for "gone".
func TestAccVpcepEndpointPolicy_refused(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	config := cloud.Provider("max_retries = 0") + policyConfig(endpoint, deny("obs:bucket:ListBucket"))
	steps := []resource.TestStep{
		{
			Config:      cloud.Provider() + policyConfig(endpoint, `policy_document = jsonencode({ Version = "5.0", Statement = [] })`),
			ExpectError: said(`Could not set the policy of the VPC endpoint.*EndPoint.2048.*What to do: the cloud refuses the policy`),
		},
		{
			ResourceName: policyAddress, Config: config, ImportState: true, ImportStateId: otherVPC,
			ExpectError: said(`Cannot import non-existent remote object`),
		},
		{Config: config},
	}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", endpointsRoute+"/{vpc_endpoint_id}", -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:      config,
			ExpectError: said(fmt.Sprintf(`Could not read the policy of the VPC endpoint.*%d`, fault.Status)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccVpcepEndpointPolicy_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	both := deny("*") + "\npolicy_document = \"{}\""
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{policyConfig("ep-1", deny("*")), `endpoint_id\s+=.*must be a UUID`},
		{policyConfig(otherVPC, ""), `No attribute specified when one \(and only one\) of`},
		{policyConfig(otherVPC, both), `2 attributes specified when one`},
		{policyConfig(otherVPC, `policy_statement = "[]"`), `policy_statement\s+=.*1 to 10`},
		{policyConfig(otherVPC, `policy_document = "[]"`), `policy_document\s+=.*JSON object`},
	})
}
