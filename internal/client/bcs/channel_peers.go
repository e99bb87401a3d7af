package bcs

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// errSettled is a change that turned out to be none.
var errSettled = errors.New("there is nothing to change")

// SetPeers lets peers join and leave a channel until each of the organizations has as many there as wanted; one of which
// none is wanted leaves. Organizations that are not named stay as they are. What has to change is found out when the
// instance is idle: an operation of an earlier run that still lets peers join is not repeated. The channel is the last
// one seen, also with an error; nil if the error came before anything was begun.
func (c *Client) SetPeers(ctx context.Context, id, channel string, wanted map[string]int64) (*Channel, error) {
	var seen, changed *Channel
	for _, change := range c.peerChanges(id, wanted) {
		if seen != nil && change.prepare(seen) == nil {
			continue
		}
		operation, err := c.begin(ctx, id, func(ctx context.Context) (_ *started, err error) {
			if seen, err = c.GetChannel(ctx, id, channel); err != nil {
				return nil, err
			}
			send := change.prepare(seen)
			if send == nil {
				return nil, errSettled
			}
			reply, err := c.once(ctx, id, onChannel(change.what, channel), send)
			return reply, lookAgain(err)
		})
		if errors.Is(err, errSettled) {
			continue
		}
		if err != nil {
			return changed, c.orChannelGone(ctx, id, channel, err)
		}
		changed, err = c.waitChannel(ctx, id, channel, operation, change.done)
		if changed == nil {
			changed = &Channel{Name: channel}
		}
		if seen = changed; err != nil {
			return changed, err
		}
	}
	if seen == nil {
		return c.GetChannel(ctx, id, channel)
	}
	return seen, nil
}

// lookAgain makes the refusal of a repeated request one that is waited for, if the instance was busy: the look at the
// channel that comes then tells whether the first request has let the peers come or go.
func lookAgain(err error) error {
	if api, ok := errors.AsType[*client.APIError](err); ok && IsBusy(api) {
		return api
	}
	return err
}

// peerChange is one call that may be needed for SetPeers.
type peerChange struct {
	what    string
	prepare func(channel *Channel) func(context.Context) (*started, error) // nil if the channel needs no such call
	done    func(channel *Channel) bool
}

// peerChanges are the calls by which peers come and go: one for all that join, one for each organization of which some
// leave, one for all that leave altogether (contract/bcs.md 3.3 to 3.5). Those that join come first.
func (c *Client) peerChanges(id string, wanted map[string]int64) []peerChange {
	var staying, leaving []string
	for _, org := range slices.Sorted(maps.Keys(wanted)) {
		if wanted[org] > 0 {
			staying = append(staying, org)
		} else {
			leaving = append(leaving, org)
		}
	}
	var changes []peerChange
	if len(staying) > 0 {
		changes = append(changes, c.joining(id, staying, wanted))
	}
	for _, org := range staying {
		changes = append(changes, c.shrinking(id, org, wanted[org]))
	}
	if len(leaving) > 0 {
		changes = append(changes, c.leaving(id, leaving))
	}
	return changes
}

func (c *Client) joining(id string, orgs []string, wanted map[string]int64) peerChange {
	return peerChange{
		what: "joining of peers",
		prepare: func(channel *Channel) func(context.Context) (*started, error) {
			more, all, growing := map[string]int64{}, map[string]int64{}, false
			for _, org := range orgs {
				if present := channel.PeersOf(org); present < wanted[org] {
					more[org], all[org] = wanted[org]-present, wanted[org]
					growing = growing || present > 0
				}
			}
			if len(more) == 0 {
				return nil
			}
			return func(ctx context.Context) (*started, error) {
				reply, err := c.sendPeers(ctx, id, channel.Name, more)
				if !growing || !refused(err) {
					return reply, err
				}
				// The documentation does not say whether the number is that of the peers that join, or of those that are in
				// the channel afterwards (contract/bcs.md 3.3). By the second reading one more is too few, and refused.
				if other, otherErr := c.sendPeers(ctx, id, channel.Name, all); !refused(otherErr) {
					return other, otherErr
				}
				return reply, err
			}
		},
		done: func(channel *Channel) bool {
			return !slices.ContainsFunc(orgs, func(org string) bool { return channel.PeersOf(org) < wanted[org] })
		},
	}
}

func (c *Client) shrinking(id, org string, wanted int64) peerChange {
	return peerChange{
		what: "leaving of peers of " + org,
		prepare: func(channel *Channel) func(context.Context) (*started, error) {
			left := channel.PeersOf(org) - wanted
			if left <= 0 {
				return nil
			}
			return func(ctx context.Context) (*started, error) { return c.quitPeers(ctx, id, channel.Name, org, left) }
		},
		done: func(channel *Channel) bool { return channel.PeersOf(org) <= wanted },
	}
}

func (c *Client) leaving(id string, orgs []string) peerChange {
	return peerChange{
		what: "leaving of organizations",
		prepare: func(channel *Channel) func(context.Context) (*started, error) {
			present := slices.DeleteFunc(slices.Clone(orgs), func(org string) bool { return channel.PeersOf(org) == 0 })
			if len(present) == 0 {
				return nil
			}
			return func(ctx context.Context) (*started, error) {
				return c.quitOrganizations(ctx, id, channel.Name, present)
			}
		},
		done: func(channel *Channel) bool {
			return !slices.ContainsFunc(orgs, func(org string) bool { return channel.PeersOf(org) > 0 })
		},
	}
}

// refused reports that the service did not take the values of a request.
func refused(err error) bool {
	api, ok := errors.AsType[*client.APIError](err)
	return ok && api.Status == http.StatusBadRequest && !IsBusy(err)
}

// OwnPeers is how many peers each organization of the instance itself has in a channel. Those of other members of a
// consortium, should the list show them, are left out; named are organizations that are known to be the instance's own.
func (c *Client) OwnPeers(ctx context.Context, id string, channel *Channel, named map[string]int64) (map[string]int64, error) {
	own := map[string]int64{}
	for org, peers := range channel.Peers {
		if _, known := named[org]; !known {
			_, err := c.GetOrganization(ctx, id, org)
			if client.IsNotFound(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		own[org] = int64(len(peers))
	}
	return own, nil
}
