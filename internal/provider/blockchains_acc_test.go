package provider_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
	hwc "github.com/hwc-community/terraform-provider-hwc/internal/provider"
)

// blockchainTypes are the resources and ephemeral resources of BCS and HBS, as a configuration declares them.
func blockchainTypes(t *testing.T) (types []string) {
	t.Helper()
	ctx := t.Context()
	p, ok := hwc.New("test")().(provider.ProviderWithEphemeralResources)
	if !ok {
		t.Fatal("the provider has no ephemeral resources")
	}
	for _, create := range p.Resources(ctx) {
		var meta resource.MetadataResponse
		create().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "hwc"}, &meta)
		types = append(types, `resource "`+meta.TypeName+`"`)
	}
	for _, create := range p.EphemeralResources(ctx) {
		var meta ephemeral.MetadataResponse
		create().Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "hwc"}, &meta)
		types = append(types, `ephemeral "`+meta.TypeName+`"`)
	}
	return slices.DeleteFunc(types, func(declared string) bool {
		return !strings.Contains(declared, "_bcs_") && !strings.Contains(declared, "_hbs_")
	})
}

// After everything that the blockchain services offer was applied and destroyed, neither a state nor a plan nor an output
// holds a password, a key or a certificate, and the cloud is as it was.
func TestAccProvider_blockchainsLeaveNothing(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config, err := os.ReadFile(filepath.Join("testdata", "blockchains.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, declared := range blockchainTypes(t) {
		if !strings.Contains(string(config), declared) {
			t.Errorf("the configuration has no %s", declared)
		}
	}
	w := acctest.NewWorkspace(t, cloud.Provider()+cloud.ProviderB(`alias = "partner"`)+string(config))
	w.Needs(t.Context(), "1.11")
	passwords := map[string]string{"resource_password": "Resource@8kQ2", "couchdb_password": "Couchdb@7zW4", "init_node_password": "InitNode@5xV9"}
	secrets := []string{"PRIVATE KEY-----", "BEGIN CERTIFICATE-----"}
	for name, password := range passwords {
		w.Env = append(w.Env, "TF_VAR_"+name+"="+password)
		secrets = append(secrets, password)
	}
	w.Env = append(w.Env, "TF_VAR_domain_id="+acctest.DomainID, "TF_VAR_project_id="+acctest.ProjectID)

	search := func(place, text string) {
		t.Helper()
		if leak := acctest.Leak(text, secrets...); leak != "" {
			t.Errorf("the %s holds a secret: …%s…", place, leak)
		}
	}
	run := func(args ...string) (output string) {
		t.Helper()
		output = w.MustRun(t.Context(), append(args, "-no-color")...)
		search("output of "+args[0], output)
		for _, file := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
			search(file, w.File(file))
		}
		return output
	}
	for _, name := range []string{"created", "unchanged", "destroyed"} {
		plan := filepath.Join(w.Dir, name)
		args := []string{"plan", "-out", plan}
		if name == "destroyed" {
			args = append(args, "-destroy")
		}
		if output := run(args...); strings.Contains(output, "No changes") != (name == "unchanged") {
			t.Errorf("the plan of what is to be %s is\n%s", name, output)
		}
		text := acctest.Unzipped(t, plan)
		if acctest.Leak(text, "made with all of them") == "" {
			t.Error("the plan cannot be read; the test proves nothing")
		}
		search("plan "+name, text)
		run("show", "-json", plan)
		run("apply", plan)
	}
	if !strings.Contains(w.File("terraform.tfstate.backup"), "made with all of them") {
		t.Error("no state holds what was made; the test proves nothing")
	}
	asked := cloud.Requests()
	const chain = "/v2/{project_id}/blockchains/{blockchain_id}"
	for _, route := range []string{
		"GET " + chain + "/cert", "POST " + chain + "/sdk-cfg", "POST " + chain + "/orgs/{org_name}/usercert/{user_name}",
		"POST /v2/{project_id}/huaweicloudchain/instances/{instance_id}/chain/sdk-config",
	} {
		if asked[route] == 0 {
			t.Errorf("there was no %s; the test proves nothing:\n%s", route, cloud.RequestTable())
		}
	}
	if left := cloud.Instances(context.WithoutCancel(t.Context())); len(left) != 0 {
		t.Errorf("there are still %v", left)
	}
}
