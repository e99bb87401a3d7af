package vpcep_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	servicesRoute  = "/v1/{project_id}/vpc-endpoint-services"
	endpointsRoute = "/v1/{project_id}/vpc-endpoints"
)

// createFaults are what may go wrong with the first creation. An apply that fails says what happened; one that
// does not fail has put it right. Either way the next apply leaves exactly one object.
var createFaults = []struct {
	name  string
	fault emulator.Fault
	fails *regexp.Regexp // nil: the first apply succeeds
}{
	{"lost reply", emulator.Fault{Drop: "after"}, nil},
	{"lost request", emulator.Fault{Drop: "before"}, nil},
	{"cut body", emulator.Fault{CutBody: true}, nil},
	{"500 not done", emulator.Fault{Status: 500, Code: "EndPoint.0001", Message: "System error. Please retry."},
		said(`Could not create the VPC endpoint.*none was found afterwards.*500 EndPoint\.0001 System error.*request id`)},
	{"500 done", emulator.Fault{Status: 500, Code: "EndPoint.0001", Message: "System error. Please retry.", AfterCommit: true}, nil},
	{"502 page", emulator.Fault{Status: 502, Body: "<html><body>Bad Gateway</body></html>"}, nil},
	{"503 not done", emulator.Fault{Status: 503, Code: "APIGW.0613", Message: "The IAM service is currently unavailable."}, nil},
	{"503 done", emulator.Fault{Status: 503, Code: "APIGW.0613", Message: "The IAM service is currently unavailable.", AfterCommit: true}, nil},
	{"504 done", emulator.Fault{Status: 504, Code: "APIGW.0201", Message: "Backend timeout.", AfterCommit: true}, nil},
	{"429", emulator.Fault{Status: 429, Code: "APIGW.0308", Message: "The throttling threshold has been reached.", Count: 2}, nil},
	{"429 with Retry-After", emulator.Fault{Status: 429, Code: "APIGW.0308", Message: "The throttling threshold has been reached.",
		Header: map[string]string{"Retry-After": "1"}}, nil},
	{"400", emulator.Fault{Status: 400, Code: "EndPoint.3056", Message: "The maximum of VPC endpoint services using the same IP address has been reached."},
		said(`Could not create the VPC endpoint.*400 EndPoint\.3056.*What to do`)},
}

// Peers: P-3: a creation whose reply is lost is sent again, and makes two.
func TestAccVpcepService_createFaults(t *testing.T) {
	t.Parallel()
	for _, test := range createFaults {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			test.fault.Method, test.fault.Route = "POST", servicesRoute
			cloud.AddFault(test.fault)
			testFault(t, cloud, serviceConfig(`name = "faulty"`), test.fails, func() string {
				services := cloud.Services(t.Context())
				if len(services) != 1 {
					return fmt.Sprintf("%d services", len(services))
				}
				return services[0].ID
			}, serviceAddress)
		})
	}
}

func TestAccVpcepEndpoint_createFaults(t *testing.T) {
	t.Parallel()
	for _, test := range createFaults {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			test.fault.Method, test.fault.Route = "POST", endpointsRoute
			cloud.AddFault(test.fault)
			testFault(t, cloud, endpointConfig(""), test.fails, func() string {
				endpoints := cloud.Endpoints(t.Context())
				if len(endpoints) != 1 {
					return fmt.Sprintf("%d endpoints", len(endpoints))
				}
				return endpoints[0].ID
			}, endpointAddress)
		})
	}
}

// testFault applies twice and wants the one object of the cloud to be the one of the state.
func testFault(t *testing.T, cloud *acctest.Env, config string, fails *regexp.Regexp, object func() string, address string) {
	t.Helper()
	steps := []resource.TestStep{
		{Config: cloud.Provider() + config, ExpectError: fails},
		{
			Config: cloud.Provider() + config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
			ConfigStateChecks: []statecheck.StateCheck{idCheck{address, func(id string) error {
				if inCloud := object(); inCloud != id {
					return fmt.Errorf("the state holds %s, the cloud %s", id, inCloud)
				}
				return nil
			}}},
		},
	}
	cloud.Test(resource.TestCase{Steps: steps})
	faulted := false
	for _, entry := range cloud.Journal() {
		faulted = faulted || entry.Fault != ""
	}
	if !faulted {
		t.Errorf("the fault never struck:\n%s", cloud.RequestTable())
	}
}

// Several objects may be the one whose reply was lost: then none is adopted, and the message names them.
func TestAccVpcepEndpoint_lostReplyAmbiguous(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + openService},
		{
			PreConfig: func() {
				service := onlyService(t, cloud)
				cloud.AddFault(emulator.Fault{Method: "POST", Route: endpointsRoute, Drop: "after"})
				cloud.OnRequest(func(entry emulator.Entry) {
					// Somebody else creates the same endpoint at the same moment.
					if entry.Method == "POST" && entry.Route == endpointsRoute && entry.Fault != "" {
						createTwin(t, cloud, service)
					}
				})
			},
			Config:      cloud.Provider() + endpointConfig(""),
			ExpectError: said(`Could not create the VPC endpoint.*[0-9a-f-]{36}, [0-9a-f-]{36}.*import`),
		},
		{
			PreConfig: func() {
				twins := cloud.Endpoints(t.Context())
				if len(twins) != 2 {
					t.Errorf("there are %d endpoints", len(twins))
				}
				for _, twin := range twins {
					removeTwin(t, cloud, twin.ID)
				}
			},
			Config: cloud.Provider() + openService,
		},
	}})
}

