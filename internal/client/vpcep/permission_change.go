package vpcep

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// NewPermission is a record to have in a whitelist.
type NewPermission struct {
	Permission  string
	Description *string // nil: none for a new record, and leave that of an old one alone
}

func (p NewPermission) description() string {
	if p.Description == nil {
		return ""
	}
	return *p.Description
}

// PermissionsChange is what a change of a whitelist has done; with an error, what it has done until then.
type PermissionsChange struct {
	Added, Removed []Permission
	// Leaving are the records that were to be removed, also those of which it is not known whether they were.
	Leaving []Permission
	// DescriptionsLost says that the cloud has no call that takes descriptions, so that some were not kept
	// (contract/vpcep.md 8).
	DescriptionsLost bool
}

// AddPermissions adds records to the whitelist of a service, with their descriptions. Where a cloud does not offer that,
// the older call adds them without (contract/vpcep.md 1.15, 1.16 and 8). If the outcome of a request is not known, it
// looks before it sends what is missing once more. A record that the cloud has taken but does not show yet has no id.
func (c *Client) AddPermissions(ctx context.Context, serviceID string, add []NewPermission) (*PermissionsChange, error) {
	change := &PermissionsChange{}
	return change, c.addPermissions(ctx, serviceID, add, change)
}

// ReplacePermissions makes the whitelist of a service hold exactly these records. It adds first, so that nobody who
// stays is locked out meanwhile, then corrects descriptions, then removes (contract/vpcep.md 3). Changes of the same
// service in one run are made one after the other.
func (c *Client) ReplacePermissions(ctx context.Context, serviceID string, want []NewPermission) (*PermissionsChange, error) {
	change := &PermissionsChange{}
	unlock, err := c.run.changing.Lock(ctx, "permissions/"+strings.ToLower(serviceID))
	if err != nil {
		return change, err
	}
	defer unlock()
	has, err := c.whitelist(ctx, serviceID)
	if err != nil {
		return change, err
	}
	add, describe, remove := comparePermissions(has, want)
	if err := c.addPermissions(ctx, serviceID, add, change); err != nil {
		return change, err
	}
	if err := c.describePermissions(ctx, serviceID, describe, change); err != nil {
		return change, err
	}
	change.Leaving = remove
	return change, c.removePermissions(ctx, serviceID, remove, change)
}

// comparePermissions tells what leads from one whitelist to the other.
func comparePermissions(has []Permission, want []NewPermission) (add []NewPermission, describe, remove []Permission) {
	wanted := make(map[string]NewPermission, len(want))
	for _, p := range want {
		wanted[p.Permission] = p
	}
	there := make(map[string]bool, len(has))
	for _, record := range has {
		there[record.Permission] = true
		p, ok := wanted[record.Permission]
		switch {
		case !ok:
			remove = append(remove, record)
		case p.Description != nil && (record.Description == nil || *p.Description != *record.Description):
			record.Description = p.Description
			describe = append(describe, record)
		}
	}
	return keep(want, func(p NewPermission) bool { return !there[p.Permission] }), describe, remove
}

func (c *Client) describePermissions(ctx context.Context, serviceID string, records []Permission, change *PermissionsChange) error {
	for _, record := range records {
		err := c.UpdatePermissionDescription(ctx, serviceID, record.ID, *record.Description)
		if client.NotOffered(err) {
			change.DescriptionsLost = true
			return nil
		}
		if err != nil {
			return fmt.Errorf("the description of %s was not changed: %w", record.Permission, err)
		}
	}
	return nil
}

// addPermissions sends a request a type, because the API takes no two types in one call.
func (c *Client) addPermissions(ctx context.Context, serviceID string, add []NewPermission, change *PermissionsChange) error {
	for _, permissionType := range []string{DomainIDPermissions, OrgPathPermissions} {
		group := keep(add, func(p NewPermission) bool { return PermissionType(p.Permission) == permissionType })
		a := addition{client: c, serviceID: serviceID, permissionType: permissionType, change: change}
		if err := inBatches(group, func(batch []NewPermission) error { return a.add(ctx, batch) }); err != nil {
			return err
		}
	}
	return nil
}

// inBatches sends a list in one request, or in halves while the cloud says that it is too long: how much it takes is
// not published (contract/vpcep.md 3).
func inBatches[T any](list []T, send func([]T) error) error {
	if len(list) == 0 {
		return nil
	}
	err := send(list)
	if len(list) == 1 || !client.HasCode(err, "EndPoint.0016") {
		return err
	}
	half := len(list) / 2
	if err := inBatches(list[:half], send); err != nil {
		return err
	}
	return inBatches(list[half:], send)
}

// addition adds records of one type to one whitelist.
type addition struct {
	client                    *Client
	serviceID, permissionType string
	change                    *PermissionsChange
}

