package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Refuses takes pairs: the configuration of an object called "test", and what a plan with this provider block has to say
// about it. The cloud may not be asked anything. All of them stand in one configuration, each in a file of its own, so that
// one run of the CLI judges many.
func (e *Env) Refuses(t *testing.T, provider string, inputs [][2]string) {
	t.Helper()
	w := NewWorkspace(t, provider)
	open := map[string][2]string{} // by the name of the file
	for i, input := range inputs {
		name := fmt.Sprintf("input%d", i)
		config := strings.NewReplacer(`"test" {`, fmt.Sprintf("%q {", name), ".test.", "."+name+".").Replace(input[0])
		WriteFile(t, w.Dir, name+".tf", config)
		open[name+".tf"] = input
	}
	// The CLI plans nothing while a rule of a schema is broken, so what only planning finds out about comes in a later run.
	for len(open) > 0 {
		said := w.planErrors(t.Context())
		for file, text := range said {
			input, expected := open[file]
			if !expected {
				t.Fatalf("an error that is about none of the configurations: %s", text)
			}
			if !Said(input[1]).MatchString(text) {
				t.Errorf("the error is not %s:\n%s\n%s", input[1], input[0], text)
			}
			delete(open, file)
			if err := os.Remove(filepath.Join(w.Dir, file)); err != nil {
				t.Fatal(err)
			}
		}
		if len(said) == 0 {
			break
		}
	}
	for _, input := range open {
		t.Errorf("no error, want %s:\n%s", input[1], input[0])
	}
	if n := len(e.Journal()); n != 0 {
		t.Errorf("the cloud was asked %d times:\n%s", n, e.RequestTable())
	}
}

// planErrors are the errors of a plan, with the lines they are about, by the file of those lines.
func (w *Workspace) planErrors(ctx context.Context) map[string]string {
	w.t.Helper()
	output, _ := w.Run(ctx, "plan", "-json") // its errors are in the output
	said := map[string]string{}
	for line := range strings.Lines(output) {
		var event struct {
			Diagnostic struct {
				Severity string `json:"severity"`
				Summary  string `json:"summary"`
				Detail   string `json:"detail"`
				Range    struct {
					Filename string `json:"filename"`
				} `json:"range"`
				Snippet struct {
					Context string `json:"context"`
					Code    string `json:"code"`
				} `json:"snippet"`
			} `json:"diagnostic"`
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			w.t.Fatalf("%v: %s", err, output)
		}
		if d := event.Diagnostic; d.Severity == "error" {
			said[d.Range.Filename] += strings.Join([]string{d.Summary, d.Snippet.Context, d.Snippet.Code, d.Detail}, "\n") + "\n"
		}
	}
	return said
}
