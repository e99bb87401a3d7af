package provider

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

const root = "../.."

// registry is one kind of object, what it is called in a test's name, and what each of the kind needs beside its code.
type registry struct {
	kind     string // the folder in docs/ and examples/
	test     string // between the name and "_basic"
	examples []string
	names    func(ctx context.Context, p provider.Provider) []string
}

const typeName = "hwc"

var registries = []registry{
	{"resources", "", []string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"}, func(ctx context.Context, p provider.Provider) (names []string) {
		for _, factory := range p.Resources(ctx) {
			var resp resource.MetadataResponse
			factory().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: typeName}, &resp)
			names = append(names, resp.TypeName)
		}
		return names
	}},
	{"data-sources", "DataSource", []string{"data-source.tf"}, func(ctx context.Context, p provider.Provider) (names []string) {
		for _, factory := range p.DataSources(ctx) {
			var resp datasource.MetadataResponse
			factory().Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: typeName}, &resp)
			names = append(names, resp.TypeName)
		}
		return names
	}},
	{"ephemeral-resources", "Ephemeral", []string{"ephemeral-resource.tf"}, func(ctx context.Context, p provider.Provider) (names []string) {
		if p, ok := p.(provider.ProviderWithEphemeralResources); ok {
			for _, factory := range p.EphemeralResources(ctx) {
				var resp ephemeral.MetadataResponse
				factory().Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: typeName}, &resp)
				names = append(names, resp.TypeName)
			}
		}
		return names
	}},
	{"list-resources", "List", []string{"list-resource.tfquery.hcl"}, func(ctx context.Context, p provider.Provider) (names []string) {
		if p, ok := p.(provider.ProviderWithListResources); ok {
			for _, factory := range p.ListResources(ctx) {
				var resp resource.MetadataResponse
				factory().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: typeName}, &resp)
				names = append(names, resp.TypeName)
			}
		}
		return names
	}},
	{"actions", "Action", []string{"action.tf"}, func(ctx context.Context, p provider.Provider) (names []string) {
		if p, ok := p.(provider.ProviderWithActions); ok {
			for _, factory := range p.Actions(ctx) {
				var resp action.MetadataResponse
				factory().Metadata(ctx, action.MetadataRequest{ProviderTypeName: typeName}, &resp)
				names = append(names, resp.TypeName)
			}
		}
		return names
	}},
	{"functions", "Function", []string{"function.tf"}, func(ctx context.Context, p provider.Provider) (names []string) {
		if p, ok := p.(provider.ProviderWithFunctions); ok {
			for _, factory := range p.Functions(ctx) {
				var resp function.MetadataResponse
				factory().Metadata(ctx, function.MetadataRequest{}, &resp)
				names = append(names, resp.Name)
			}
		}
		return names
	}},
}

// Each object that the provider offers has examples, a page, an acceptance test and an entry in the changelog.
func TestRegistries(t *testing.T) {
	t.Parallel()
	tests := acceptanceTests(t)
	changelog := contents(t, "CHANGELOG.md")
	total := 0
	for _, r := range registries {
		for _, name := range r.names(t.Context(), New("test")()) {
			total++
			t.Run(r.kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				for _, file := range r.examples {
					if text := contents(t, filepath.Join("examples", r.kind, name, file)); !strings.Contains(text, name) {
						t.Errorf("the example %s does not show %s", file, name)
					}
				}
				page := contents(t, filepath.Join("docs", r.kind, strings.TrimPrefix(name, typeName+"_")+".md"))
				if !strings.Contains(page, name) {
					t.Errorf("the page does not name %s", name)
				}
				if test := "TestAcc" + camel(name) + r.test + "_basic"; !tests[test] {
					t.Errorf("internal/service has no %s", test)
				}
				if !regexp.MustCompile(`\b` + name + `\b`).MatchString(changelog) {
					t.Errorf("CHANGELOG.md does not name %s", name)
				}
			})
		}
	}
	if total == 0 {
		t.Error("the provider offers nothing")
	}
}

// What is no longer offered leaves no page and no example behind.
func TestNothingLeftBehind(t *testing.T) {
	t.Parallel()
	for _, r := range registries {
		offered := map[string]bool{}
		for _, name := range r.names(t.Context(), New("test")()) {
			offered[name] = true
		}
		for _, folder := range []string{"docs", "examples"} {
			entries, err := os.ReadDir(filepath.Join(root, folder, r.kind))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			for _, entry := range entries {
				name := entry.Name()
				if folder == "docs" {
					name = typeName + "_" + strings.TrimSuffix(name, ".md")
				}
				if !offered[name] && !offered[strings.TrimPrefix(name, typeName+"_")] {
					t.Errorf("%s/%s/%s belongs to nothing the provider offers", folder, r.kind, entry.Name())
				}
			}
		}
	}
}

func contents(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// camel turns hwc_vpcep_service into VpcepService.
func camel(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.TrimPrefix(name, typeName+"_"), "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// acceptanceTests are the names of the tests in internal/service.
func acceptanceTests(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "internal", "service", "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	function := regexp.MustCompile(`(?m)^func (TestAcc\w+)\(t \*testing\.T\)`)
	names := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range function.FindAllStringSubmatch(string(data), -1) {
			names[match[1]] = true
		}
	}
	return names
}
