// Package eps speaks the part of the Enterprise Project Management API that moves resources between enterprise projects
// (contract/bcs.md 2.4). The API is global, and works on the account.
package eps

import (
	"context"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	projectRoute = "/v1.0/enterprise-projects/{enterprise_project_id}"
	maxResources = 1000
)

// BCSInstance is the resource type of a blockchain instance.
const BCSInstance = "bcs"

// Client is the API as a region of the client reaches it.
type Client struct {
	api  *client.Service
	core *client.Client
}

// New returns the API; an empty region means the client's own. Resources are those of the region.
func New(c *client.Client, region string) *Client {
	return &Client{api: c.Service("eps", region), core: c}
}

// Resource is a resource in an enterprise project.
type Resource struct {
	EnterpriseProjectID string `json:"enterprise_project_id"`
	ProjectID           string `json:"project_id"`
	ProjectName         string `json:"project_name"`
	ResourceID          string `json:"resource_id"`
	ResourceName        string `json:"resource_name"`
	ResourceType        string `json:"resource_type"`
}

// MigrateResource moves a resource of the region into an enterprise project, "0" being the default one: POST
// .../resources-migrate, with 204 as its answer. Moving it where it is does no harm. It shows up there somewhat later,
// see WaitMigrated. Path and body are those of the public documentation and of the official provider.
func (c *Client) MigrateResource(ctx context.Context, enterpriseProjectID, resourceType, resourceID string) error {
	project, err := c.core.ProjectID(ctx, c.api.Region())
	if err != nil {
		return err
	}
	body := struct {
		ResourceType string `json:"resource_type"`
		ResourceID   string `json:"resource_id"`
		ProjectID    string `json:"project_id"`
		RegionID     string `json:"region_id"`
	}{resourceType, resourceID, project, c.api.Region()}
	return client.PostIdempotentNoContent(ctx, c.api, projectRoute+"/resources-migrate", body, enterpriseProjectID)
}

// ListResources reads the resources of a type that an enterprise project has in the region: POST .../resources/filter.
// Path and body are those of the official provider.
func (c *Client) ListResources(ctx context.Context, enterpriseProjectID, resourceType string) ([]Resource, error) {
	project, err := c.core.ProjectID(ctx, c.api.Region())
	if err != nil {
		return nil, err
	}
	type page struct {
		Resources  []Resource `json:"resources"`
		TotalCount int        `json:"total_count"`
	}
	type filter struct {
		Projects      []string `json:"projects"`
		ResourceTypes []string `json:"resource_types"`
		Limit         int      `json:"limit"`
		Offset        int      `json:"offset"`
	}
	return client.All(ctx, maxResources, func(ctx context.Context, limit, offset int) ([]Resource, int, error) {
		body := filter{[]string{project}, []string{resourceType}, limit, offset}
		reply, err := client.PostIdempotent[page](ctx, c.api, projectRoute+"/resources/filter", body, enterpriseProjectID)
		if err != nil {
			return nil, 0, err
		}
		return reply.Resources, reply.TotalCount, nil
	})
}

// WaitMigrated waits until a resource shows up in the enterprise project it was moved to.
func (c *Client) WaitMigrated(ctx context.Context, enterpriseProjectID, resourceType, resourceID string) error {
	const moving, there = "moving", "there"
	_, err := client.Poll[string]{
		What: "the move of " + resourceType + " " + resourceID + " into the enterprise project " + enterpriseProjectID,
		Refresh: func(ctx context.Context) (string, error) {
			resources, err := c.ListResources(ctx, enterpriseProjectID, resourceType)
			if slices.ContainsFunc(resources, func(r Resource) bool { return r.ResourceID == resourceID }) {
				return there, nil
			}
			return moving, err
		},
		Status:  func(status string) string { return status },
		Pending: []string{moving},
		Target:  []string{there},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}
