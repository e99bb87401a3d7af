package bcs_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// dataSources are all data sources with the arguments that an instance and a peer of its organization org2 need, and the
// call that each makes.
func dataSources(id, peer string) map[string]struct{ lines, call string } {
	of := "blockchain_id = \"" + id + "\"\n"
	return map[string]struct{ lines, call string }{
		"hwc_bcs_channels":         {of, "GET " + instanceRoute + "/channels"},
		"hwc_bcs_entity_metrics":   {of + `type = "org"`, "POST " + instanceRoute + "/entity/metric/list"},
		"hwc_bcs_event_statistics": {of, "POST " + instanceRoute + "/events/statistic"},
		"hwc_bcs_events":           {of, "POST " + instanceRoute + "/events"},
		"hwc_bcs_flavors":          {"", "GET " + instancesRoute + "/flavors"},
		"hwc_bcs_instance":         {`id = "` + id + `"`, "GET " + instanceRoute},
		"hwc_bcs_instance_metrics": {of + "entity_name = \"org2\"\ninstance_name = \"" + peer + "\"", "POST " + instanceRoute + "/entity/instance/metric/list"},
		"hwc_bcs_instance_status":  {of, "GET " + instanceRoute + "/status"},
		"hwc_bcs_instances":        {"", "GET " + instancesRoute},
		"hwc_bcs_members":          {"", "GET /v2/{project_id}/members"},
		"hwc_bcs_metrics":          {of, "POST " + instanceRoute + "/metric/list"},
		"hwc_bcs_nodes":            {of, "GET " + instanceRoute + "/nodes"},
		"hwc_bcs_notifications":    {"", "GET /v2/{project_id}/notifications"},
		"hwc_bcs_operations":       {of, "GET /v2/{project_id}/operation/record"},
		"hwc_bcs_quotas":           {"", "GET /v2/{project_id}/quotas"},
	}
}

func allDataSources(id, peer string) string {
	var config strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(dataSources(id, peer))) {
		config.WriteString(dataConfig(kind, dataSources(id, peer)[kind].lines))
	}
	return config.String()
}

// Every data source makes one call, and none beside it; an instance is found by its name with one more.
func TestAccBcsDataSources_requests(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	config := allDataSources(seeded.ID(), peerNames(t, cloud, seeded, "org2")[0])
	config += strings.Replace(dataConfig("hwc_bcs_instance", `name = "chain-one"`), `"test"`, `"named"`, 1)
	w := acctest.NewWorkspace(t, cloud.Provider(`project_id = "`+acctest.ProjectID+`"`)+config)
	before := cloud.Requests()
	w.MustRun(t.Context(), "plan", "-no-color")
	want := maps.Clone(before)
	for _, source := range dataSources("", "") {
		want[source.call]++
	}
	// A name is looked for in the list before.
	want["GET "+instancesRoute]++
	want["GET "+instanceRoute]++
	if got := cloud.Requests(); !maps.Equal(got, want) {
		t.Errorf("one plan made these requests:\n%s\nbut it should have been, with those before it,\n%v", cloud.RequestTable(), want)
	}
}

// A read that fails is an error that says what the cloud said, for every data source.
func TestAccBcsDataSources_refused(t *testing.T) {
	t.Parallel()
	for kind, source := range dataSources(nobody, "peer-0") {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			cloud.AddFault(emulator.Fault{Status: 403, Code: "BCS.4030403", Message: "No permissions to request this method", Count: -1})
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
				Config:      cloud.Provider(`project_id = "`+acctest.ProjectID+`"`) + dataConfig(kind, source.lines),
				ExpectError: said(`Could not read the .* in cn-north-4: .*403 BCS.4030403 No permissions.*request id.*What to do: give the user the permission`),
			}}})
		})
	}
}

// elsewhere is a provider block for a region that has no blockchains, with no endpoint that could have them all the same.
const elsewhere = `
provider "hwc" {
  region     = "ap-southeast-1"
  access_key = "` + acctest.AccessKey + `"
  secret_key = "` + acctest.SecretKey + `"
  project_id = "` + acctest.ProjectID + `"
}
`

// In a region without the service each plan says so, and where it is offered; nothing is asked of any server.
func TestAccBcsDataSources_notOffered(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t, elsewhere+allDataSources(nobody, "peer-0"))
	output, err := w.Run(t.Context(), "plan", "-no-color")
	if err == nil {
		t.Fatalf("the plan succeeded:\n%s", output)
	}
	message := said(`bcs is not offered in region ap-southeast-1 of myhuaweicloud.com, only in cn-north-1, cn-north-4, cn-south-1, cn-east-2` +
		`.*?What to do: set .region. to one that offers the service`)
	if got, want := len(message.FindAllString(output, -1)), len(dataSources("", "")); got != want {
		t.Errorf("%d of %d data sources say that the region lacks the service:\n%s", got, want, output)
	}
}
