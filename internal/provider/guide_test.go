package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const guide = "templates/guides/authentication.md.tmpl"

// rows are the rows of the table that follows a text of the guide, cell by cell.
func rows(t *testing.T, after string) (table [][]string) {
	t.Helper()
	_, text, found := strings.Cut(contents(t, guide), after)
	if !found {
		t.Fatalf("the guide does not say %q", after)
	}
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "|---"):
			table = [][]string{}
		case strings.HasPrefix(line, "|") && table != nil:
			table = append(table, strings.Split(strings.Trim(line, "| "), " | "))
		case table != nil:
			return table
		}
	}
	t.Fatalf("no table follows %q", after)
	return nil
}

// The guide explains messages that there are.
func TestGuideMessages(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, pattern := range []string{"client/*.go", "provider/*.go", "framework/*.go"} {
		files, err := filepath.Glob(filepath.Join(root, "internal", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(text)
		}
	}
	said := regexp.MustCompile(`" \+\s*"`).ReplaceAllString(code.String(), "")
	messages := rows(t, "What this provider says:")
	for _, row := range messages {
		if message := strings.Trim(row[0], "`"); !strings.Contains(said, message) {
			t.Errorf("nothing says %q", message)
		}
	}
	if len(messages) < 20 {
		t.Errorf("the table has %d rows only", len(messages))
	}
}

// The guide's regions are those that the client knows.
func TestGuideRegions(t *testing.T) {
	t.Parallel()
	quoted := regexp.MustCompile("`([^`]+)`")
	domain := regexp.MustCompile(`cloud = "([^"]+)"`)
	clouds := rows(t, "## Clouds and regions")
	for _, row := range clouds {
		cloud := ""
		if match := domain.FindStringSubmatch(row[1]); match != nil {
			cloud = match[1]
		}
		for _, match := range quoted.FindAllStringSubmatch(row[2], -1) {
			if !client.KnownRegion(cloud, match[1]) {
				t.Errorf("%s: the client does not know %s", row[0], match[1])
			}
		}
	}
	if len(clouds) < 7 {
		t.Errorf("the table has %d rows only", len(clouds))
	}
}
