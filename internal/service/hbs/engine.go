package hbs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bss"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
)

// engine is the API of the blockchain engine in one region, with the billing that buys and unsubscribes.
type engine struct {
	*hbs.Client
	billing *bss.Client
	// locks let one thing at a time be done to an instance: the engine refuses a second one.
	locks   *client.Locks
	backoff func(attempt int, elapsed time.Duration) time.Duration
}

func newEngine(core *client.Client, region string) engine {
	locks, _ := core.Memo("hbs instances", func() any { return new(client.Locks) }).(*client.Locks)
	return engine{hbs.New(core, region), bss.New(core, region), locks, core.Backoff()}
}

// lock waits until nothing else is done to an instance by this run. A purchase, which holds the lock for as long as the
// cloud needs, is waited for as long as the context lasts.
func (e engine) lock(ctx context.Context, instanceID string) (unlock func(), _ error) {
	start := time.Now()
	unlock, err := e.locks.Lock(ctx, instanceID)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, &client.TimeoutError{What: "another change of the HBS instance " + instanceID, Status: "under way", Wanted: "finished", Elapsed: time.Since(start)}
	}
	if err != nil {
		return nil, fmt.Errorf("waiting for other changes of the HBS instance %s: %w", instanceID, err)
	}
	return unlock, nil
}

// buyInstance buys an instance, unless there is one of its name. The API takes no token that tells a repeated purchase
// from a second one, and after a run that was killed nobody knows of the first.
func (e engine) buyInstance(ctx context.Context, body hbs.CreateInstanceRequest) (*hbs.Order, client.Outcome, error) {
	unlock, err := e.locks.Lock(ctx, "name/"+body.Name)
	if err != nil {
		return nil, 0, err
	}
	defer unlock()
	instances, err := e.ListInstances(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, instance := range instances {
		if instance.Name == body.Name && instance.Status != hbs.StatusDeleting {
			return nil, 0, &existsError{"an instance of this name", instance.ID, instance.Status}
		}
	}
	return e.CreateInstance(ctx, body)
}

// buyOrganization buys an organization once its instance is free, unless it is there. The instance is the caller's until
// unlock.
func (e engine) buyOrganization(ctx context.Context, instanceID, name string, terms hbs.OrderInfo) (*hbs.Order, client.Outcome, error) {
	instance, err := e.WaitInstanceUpdated(ctx, instanceID, "")
	if err != nil {
		return nil, 0, err
	}
	for _, org := range instance.Orgs {
		if org.Name == name {
			return nil, 0, &existsError{"an organization of this name", instanceID + "/" + name, org.Status}
		}
	}
	return e.CreateOrganizations(ctx, instanceID, terms, name)
}

// waitInstance waits for an instance that was bought, see waitBought.
func (e engine) waitInstance(ctx context.Context, order hbs.Order, b bill, paid bool) (*hbs.Instance, error) {
	return waitBought(ctx, e, b, paid, func(paid bool) (*hbs.Instance, error) { return e.WaitInstanceCreated(ctx, order, paid) })
}

// waitOrganization is waitInstance for an organization.
func (e engine) waitOrganization(ctx context.Context, order hbs.Order, name string, b bill, paid bool) (*hbs.Organization, error) {
	return waitBought(ctx, e, b, paid, func(paid bool) (*hbs.Organization, error) { return e.WaitOrganizationCreated(ctx, order, name, paid) })
}

// waitBought waits for what was bought. While nobody has paid, the engine may not show it: then its order tells that it is
// still to come, and the result is nil.
func waitBought[T any](ctx context.Context, e engine, b bill, paid bool, wait func(paid bool) (*T, error)) (*T, error) {
	object, err := wait(paid)
	if paid || !client.IsNotFound(err) {
		return object, err
	}
	if ordered, err := e.stillOrdered(ctx, b); err != nil || ordered {
		return nil, err
	}
	return wait(true)
}

// existsError is a purchase of what is there already; nothing was bought.
type existsError struct{ what, importID, status string }

func (e *existsError) Error() string {
	return fmt.Sprintf("%s exists already (%s). Nothing was bought. If it is what this configuration is meant for, perhaps because a run was killed in the middle, "+
		"import it: terraform import ADDRESS %s. If not, choose another name", e.what, e.status, e.importID)
}

// upgrade brings an instance to a version of its engine, which must be the newest: the API takes no other.
func (e engine) upgrade(ctx context.Context, instance *hbs.Instance, version string) error {
	info, err := e.GetServiceInfo(ctx)
	if err != nil {
		return err
	}
	start, newest := e.UpgradeInstance, info.ChainEngineVersion
	if instance.Kind == kindBesu {
		start, newest = e.UpgradeBesuInstance, info.BesuEngineVersion
	}
	if newest != version {
		return fmt.Errorf("the engine cannot be upgraded from %s to %s: the service upgrades to the newest version only, which is %s. "+
			"Nothing was changed; set chain_engine_version to that", instance.ChainEngineVersion, version, newest)
	}
	job, err := start(ctx, instance.ID)
	if err == nil {
		_, err = e.WaitInstanceUpdated(ctx, instance.ID, job)
	}
	return err
}

// subscriptions are what billing knows an instance by: its own id, or else the subscriptions of its organizations
// (contract/bcs.md 1H leaves open which).
func (e engine) subscriptions(ctx context.Context, instanceID string) ([]string, error) {
	resources, err := e.billing.ListResources(ctx, bss.ResourceFilter{ResourceIDs: []string{instanceID}, OnlyMainResource: 1})
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(resources, func(r bss.Resource) bool { return r.ResourceID == instanceID }) {
		return []string{instanceID}, nil
	}
	orgs, err := e.ListOrganizations(ctx, instanceID)
	var ids []string
	for _, org := range orgs {
		ids = append(ids, subscription(org))
	}
	return ids, err
}

// subscription is what billing knows an organization by: its uid where it shows no subscription (contract/bcs.md 1H).
func subscription(org hbs.Organization) string { return cmp.Or(org.SubscriptionID, org.UID) }

// chain reads the chain of an instance; those of the two kinds have different routes.
func (e engine) chain(ctx context.Context, instanceID string) (*hbs.Chain, error) {
	instance, err := e.GetInstance(ctx, instanceID)
	switch {
	case err != nil:
		return nil, err
	case instance.Kind == kindBesu:
		return e.GetBesuChain(ctx, instanceID)
	}
	return e.GetChain(ctx, instanceID)
}

// blocks reads the latest blocks of an instance, as chain does.
func (e engine) blocks(ctx context.Context, instanceID string, offset, limit int) ([]hbs.Block, error) {
	instance, err := e.GetInstance(ctx, instanceID)
	switch {
	case err != nil:
		return nil, err
	case instance.Kind == kindBesu:
		return e.ListBesuBlocks(ctx, instanceID, offset, limit)
	}
	return e.ListBlocks(ctx, instanceID, offset, limit)
}
