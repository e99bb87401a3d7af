package acctest

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// PeerState is a state file as another provider leaves it.
func PeerState(provider string, objects ...string) string {
	return fmt.Sprintf(`{
  "version": 4, "terraform_version": "1.5.7", "serial": 3, "lineage": "8b4f4c6b-6d3c-4a55-8d58-2f4d0b2f2c11", "outputs": {},
  "resources": [%s]
}`, strings.ReplaceAll(strings.Join(objects, ", "), "PROVIDER", provider))
}

// PeerObject is an object of a PeerState; its attributes are in testdata/moved, with places for the values.
func PeerObject(t *testing.T, typeName, name, file string, values *strings.Replacer) string {
	t.Helper()
	attributes, err := os.ReadFile(path.Join("testdata", "moved", file+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{
    "mode": "managed", "type": %q, "name": %q, "provider": "provider[\"PROVIDER\"]",
    "instances": [{ "schema_version": 0, "attributes": %s, "sensitive_attributes": [], "private": "bnVsbA==" }]
  }`, typeName, name, values.Replace(string(attributes)))
}

// Move is an object of another provider, named "test", that a moved block takes over.
type Move struct {
	Provider string                   // the address of the other provider
	From, To string                   // the types
	File     string                   // in testdata/moved, without its ending: the attributes
	Seed     func() *strings.Replacer // makes the object in the cloud, and knows what the places in File, Config and Says stand for
	Config   string                   // of the object as it is here, and of more
	Says     string                   // a pattern that the plan has to match, "" for none
}

// Moved takes an object over with the real program, and wants that to change nothing, with a refresh or without one, and
// the object to be managed afterwards without the other provider. It returns what the plan said.
func Moved(t *testing.T, cloud *Env, move Move) string {
	t.Helper()
	w := NewWorkspace(t, "")
	w.Needs(t.Context(), "1.8")
	values := move.Seed()
	w.WriteState(PeerState(move.Provider, PeerObject(t, move.From, "test", move.File, values)))
	w.Pretend(move.Provider)
	w.Write(cloud.Provider() + values.Replace(move.Config) + fmt.Sprintf("\nmoved {\n  from = %s.test\n  to   = %s.test\n}\n", move.From, move.To))

	plan := w.MustRun(t.Context(), "plan", "-no-color")
	for _, want := range []string{fmt.Sprintf("%s.test has moved to %s.test", move.From, move.To), "0 to add, 0 to change, 0 to destroy", values.Replace(move.Says)} {
		if !Said(want).MatchString(plan) {
			t.Fatalf("the plan does not say %q:\n%s", want, plan)
		}
	}
	unrefreshed := w.MustRun(t.Context(), "plan", "-no-color", "-refresh=false")
	if strings.Contains(unrefreshed, "must be replaced") || !strings.Contains(unrefreshed, "0 to destroy") {
		t.Errorf("without a refresh something is destroyed:\n%s", unrefreshed)
	}
	w.MustRun(t.Context(), "apply", "-no-color", "-auto-approve")
	w.Pretend()
	w.MustRun(t.Context(), "plan", "-no-color", "-detailed-exitcode")
	if region := onlyAttribute(t, w.State(), "region"); region != Region {
		t.Errorf("the state has the region %v", region)
	}
	w.MustRun(t.Context(), "destroy", "-no-color", "-auto-approve")
	return plan
}

// onlyAttribute is an attribute of the first object in a state.
func onlyAttribute(t *testing.T, state, name string) any {
	t.Helper()
	var file struct {
		Resources []struct {
			Instances []struct {
				Attributes map[string]any `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(state), &file); err != nil {
		t.Fatal(err)
	}
	return file.Resources[0].Instances[0].Attributes[name]
}

// GuideShows wants the guide for those who come from another provider to show a plan as it is, ids aside.
func GuideShows(t *testing.T, plan string) {
	t.Helper()
	const begin = "```text\nTerraform will perform the following actions:\n"
	shown := strings.Split(Repository(t, "templates/guides/migrate-from-huaweicloud.md.tmpl"), begin)[1:]
	is := func(shown string) bool {
		shown, _, closed := strings.Cut(shown, "```")
		return closed && strings.Contains(bare(plan), strings.TrimSpace(bare(shown)))
	}
	if !slices.ContainsFunc(shown, is) {
		t.Errorf("the guide shows no plan that is\n%s", plan)
	}
}

var (
	anyUUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	// place is where in the configuration a warning comes from, which not every CLI says.
	place = regexp.MustCompile(`\n  with \S+,\n  on main\.tf .*\n.*\n`)
	// hidden is how many attributes a plan does not show; OpenTofu leaves write-only ones out of the count.
	hidden = regexp.MustCompile(`\d+ unchanged attributes`)
)

// bare puts the same for every id and every count of what is not shown, and leaves out places.
func bare(text string) string {
	return hidden.ReplaceAllString(place.ReplaceAllString(anyUUID.ReplaceAllString(text, "ID"), ""), "N unchanged attributes")
}

// Repository is the text of a file of the repository.
func Repository(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(path.Join("..", "..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