// An older endpoint that looks the same is not the one whose reply was lost.
func TestAccVpcepEndpoint_lostReplyOlderTwin(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	older := ""
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + openService},
		{
			PreConfig: func() {
				older = createTwin(t, cloud, onlyService(t, cloud))
				cloud.Clock().Advance(10 * minute)
				cloud.AddFault(emulator.Fault{Method: "POST", Route: endpointsRoute, Drop: "after"})
			},
			Config: cloud.Provider() + endpointConfig(""),
			ConfigStateChecks: []statecheck.StateCheck{idCheck{endpointAddress, func(id string) error {
				if id == older {
					return fmt.Errorf("the older endpoint %s was adopted", id)
				}
				return nil
			}}},
		},
		{PreConfig: func() { removeTwin(t, cloud, older) }, Config: cloud.Provider() + endpointConfig(""), ConfigPlanChecks: emptyPlan()},
	}})
}

// Throttling and outages in the middle of reads, updates and deletions are waited out.
//
// Peers: P-2: 500, 502 and 503 are never retried.
func TestAccVpcepEndpoint_outages(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		cloud.AddFault(emulator.Fault{Method: method, Nth: 2, Status: 503, Code: "APIGW.0613", Message: "unavailable"})
		cloud.AddFault(emulator.Fault{Method: method, Nth: 4, Status: 429, Code: "APIGW.0308", Message: "throttled"})
		cloud.AddFault(emulator.Fault{Method: method, Nth: 6, Drop: "after"})
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + endpointConfig("")},
		{Config: cloud.Provider() + endpointConfig("enable_whitelist = true\ntags = { a = \"1\" }")},
		{Config: cloud.Provider() + endpointConfig("")},
	}})
}

// A stale read after the creation, or after the deletion was asked for, is not taken for the truth.
//
// Peers: HE-5: a late read after the deletion fails it. O-9: the deletion is not waited for.
func TestAccVpcepEndpoint_staleReads(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: endpointsRoute + "/{vpc_endpoint_id}", Stale: true})
	cloud.SetProgress(emulator.EndpointDelete, emulator.AfterReads(2))
	cloud.SetProgress(emulator.ServiceDelete, emulator.AfterReads(2))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + endpointConfig("")}}})
}

// A read that lags behind an update is no error: the state holds what was asked for, and the next plan is empty.
func TestAccVpcepEndpoint_staleUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "PUT" {
			cloud.AddFault(emulator.Fault{Method: "GET", Route: endpointsRoute + "/{vpc_endpoint_id}", Stale: true})
		}
	})
	changed := endpointConfig("enable_whitelist = true\nwhitelist = [\"10.0.0.0/8\"]")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + endpointConfig("")},
		{Config: cloud.Provider() + changed},
		{Config: cloud.Provider() + changed, ConfigPlanChecks: emptyPlan()},
	}})
}

// A refusal is never taken for "gone".
//
// Peers: HS-2: errors of reads are swallowed.
func TestAccVpcepService_refusedRead(t *testing.T) {
	t.Parallel()
	for _, fault := range []emulator.Fault{
		{Status: 401, Code: "APIGW.0301", Message: "Incorrect IAM authentication information: decrypt token fail"},
		{Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."},
		{Status: 404, Code: "APIGW.0101", Message: "The API does not exist or has not been published in the environment."},
		{Status: 404, Body: "<html><body>404 Not Found</body></html>", Header: map[string]string{"Content-Type": "text/html"}},
		{Status: 500, Code: "EndPoint.0001", Message: "System error."},
	} {
		t.Run(fmt.Sprint(fault.Status, fault.Code), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			fault.Method, fault.Route, fault.Count = "GET", servicesRoute+"/{vpc_endpoint_service_id}", -1
			block := cloud.Provider("max_retries = 0")
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: block + serviceConfig("")},
				{
					PreConfig:   func() { cloud.AddFault(fault) },
					Config:      block + serviceConfig(""),
					ExpectError: said(fmt.Sprintf(`Could not read the VPC endpoint service.*%d`, fault.Status)),
				},
				{PreConfig: cloud.ClearFaults, Config: block + serviceConfig(""), ConfigPlanChecks: emptyPlan()},
			}})
		})
	}
}

// createTwin creates an endpoint of a service as the tests' configuration does, behind Terraform's back.
func createTwin(t *testing.T, cloud *acctest.Env, service string) string {
	t.Helper()
	created, _, err := cloud.Client().CreateEndpoint(context.Background(), vpcep.CreateEndpointRequest{ServiceID: service, VpcID: acctest.VPC, SubnetID: acctest.Subnet})
	if err != nil {
		t.Error(err)
		return ""
	}
	return created.ID
}

func removeTwin(t *testing.T, cloud *acctest.Env, id string) {
	t.Helper()
	err := cloud.Client().DeleteEndpoint(t.Context(), id)
	if err == nil {
		err = cloud.Client().WaitEndpointDeleted(t.Context(), id)
	}
	if err != nil {
		t.Error(err)
	}
}

// idCheck checks the id that an object of the root module has in the state.
type idCheck struct {
	address string
	check   func(id string) error
}

func (c idCheck) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	for _, object := range req.State.Values.RootModule.Resources {
		if object.Address == c.address {
			id, _ := object.AttributeValues["id"].(string)
			resp.Error = c.check(id)
			return
		}
	}
	resp.Error = fmt.Errorf("%s is not in the state", c.address)
}
