package vpcep

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const permissionsRoute = serviceRoute + "/permissions"

// Permission is one record of a service's whitelist: who may create endpoints for it (contract/vpcep.md 1.0 and 3). The
// account of the service may always, and is not listed.
type Permission struct {
	ID             string  `json:"id"`
	Permission     string  `json:"permission"`      // see ParsePermission
	PermissionType string  `json:"permission_type"` // also where a cloud leaves it out of a reply
	Description    *string `json:"description"`     // nil where a list does not show it (contract/vpcep.md 1.0)
	CreatedAt      string  `json:"created_at"`
}

// permissionsReply is what the calls about records answer.
type permissionsReply struct {
	Permissions []Permission `json:"permissions"`
	Total       int          `json:"total_count"`
}

// records fills in the types that older clouds leave out (contract/vpcep.md 8).
func (r *permissionsReply) records() []Permission {
	for i := range r.Permissions {
		if r.Permissions[i].PermissionType == "" {
			r.Permissions[i].PermissionType = PermissionType(r.Permissions[i].Permission)
		}
	}
	return r.Permissions
}

// ListPermissionsRequest says which records to list; what is empty does not matter (contract/vpcep.md 1.14).
type ListPermissionsRequest struct {
	Permission string // a part of it, up to 1,000 characters
	Sort
}

// ListPermissions reads the whitelist of a service of this account, 500 records a request (contract/vpcep.md 1.14).
func (c *Client) ListPermissions(ctx context.Context, serviceID string, r ListPermissionsRequest) ([]Permission, error) {
	query := r.with(map[string]string{"permission": r.Permission})
	open := func(p *permissionsReply) ([]Permission, int) { return p.records(), p.Total }
	return list(ctx, c.api, permissionsRoute, MaxPermissionsPage, query, open, serviceID)
}

// GetPermission reads the record of a service's whitelist that holds exactly this permission. Reads that are wanted at
// about the same time share one list call, because the API has no call for one record. IsNotFound is true of the error
// when there is no such record, and also when the service does not exist.
func (c *Client) GetPermission(ctx context.Context, serviceID, permission string) (*Permission, error) {
	shared := c.core.Memo("vpcep/"+c.Region()+"/permissions/"+serviceID, func() any {
		return &client.Batch[Permission]{
			Many: func(ctx context.Context) ([]Permission, error) { return c.whitelist(ctx, serviceID) },
			ID:   func(record *Permission) string { return record.Permission },
			Gone: errPermissionGone,
		}
	})
	return shared.(*client.Batch[Permission]).Get(ctx, permission) //nolint:forcetypeassert // the function above made it
}

// whitelist is ListPermissions with what this run has changed: the list may lag behind it.
func (c *Client) whitelist(ctx context.Context, serviceID string) ([]Permission, error) {
	records, err := c.ListPermissions(ctx, serviceID, ListPermissionsRequest{})
	if err != nil {
		return nil, err
	}
	return c.run.whitelists.Over(strings.ToLower(serviceID), records, func(record Permission) string { return record.Permission }), nil
}

// AwaitPermission is GetPermission for a record that was added, and not read since: the list may lag behind the addition.
// IsNotFound is true of the error when it is still missing after some looks.
func (c *Client) AwaitPermission(ctx context.Context, serviceID, permission string) (*Permission, error) {
	what := "the record " + permission + " in the whitelist of VPC endpoint service " + serviceID
	lags := func(err error) bool { return errors.Is(err, errPermissionGone) }
	return client.Await(ctx, what, c.core.Backoff(), lags, func(ctx context.Context) (*Permission, error) {
		return c.GetPermission(ctx, serviceID, permission)
	})
}

// UpdatePermissionDescription sets the description of a record; the empty text takes it away. Partner clouds do not
// offer the call, see client.NotOffered (contract/vpcep.md 1.18 and 8).
func (c *Client) UpdatePermissionDescription(ctx context.Context, serviceID, permissionID, description string) error {
	type permission struct {
		Description string `json:"description"`
	}
	body := struct {
		Permission permission `json:"permission"`
	}{permission{description}}
	_, err := client.Put[struct{}](ctx, c.api, permissionsRoute+"/{permission_id}", body, serviceID, permissionID)
	return err
}

// createPermissions adds records of one type (contract/vpcep.md 1.16).
func (c *Client) createPermissions(ctx context.Context, serviceID, permissionType string, add []NewPermission) ([]Permission, error) {
	type permission struct {
		Permission  string `json:"permission"`
		Description string `json:"description"`
	}
	body := struct {
		PermissionType string       `json:"permission_type"`
		Permissions    []permission `json:"permissions"`
	}{PermissionType: permissionType}
	for _, p := range add {
		body.Permissions = append(body.Permissions, permission{p.Permission, p.description()})
	}
	reply, err := client.Post[permissionsReply](ctx, c.api, permissionsRoute+"/batch-create", body, serviceID)
	if err != nil {
		return nil, err
	}
	return reply.records(), nil
}

// deletePermissions removes records by their ids (contract/vpcep.md 1.17).
func (c *Client) deletePermissions(ctx context.Context, serviceID string, remove []Permission) error {
	type permission struct {
		ID string `json:"id"`
	}
	body := struct {
		Permissions []permission `json:"permissions"`
	}{}
	for _, record := range remove {
		body.Permissions = append(body.Permissions, permission{record.ID})
	}
	return client.PostIdempotentNoContent(ctx, c.api, permissionsRoute+"/batch-delete", body, serviceID)
}

// permissionsAction adds ("add") or removes ("remove") records of one type. It knows no descriptions and no ids, and is
// what every cloud has. The type of accounts is not sent, because some clouds do not know it and the others take it when
// it is missing (contract/vpcep.md 1.15, 3 and 8).
func (c *Client) permissionsAction(ctx context.Context, serviceID, action, permissionType string, permissions []string) error {
	if permissionType == DomainIDPermissions {
		permissionType = ""
	}
	body := struct {
		Action         string   `json:"action"`
		PermissionType string   `json:"permission_type,omitempty"`
		Permissions    []string `json:"permissions"`
	}{action, permissionType, permissions}
	return client.PostNoContent(ctx, c.api, permissionsRoute+"/action", body, serviceID)
}

var errPermissionGone = &client.APIError{
	Method: http.MethodGet, Route: permissionsRoute, Service: "vpcep", Status: http.StatusNotFound,
	Code: "EndPoint.0005", Message: "The permission is not in the whitelist of the endpoint service.",
}
