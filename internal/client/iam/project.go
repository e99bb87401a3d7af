package iam

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// maxProjects is the largest page of projects (contract/auth.md 4).
const maxProjects = 5000

// Project is a project: the one a region has from the start, with the region's id as its name, or one below it.
type Project struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	DomainID    string `json:"domain_id"`
	ParentID    string `json:"parent_id"` // the domain's id for a region's own project
	IsDomain    bool   `json:"is_domain"`
	Enabled     bool   `json:"enabled"`
}

// ProjectFilter keeps the projects that match all its members; empty and nil ones match every project.
type ProjectFilter struct {
	ID, Name, DomainID, ParentID string
	Enabled                      *bool
}

// ListProjects reads all projects of the account that match a filter (contract/auth.md 4). No match is an empty list.
func (c *Client) ListProjects(ctx context.Context, filter ProjectFilter) ([]Project, error) {
	projects, err := c.allProjects(ctx, filter.query())
	// The API has no filter by id, and may not know the others.
	return slices.DeleteFunc(projects, func(p Project) bool { return !filter.matches(p) }), err
}

func (f ProjectFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"name": f.Name, "domain_id": f.DomainID, "parent_id": f.ParentID} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if f.Enabled != nil {
		query.Set("enabled", strconv.FormatBool(*f.Enabled))
	}
	return query
}

func (f ProjectFilter) matches(p Project) bool {
	for _, pair := range [][2]string{{f.ID, p.ID}, {f.Name, p.Name}, {f.DomainID, p.DomainID}, {f.ParentID, p.ParentID}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return f.Enabled == nil || *f.Enabled == p.Enabled
}

// allProjects reads page by page. IAM counts pages instead of objects, and says in a link whether another one follows;
// a server that gives no link has more if the page is full.
func (c *Client) allProjects(ctx context.Context, query url.Values) ([]Project, error) {
	type page struct {
		Projects []Project `json:"projects"`
		Links    struct {
			Next string `json:"next"`
		} `json:"links"`
	}
	var projects []Project
	seen := map[string]bool{}
	query.Set("per_page", strconv.Itoa(maxProjects))
	for number := 1; ; number++ {
		query.Set("page", strconv.Itoa(number))
		reply, err := client.Get[page](ctx, c.api, "/v3/projects", query)
		if err != nil {
			return nil, err
		}
		for _, p := range reply.Projects {
			if seen[p.ID] {
				return nil, errors.New("the list of projects cannot be read whole: project " + p.ID + " is in it twice")
			}
			seen[p.ID] = true
		}
		projects = append(projects, reply.Projects...)
		if len(reply.Projects) == 0 || (reply.Links.Next == "" && len(reply.Projects) < maxProjects) {
			return projects, nil
		}
	}
}
