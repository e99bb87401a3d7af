package iam

import (
	"fmt"
	"strings"
	"testing"
)

const twoProjects = `{"links":{"self":"https://iam/v3/projects","previous":null,"next":null},"projects":[
	{"id":"` + project + `","name":"cn-north-4","domain_id":"` + account + `","parent_id":"` + account + `","is_domain":false,"enabled":true,"description":"","links":{"self":"s"}},
	{"id":"sub","name":"cn-north-4_sub","domain_id":"` + account + `","parent_id":"` + project + `","is_domain":false,"enabled":false,"description":"below","links":{"self":"s"}}]}`

func TestListProjects(t *testing.T) {
	t.Parallel()
	yes := true
	for name, row := range map[string]struct {
		filter ProjectFilter
		query  string
		want   string // ids
	}{
		"all":             {ProjectFilter{}, "page=1&per_page=5000", project + " sub"},
		"by name":         {ProjectFilter{Name: "cn-north-4"}, "name=cn-north-4&page=1&per_page=5000", project},
		"by id":           {ProjectFilter{ID: "sub"}, "page=1&per_page=5000", "sub"},
		"by parent":       {ProjectFilter{ParentID: project}, "page=1&parent_id=" + project + "&per_page=5000", "sub"},
		"by domain":       {ProjectFilter{DomainID: account}, "domain_id=" + account + "&page=1&per_page=5000", project + " sub"},
		"those in use":    {ProjectFilter{Enabled: &yes}, "enabled=true&page=1&per_page=5000", project},
		"none":            {ProjectFilter{Name: "x"}, "name=x&page=1&per_page=5000", ""},
		"all at once":     {ProjectFilter{Name: "cn-north-4_sub", ID: "sub"}, "name=cn-north-4_sub&page=1&per_page=5000", "sub"},
		"a contradiction": {ProjectFilter{Name: "cn-north-4", ID: "sub"}, "name=cn-north-4&page=1&per_page=5000", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call := "GET /v3/projects?" + row.query
			c, cloud := serve(t, byKey, map[string]answer{call: {200, twoProjects}})
			got, err := c.ListProjects(t.Context(), row.filter)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, p := range got {
				ids = append(ids, p.ID)
			}
			equal(t, strings.Join(ids, " "), row.want)
			cloud.want(t, call)
		})
	}
}

func TestProjectIsReadWhole(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, byKey, map[string]answer{"GET /v3/projects?page=1&per_page=5000": {200, twoProjects}})
	got, err := c.ListProjects(t.Context(), ProjectFilter{ID: "sub"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []Project{{ID: "sub", Name: "cn-north-4_sub", Description: "below", DomainID: account, ParentID: project}})
}

// page makes a page of projects with consecutive ids.
func page(first, count int, next string) answer {
	projects := make([]string, count)
	for i := range projects {
		projects[i] = fmt.Sprintf(`{"id":"p%d","name":"n","enabled":true}`, first+i)
	}
	return answer{200, `{"projects":[` + strings.Join(projects, ",") + `],"links":{"next":` + next + `}}`}
}

func TestListProjectsPages(t *testing.T) {
	t.Parallel()
	const route = "GET /v3/projects?page=%d&per_page=5000"
	for name, row := range map[string]struct {
		pages []answer
		want  int // -1 = refused
	}{
		"one":                             {[]answer{page(0, 7, "null")}, 7},
		"none":                            {[]answer{page(0, 0, "null")}, 0},
		"as many as links say":            {[]answer{page(0, 3, `"more"`), page(3, 3, `"more"`), page(6, 1, "null")}, 7},
		"a full one and no link":          {[]answer{page(0, 5000, "null"), page(5000, 1, "null")}, 5001},
		"full ones only":                  {[]answer{page(0, 5000, "null"), page(5000, 0, "null")}, 5000},
		"a link to nothing":               {[]answer{page(0, 2, `"more"`), page(2, 0, `"more"`)}, 2},
		"a server that ignores the pages": {[]answer{page(0, 2, `"more"`), page(0, 2, `"more"`)}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers, calls := map[string]answer{}, []string(nil)
			for i, p := range row.pages {
				call := fmt.Sprintf(route, i+1)
				answers[call], calls = p, append(calls, call)
			}
			c, cloud := serve(t, byKey, answers)
			got, err := c.ListProjects(t.Context(), ProjectFilter{})
			switch {
			case row.want < 0 && (err == nil || !strings.Contains(err.Error(), "project p0 is in it twice")):
				t.Errorf("%d projects, %v", len(got), err)
			case row.want >= 0 && (err != nil || len(got) != row.want):
				t.Errorf("%d projects, %v; want %d", len(got), err, row.want)
			}
			cloud.want(t, calls...)
		})
	}
}
