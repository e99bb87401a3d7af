package emulator

import "testing"

// The code of what is not there, and of a service in use, is open; that 404 is the status of the former is not
// (contract/vpcep.md 7.4, 10.5, 10.6).
func TestCodesAreChoices(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		choices                  Choices
		service, endpoint, inUse string
	}{
		{Choices{}, "EndPoint.0005", "EndPoint.2006", "EndPoint.3006"},
		{Choices{MissingServiceCode: 2003, MissingEndpointCode: 2008, ServiceInUseCode: 3005}, "EndPoint.2003", "EndPoint.2008", "EndPoint.3005"},
		{Choices{MissingEndpointCode: 5}, "EndPoint.0005", "EndPoint.0005", "EndPoint.3006"},
	} {
		a := start(t, Options{Choices: test.choices}).tenantA()
		for _, path := range []string{services + "/" + unknown, services + "/" + unknown + "/permissions", services + "/describe?id=" + unknown} {
			a.refused(404, test.service, "GET", path, "")
		}
		a.refused(404, test.service, "POST", "/v1/{p}/endpoint_service/"+unknown+"/tags/action", "{}")
		a.refused(404, test.endpoint, "DELETE", endpoints+"/"+unknown, "")
		a.refused(404, test.endpoint, "POST", "/v1/{p}/endpoint/"+unknown+"/tags/action", "{}")
		a.refused(400, "EndPoint.2003", "POST", endpoints, endpointBody(unknown, "{}")) // not a choice
		id := a.newService("{}")
		a.newEndpoint(id, "{}")
		a.refused(400, test.inUse, "DELETE", services+"/"+id, "")
	}
}

// What describe checks, and the code of a wrong query, are open (contract/vpcep.md 1.9, 10.7).
func TestDescribeChoices(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{DescribeChecksWhitelist: true}})
	a, b := c.tenantA(), c.tenantB()
	id := a.newService("{}")
	path := services + "/describe?id=" + id
	a.must(200, "GET", path, "") // the owner always may
	b.must(200, "GET", services+"/describe?id="+obsID, "")
	b.refused(400, "EndPoint.2012", "GET", path, "")
	a.must(200, "POST", services+"/"+id+"/permissions/action", `{"action":"add","permissions":["iam:domain::`+domainB+`"]}`)
	b.must(200, "GET", path, "")
	for number, code := range map[int]string{2: "EndPoint.0002", 2002: "EndPoint.2002"} {
		chosen := start(t, Options{Choices: Choices{DescribeQueryCode: number}}).tenantA()
		chosen.refused(400, code, "GET", services+"/describe", "")
		chosen.refused(400, code, "GET", services+"/describe?id="+id+"&endpoint_service_name=x", "")
	}
}
