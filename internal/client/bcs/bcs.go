// Package bcs speaks the Blockchain Service API for Hyperledger Fabric (contract/bcs.md 1 to 6): instances, their
// organizations and channels, consortiums, certificates and metrics. One file per noun: wire structs first, then a
// method per operation. What changes an instance is sent one after the other, and again while the instance is busy.
package bcs

import (
	"context"
	"sync"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	instancesRoute = "/v2/{project_id}/blockchains"
	instanceRoute  = instancesRoute + "/{blockchain_id}"
)

// Client is the Blockchain Service API of one region.
type Client struct {
	api  *client.Service
	run  *run
	core *client.Client
}

// New returns the Blockchain Service API of a region; an empty region means the client's own.
func New(c *client.Client, region string) *Client {
	api := c.Service("bcs", region)
	shared := c.Memo("bcs/"+api.Region(), func() any { return newRun(&Client{api: api, core: c}) })
	return &Client{api: api, core: c, run: shared.(*run)} //nolint:forcetypeassert // the function above made it
}

// Region is the region this client speaks to.
func (c *Client) Region() string { return c.api.Region() }

// ProjectID is the id of the project this client works in.
func (c *Client) ProjectID(ctx context.Context) (string, error) {
	return c.core.ProjectID(ctx, c.Region())
}

// Offered returns a *client.NotOfferedError if the cloud is known not to have the service in this region.
func (c *Client) Offered() error { return c.api.Offered() }

// run is what one run of the provider learns about a region and shares between its calls.
type run struct {
	changes       client.Locks // one change of an instance at a time
	operations    operations   // those that may be under way
	channels      sync.Map     // instance id -> *client.Batch[Channel]
	organizations sync.Map     // instance id -> *client.Batch[Component]
	members       *client.Batch[Member]
	notifications *client.Batch[Notification]
}

func newRun(c *Client) *run {
	return &run{
		members: &client.Batch[Member]{
			Many: c.ListMembers,
			ID:   func(m *Member) string { return m.Invitation().String() },
			Gone: notThere("member", "members"),
		},
		notifications: &client.Batch[Notification]{
			Many: c.latestNotifications,
			ID:   func(n *Notification) string { return notificationID(n.InvitorInfo.InvitorBcsID, n.ChannelName) },
			Gone: notThere("notification", "notifications"),
		},
	}
}

// ofInstance returns the shared reads of a kind for one instance.
func ofInstance[T any](batches *sync.Map, id string, build func() *client.Batch[T]) *client.Batch[T] {
	batch, ok := batches.Load(id)
	if !ok {
		batch, _ = batches.LoadOrStore(id, build())
	}
	return batch.(*client.Batch[T]) //nolint:forcetypeassert // nothing else is stored
}

// confirmGone finds out whether an error means that the instance does not exist (contract/bcs.md 2.4).
func (c *Client) confirmGone(ctx context.Context, id string, err error) error {
	return client.ConfirmGone(ctx, what(id), err, func(ctx context.Context) (bool, error) {
		instances, err := c.ListInstances(ctx)
		for _, instance := range instances {
			if instance.ID == id {
				return true, nil
			}
		}
		return false, err
	})
}

// orGone is err, unless the reason for it is that the instance does not exist.
func (c *Client) orGone(ctx context.Context, id string, err error) error {
	if confirmed := c.confirmGone(ctx, id, err); client.IsNotFound(confirmed) {
		return confirmed
	}
	return err
}

// what names an instance in messages.
func what(id string) string { return "BCS instance " + id }
