package emulator

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestHBSJobFilters(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	a.newHBS(`{"name":"first-chain"}`)
	c.SetProgress(HBSCreate, Fails("X", "no"))
	a.newHBS(`{"name":"Second-chain"}`)
	c.Clock().Advance(time.Hour)
	c.SetProgress(HBSCreate, Held())
	a.newHBS(`{"name":"third-chain"}`)
	third := c.Clock().Now().Format(time.RFC3339)
	c.SetProgress(HBSCreate, After(time.Hour))
	a.newHBS(`{"name":"fourth-chain"}`)
	for _, test := range []struct {
		query string
		want  string // newest first
		total int
	}{
		{"", "fourth-chain third-chain Second-chain first-chain", 4},
		{"status=Success", "first-chain", 1},
		{"status=Failed,Running", "third-chain Second-chain", 2},
		{"status=Initializing", "fourth-chain", 1},
		{"instance_name=th", "fourth-chain third-chain", 2},
		{"instance_name=second", "", 0},
		{"start_time=" + url.QueryEscape(third), "fourth-chain third-chain", 2},
		{"limit=1&offset=2", "Second-chain", 4},
	} {
		got := a.must(200, "GET", hbsJobs+"?"+test.query, "")
		var names []string
		for _, j := range got.items("jobs") {
			names = append(names, fmt.Sprint(j["instance_name"]))
		}
		if strings.Join(names, " ") != test.want || got.body["count"] != float64(test.total) {
			t.Errorf("%s: %v of %v, want %s of %d", test.query, names, got.body["count"], test.want, test.total)
		}
	}
	for _, query := range []string{"status=Done", "start_time=yesterday", "limit=101", "offset=-1"} {
		a.hbsRefused(400, "HBS.40000003", query[:5], "GET", hbsJobs+"?"+query, "")
	}
	a.hbsRefused(400, "HBS.40000006", unknown, "GET", hbsJobs+"/"+unknown, "")
}

func TestHBSJobDeletion(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	a.newHBS()
	done := fmt.Sprint(a.job("CreateInstance")["id"])
	c.SetProgress(HBSCreate, Held())
	a.newHBS()
	running := fmt.Sprint(a.job("CreateInstance")["id"])
	a.hbsRefused(400, "HBS.40000003", "jobs", "DELETE", hbsJobs, `{"jobs":[]}`)
	a.hbsRefused(400, "HBS.40000001", "empty", "DELETE", hbsJobs, "")
	a.hbsRefused(400, "HBS.40000006", unknown, "DELETE", hbsJobs, `{"jobs":["`+done+`","`+unknown+`"]}`)
	a.hbsRefused(400, "HBS.40000015", running, "DELETE", hbsJobs, `{"jobs":["`+done+`","`+running+`"]}`)
	sameJSON(t, "deletion", any(a.must(200, "DELETE", hbsJobs, `{"jobs":["`+done+`"]}`).body), `{"result":"success"}`)
	if left := a.must(200, "GET", hbsJobs, "").items("jobs"); len(left) != 1 || left[0]["id"] != running {
		t.Errorf("left: %v", left)
	}
	a.hbsRefused(400, "HBS.40000006", done, "GET", hbsJobs+"/"+done, "")
}

// The text and the schema disagree on how many jobs one call deletes (contract/bcs.md 1H.3). A job that is not there tells
// that the number is let in.
func TestHowManyJobsOneCallDeletes(t *testing.T) {
	t.Parallel()
	jobs := func(n int) string { return `{"jobs":["` + strings.Repeat(unknown+`","`, n-1) + unknown + `"]}` }
	for chosen, most := range map[int]int{0: 100, 2000: 2000} {
		a := start(t, Options{Choices: Choices{HBS: HBSChoices{MaxDeletedJobs: chosen}}}).tenantA()
		a.hbsRefused(400, "HBS.40000006", unknown, "DELETE", hbsJobs, jobs(most))
		a.hbsRefused(400, "HBS.40000003", fmt.Sprintf("1 to %d items", most), "DELETE", hbsJobs, jobs(most+1))
	}
}

// Policies of one kind leave the others alone, and the control routes know the kinds of the engine.
func TestHBSKinds(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	for kind, policy := range map[string]string{"hbs.create": "reads:3", "hbs.upgrade": "held", "hbs.delete": "after:20m0s",
		"hbs.organization": "fails:X:no", "hbs.organization.delete": "held", "hbs.contract": "held", "hbs.endpoint": "held", "hbs.backup": "held"} {
		if a := c.do("PUT", "/_emulator/progress", fmt.Sprintf(`{"kind":%q,"progress":%q}`, kind, policy), nil); a.status != 200 {
			t.Errorf("%s: %s", kind, a.text)
		}
	}
	shown := c.do("GET", "/_emulator/progress", "", nil)
	progress, _ := shown.body["progress"].(map[string]any)
	has(t, "progress", progress, map[string]any{"hbs.create": "reads:3", "hbs.delete": "after:20m0s", "hbs.organization": "fails:X:no",
		"bcs.create": "immediate"})
}

func TestHBSReset(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	c.tenantA().newHBS()
	if reflect.DeepEqual(fresh, c.State()) {
		t.Error("State does not show an instance")
	}
	c.Reset()
	if got := c.State(); !reflect.DeepEqual(fresh, got) {
		t.Errorf("state %v", got)
	}
	if got := c.tenantA().must(200, "GET", hbsJobs, ""); got.body["count"] != 0.0 {
		t.Errorf("jobs %s", got.text)
	}
}
