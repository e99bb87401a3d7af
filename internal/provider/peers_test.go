package provider

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The codes of the defects that other providers have in what they offer for VPC endpoints and blockchains, by how many there
// are: services and endpoints of huaweicloud, its approvals, its blockchain instance, opentelekomcloud, and huaweicloud as a whole.
var peersDefects = map[string]int{"HS": 14, "HE": 7, "HA": 6, "B": 9, "O": 10, "P": 3}

// Each defect has a test that shows that this provider does not have it; a comment of the test has the code.
func TestPeersDefects(t *testing.T) {
	t.Parallel()
	shown, code := map[string]bool{}, regexp.MustCompile(`\b(HS|HE|HA|B|O|P)-\d+\b`)
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(function.Name.Name, "Test") {
				continue
			}
			start := function.Pos()
			if function.Doc != nil {
				start = function.Doc.Pos()
			}
			for _, comment := range file.Comments {
				if comment.Pos() < start || comment.Pos() > function.End() {
					continue
				}
				for _, found := range code.FindAllString(comment.Text(), -1) {
					shown[found] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, count := range peersDefects {
		for i := range count {
			if defect := fmt.Sprintf("%s-%d", kind, i+1); !shown[defect] {
				t.Errorf("no test shows that %s is not here", defect)
			}
		}
	}
}
