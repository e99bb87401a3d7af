package provider

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/hwc-community/terraform-provider-hwc/"

// forbidden says why a file must not import a package, "" if it may: the directions of DESIGN.md, "Layout". Folder is
// the file's, from the root of the module. External tests stand above everything that is not another service.
func forbidden(folder string, external bool, imported string) string {
	inside := func(name, parent string) bool { return name == parent || strings.HasPrefix(name, parent+"/") }
	own, ours := strings.CutPrefix(imported, module)
	if !ours {
		alone := inside(folder, "internal/client") || inside(folder, "internal/emulator")
		if alone && strings.HasPrefix(imported, "github.com/hashicorp/terraform-plugin-") {
			return "it knows nothing of Terraform"
		}
		return ""
	}
	if inside(own, "internal/service") && inside(folder, "internal/service") && !inside(folder, own) {
		return "one service never imports another"
	}
	for _, rule := range []struct {
		folder string
		may    []string // packages, with those below where they end in a slash
	}{
		{"internal/client", []string{"internal/client/"}},
		{"internal/emulator", []string{"internal/emulator/"}},
		{"internal/framework", []string{"internal/client"}},
		{"internal/service", []string{"internal/framework", "internal/client/", folder}},
		{"internal/provider", []string{"internal/framework", "internal/client/", "internal/service/"}},
		{"internal/acctest", []string{"internal/provider", "internal/emulator", "internal/client/"}},
		{"tools", []string{"internal/provider", "internal/emulator", "internal/client/"}},
		{".", []string{"internal/provider"}},
	} {
		if folder != rule.folder && (rule.folder == "." || !inside(folder, rule.folder)) {
			continue
		}
		may := rule.may
		if external && (inside(folder, "internal/service") || inside(folder, "internal/provider")) {
			may = append(may, "internal/acctest", "internal/emulator", "internal/provider", folder)
		}
		for _, allowed := range may {
			if parent, below := strings.CutSuffix(allowed, "/"); own == allowed || (below && inside(own, parent)) {
				return ""
			}
		}
		return "imports point provider -> service -> framework -> client; the emulator stands alone"
	}
	return "the folder has no rule in this test"
}

// The rule itself, by example.
func TestForbidden(t *testing.T) {
	t.Parallel()
	const framework = "github.com/hashicorp/terraform-plugin-framework/types"
	for _, test := range []struct {
		folder   string
		external bool
		imported string
		allowed  bool
	}{
		{".", false, module + "internal/provider", true},
		{".", false, module + "internal/client", false},
		{"internal/client", false, "github.com/hashicorp/go-retryablehttp", true},
		{"internal/client", false, framework, false},
		{"internal/client/vpcep", false, module + "internal/client", true},
		{"internal/client/vpcep", false, module + "internal/framework", false},
		{"internal/client", true, module + "internal/emulator", false},
		{"internal/emulator/cmd/hwc-emulator", false, module + "internal/emulator", true},
		{"internal/emulator", false, module + "internal/client", false},
		{"internal/emulator", true, module + "internal/client", false},
		{"internal/emulator", false, framework, false},
		{"internal/framework", false, framework, true},
		{"internal/framework", false, module + "internal/client", true},
		{"internal/framework", false, module + "internal/client/vpcep", false},
		{"internal/framework", false, module + "internal/service/vpcep", false},
		{"internal/service/vpcep", false, module + "internal/client/vpcep", true},
		{"internal/service/vpcep", false, module + "internal/framework", true},
		{"internal/service/vpcep", false, module + "internal/service/bcs", false},
		{"internal/service/vpcep", true, module + "internal/service/bcs", false},
		{"internal/service/vpcep", false, module + "internal/acctest", false},
		{"internal/service/vpcep", true, module + "internal/acctest", true},
		{"internal/service/vpcep", true, module + "internal/emulator", true},
		{"internal/provider", false, module + "internal/service/vpcep", true},
		{"internal/provider", false, module + "internal/emulator", false},
		{"internal/provider", true, module + "internal/emulator", true},
		{"internal/acctest", false, module + "internal/provider", true},
		{"internal/acctest", false, module + "internal/service/vpcep", false},
		{"internal/common", false, module + "internal/client", false},
	} {
		if why := forbidden(test.folder, test.external, test.imported); (why == "") != test.allowed {
			t.Errorf("%s imports %s (external test: %t): %q", test.folder, test.imported, test.external, why)
		}
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() != ".." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		external := strings.HasSuffix(name, "_test.go") && strings.HasSuffix(parsed.Name.Name, "_test")
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(filepath.ToSlash(folder), external, imported); why != "" {
				t.Errorf("%s imports %s: %s", name, imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("only %d files were found", files)
	}
}
