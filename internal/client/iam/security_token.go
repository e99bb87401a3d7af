package iam

import (
	"context"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// The limits of the life of a temporary access key (contract/auth.md 1.6).
const (
	MinDuration = client.MinDuration
	MaxDuration = client.MaxDuration
)

// CreateSecurityToken issues a temporary access key, for the user whose token or password is configured or for the agency
// that is assumed (contract/auth.md 1.6, 1.7). A duration of 0 leaves its life to the cloud; nothing renews it.
func (c *Client) CreateSecurityToken(ctx context.Context, duration time.Duration) (*client.Keys, error) {
	return c.core.IssueKeys(ctx, duration)
}