// add sends the records once, and what is missing after a lost reply once more.
func (a addition) add(ctx context.Context, batch []NewPermission) error {
	added, err := a.send(ctx, batch)
	if err != nil && !client.Undecided(err) {
		return err
	}
	missing := a.note(batch, added)
	if len(missing) == 0 {
		return nil
	}
	// The reply was lost, or shows no records because the older call was used.
	look, cancel := a.client.core.Outlive(ctx)
	defer cancel()
	listed, lookErr := a.client.ListPermissions(look, a.serviceID, ListPermissionsRequest{})
	if lookErr != nil {
		return unknownAddition(missing, err, lookErr)
	}
	missing = a.note(missing, listed)
	if err != nil && len(missing) > 0 {
		added, err = a.send(ctx, missing)
		if err != nil {
			return err
		}
		missing = a.note(missing, added)
	}
	// The cloud took them and will show them.
	for _, p := range missing {
		a.added(Permission{Permission: p.Permission, PermissionType: a.permissionType})
	}
	return nil
}

// send adds the records with the call the cloud has.
func (a addition) send(ctx context.Context, batch []NewPermission) ([]Permission, error) {
	c := a.client
	if !c.run.actionOnly.Load() {
		added, err := c.createPermissions(ctx, a.serviceID, a.permissionType, batch)
		if !client.NotOffered(err) {
			return added, err
		}
		c.run.actionOnly.Store(true)
	}
	var permissions []string
	for _, p := range batch {
		permissions = append(permissions, p.Permission)
		a.change.DescriptionsLost = a.change.DescriptionsLost || p.description() != ""
	}
	return nil, c.permissionsAction(ctx, a.serviceID, "add", a.permissionType, permissions)
}

// note records which of the batch the cloud shows, and returns the others.
func (a addition) note(batch []NewPermission, shown []Permission) (missing []NewPermission) {
	records := make(map[string]Permission, len(shown))
	for _, record := range shown {
		records[record.Permission] = record
	}
	for _, p := range batch {
		if record, ok := records[p.Permission]; ok {
			a.added(record)
		} else {
			missing = append(missing, p)
		}
	}
	return missing
}

func (a addition) added(record Permission) {
	a.change.Added = append(a.change.Added, record)
	a.client.run.whitelists.Note(strings.ToLower(a.serviceID), record.Permission, &record)
}

func unknownAddition(missing []NewPermission, cause, look error) error {
	var names []string
	for _, p := range missing {
		names = append(names, p.Permission)
	}
	if cause == nil {
		return fmt.Errorf("%s were added to the whitelist, but it cannot be read: %w", names, look)
	}
	return fmt.Errorf("whether %s were added to the whitelist is unknown: %w; it cannot be read either: %w", names, cause, look)
}

// RemovePermissions takes records off the whitelist of a service, by their ids where the cloud offers that and they are
// known, else by what they permit (contract/vpcep.md 1.15, 1.17 and 8). A record that is gone already is no error.
func (c *Client) RemovePermissions(ctx context.Context, serviceID string, remove []Permission) error {
	return c.removePermissions(ctx, serviceID, remove, &PermissionsChange{})
}

func (c *Client) removePermissions(ctx context.Context, serviceID string, remove []Permission, change *PermissionsChange) error {
	return inBatches(remove, func(batch []Permission) error {
		err := c.sendRemoval(ctx, serviceID, batch)
		if err != nil && !client.HasCode(err, "EndPoint.0016") {
			err = c.removeLeft(ctx, serviceID, batch, err)
		}
		if err != nil {
			return err
		}
		change.Removed = append(change.Removed, batch...)
		for _, record := range batch {
			c.run.whitelists.Note(strings.ToLower(serviceID), record.Permission, nil)
		}
		return nil
	})
}

// removeLeft goes on after a failed removal: somebody else may have removed some of the records, or the reply was lost.
func (c *Client) removeLeft(ctx context.Context, serviceID string, batch []Permission, cause error) error {
	listed, err := c.ListPermissions(ctx, serviceID, ListPermissionsRequest{})
	if err != nil {
		return fmt.Errorf("%w; the whitelist cannot be read either: %w", cause, err)
	}
	left := stillThere(batch, listed)
	switch {
	case len(left) == 0:
		return nil
	case len(left) == len(batch) && !client.Undecided(cause):
		return cause
	default:
		return c.sendRemoval(ctx, serviceID, left)
	}
}

// sendRemoval removes the records with the call the cloud has.
func (c *Client) sendRemoval(ctx context.Context, serviceID string, remove []Permission) error {
	unknown := func(record Permission) bool { return record.ID == "" }
	if !c.run.actionOnly.Load() && !slices.ContainsFunc(remove, unknown) {
		err := c.deletePermissions(ctx, serviceID, remove)
		if !client.NotOffered(err) {
			return err
		}
		c.run.actionOnly.Store(true)
	}
	for _, permissionType := range []string{DomainIDPermissions, OrgPathPermissions} {
		var permissions []string
		for _, record := range remove {
			if PermissionType(record.Permission) == permissionType {
				permissions = append(permissions, record.Permission)
			}
		}
		if len(permissions) == 0 {
			continue
		}
		if err := c.permissionsAction(ctx, serviceID, "remove", permissionType, permissions); err != nil {
			return err
		}
	}
	return nil
}

// stillThere are the records that a whitelist still holds.
func stillThere(records, listed []Permission) []Permission {
	there := make(map[string]bool, len(listed))
	for _, record := range listed {
		there[record.Permission] = true
	}
	return keep(records, func(record Permission) bool { return there[record.Permission] })
}
