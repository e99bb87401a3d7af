package vpcep

import (
	"net/http"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	serviceID  = "4189d3c2-8882-4871-a3c2-d380272eed83"
	endpointID = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"

	servicesPath  = "/v1/" + wiretest.Project + "/vpc-endpoint-services"
	servicePath   = servicesPath + "/" + serviceID
	endpointsPath = "/v1/" + wiretest.Project + "/vpc-endpoints"
	endpointPath  = endpointsPath + "/" + endpointID
)

var errNotFound = wiretest.Refusal(http.StatusNotFound, "EndPoint.0005")

func serve(t *testing.T, answers ...wiretest.Answer) (*Client, *wiretest.API) {
	t.Helper()
	core, cloud := wiretest.Serve(t, answers...)
	return New(core, ""), cloud
}

func serveFunc(t *testing.T, answer func(n int, request wiretest.Sent) wiretest.Answer) (*Client, *wiretest.API) {
	t.Helper()
	core, cloud := wiretest.ServeFunc(t, answer)
	return New(core, ""), cloud
}
