package vpcep

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Version is a version of the API that the cloud offers (contract/vpcep.md 1.1).
type Version struct {
	ID         string `json:"id"`     // "v1"
	Status     string `json:"status"` // CURRENT, SUPPORT or DEPRECATED
	Version    string `json:"version"`
	MinVersion string `json:"min_version"`
	Updated    string `json:"updated"`
	Links      []Link `json:"links"`
}

// Link says where a version is reached.
type Link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
	Type string `json:"type"`
}

// ListVersions reads the versions of the API (contract/vpcep.md 1.1).
func (c *Client) ListVersions(ctx context.Context) ([]Version, error) {
	type reply struct {
		Versions []Version `json:"versions"`
	}
	versions, err := client.Get[reply](ctx, c.api, "/", nil)
	if err != nil {
		return nil, err
	}
	return versions.Versions, nil
}

// GetVersion reads one version of the API, such as "v1" (contract/vpcep.md 1.2).
func (c *Client) GetVersion(ctx context.Context, id string) (*Version, error) {
	type reply struct {
		Version Version `json:"version"`
	}
	version, err := client.Get[reply](ctx, c.api, "/{version}", nil, id)
	if err != nil {
		return nil, err
	}
	return &version.Version, nil
}
