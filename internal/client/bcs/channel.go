package bcs

import (
	"context"
	"fmt"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const channelsRoute = instanceRoute + "/channels"

// Channel is a channel as the list shows it; peers are keyed by the name of their organization (contract/bcs.md 3.2).
// In paths its name stands where "channel_id" does.
type Channel struct {
	Name           string              `json:"name"`
	Description    string              `json:"description"`
	CreateTime     string              `json:"create_time"`
	Consensus      string              `json:"consensus"`
	Peers          map[string][]string `json:"peers"`
	ConsensusNodes map[string][]string `json:"consensusNodes"`
}

// PeersOf is how many peers of an organization are in the channel.
func (ch *Channel) PeersOf(org string) int64 { return int64(len(ch.Peers[org])) }

// NewChannel is a channel to create: 4 to 24 lower-case letters and digits that begin with a letter.
type NewChannel struct {
	ChannelName        string `json:"channel_name"`
	ChannelDescription string `json:"channel_description,omitempty"`
}

// CreateChannels starts the creation of channels, none of which has an organization at first, and returns the id of the
// operation (contract/bcs.md 3.1).
func (c *Client) CreateChannels(ctx context.Context, id string, channels ...NewChannel) (operation string, _ error) {
	body := struct {
		Channels []NewChannel `json:"channels"`
	}{channels}
	return c.operate(ctx, id, "creation of channels", func(ctx context.Context) (*started, error) {
		return client.Post[started](ctx, c.api, channelsRoute, body, id)
	})
}

// ListChannels reads the channels of an instance (contract/bcs.md 3.2).
func (c *Client) ListChannels(ctx context.Context, id string) ([]Channel, error) {
	type list struct {
		Channels []Channel `json:"channels"`
	}
	reply, err := client.Get[list](ctx, c.api, channelsRoute, nil, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return reply.Channels, nil
}

// GetChannel reads one channel of an instance. Reads at about the same time share one list call.
func (c *Client) GetChannel(ctx context.Context, id, name string) (*Channel, error) {
	return ofInstance(&c.run.channels, id, func() *client.Batch[Channel] {
		return &client.Batch[Channel]{
			Many: func(ctx context.Context) ([]Channel, error) { return c.ListChannels(ctx, id) },
			ID:   func(channel *Channel) string { return channel.Name },
			Gone: notThere("channel", "channels of "+what(id)),
		}
	}).Get(ctx, name)
}

// AddPeers lets so many more peers of each organization join a channel; the first ones make the organization a member.
// The API takes one channel a call (contract/bcs.md 3.3).
func (c *Client) AddPeers(ctx context.Context, id, channel string, peers map[string]int64) (operation string, _ error) {
	return c.operateOnChannel(ctx, id, channel, "joining of peers", func(ctx context.Context) (*started, error) {
		return c.sendPeers(ctx, id, channel, peers)
	})
}

func (c *Client) sendPeers(ctx context.Context, id, channel string, peers map[string]int64) (*started, error) {
	type channelPeers struct {
		ChannelName string           `json:"channel_name"`
		Peers       map[string]int64 `json:"peers"`
	}
	body := struct {
		ChannelPeers []channelPeers `json:"channel_peers"`
	}{[]channelPeers{{channel, peers}}}
	return client.Post[started](ctx, c.api, channelsRoute+"/peers", body, id)
}

// RemovePeers lets so many peers of an organization leave a channel, but never its last one: see RemoveOrganizations
// (contract/bcs.md 3.4).
func (c *Client) RemovePeers(ctx context.Context, id, channel, org string, peers int64) (operation string, _ error) {
	return c.operateOnChannel(ctx, id, channel, "leaving of peers", func(ctx context.Context) (*started, error) {
		return c.quitPeers(ctx, id, channel, org, peers)
	})
}

func (c *Client) quitPeers(ctx context.Context, id, channel, org string, peers int64) (*started, error) {
	body := struct {
		OrgName string `json:"org_name"`
		Peers   int64  `json:"peers"`
	}{org, peers}
	return client.PutOnce[started](ctx, c.api, instanceRoute+"/{channel_id}/peers/quit", body, id, channel)
}

// RemoveOrganizations lets organizations leave a channel with all their peers (contract/bcs.md 3.5).
func (c *Client) RemoveOrganizations(ctx context.Context, id, channel string, orgs ...string) (operation string, _ error) {
	return c.operateOnChannel(ctx, id, channel, "leaving of organizations", func(ctx context.Context) (*started, error) {
		return c.quitOrganizations(ctx, id, channel, orgs)
	})
}

func (c *Client) quitOrganizations(ctx context.Context, id, channel string, orgs []string) (*started, error) {
	body := struct {
		OrgNames []string `json:"org_names"`
	}{orgs}
	return client.PutOnce[started](ctx, c.api, instanceRoute+"/{channel_id}/orgs/quit", body, id, channel)
}

// DeleteChannel starts the deletion of a channel that has no organization any more (contract/bcs.md 3.6).
func (c *Client) DeleteChannel(ctx context.Context, id, channel string) (operation string, _ error) {
	return c.operateOnChannel(ctx, id, channel, "deletion", func(ctx context.Context) (*started, error) {
		return client.DeleteOnce[started](ctx, c.api, instanceRoute+"/channel/{channel_id}", id, channel)
	})
}

// operateOnChannel is operate, and says if the channel does not exist.
func (c *Client) operateOnChannel(ctx context.Context, id, channel, change string, send func(context.Context) (*started, error)) (string, error) {
	operation, err := c.operate(ctx, id, onChannel(change, channel), send)
	return operation, c.orChannelGone(ctx, id, channel, err)
}

func onChannel(change, channel string) string { return change + " in the channel " + channel }

// orChannelGone is err, unless the reason for it is that the channel does not exist: there is no code for that
// (contract/bcs.md 10).
func (c *Client) orChannelGone(ctx context.Context, id, channel string, err error) error {
	if err == nil || client.IsNotFound(err) {
		return err
	}
	confirmed := client.ConfirmGone(ctx, whatChannel(id, channel), err, func(ctx context.Context) (bool, error) {
		_, err := c.GetChannel(ctx, id, channel)
		if client.IsNotFound(err) {
			return false, nil
		}
		return err == nil, err
	})
	if client.IsNotFound(confirmed) {
		return confirmed
	}
	return err
}

func whatChannel(id, name string) string { return fmt.Sprintf("the channel %s of %s", name, what(id)) }
