package vpcep

import (
	"context"
	"sync"
)

// Types of an endpoint service (contract/vpcep.md 4).
const (
	Interface = "interface"
	Gateway   = "gateway"
)

// serviceTypes remembers the type of every service this run has met, because it never changes.
type serviceTypes struct{ known sync.Map }

func (t *serviceTypes) learn(id, serviceType string) {
	if serviceType != "" {
		t.known.Store(id, serviceType)
	}
}

// ServiceType tells whether a service is an interface or a gateway one. It works for services of other
// accounts and for public ones; a service this run has read already costs no request (contract/vpcep.md 1.9).
func (c *Client) ServiceType(ctx context.Context, id string) (string, error) {
	if known, ok := c.run.serviceTypes.known.Load(id); ok {
		return known.(string), nil //nolint:forcetypeassert // only learn stores
	}
	description, err := c.DescribeService(ctx, id)
	if err != nil {
		return "", err
	}
	c.run.serviceTypes.learn(id, description.ServiceType)
	return description.ServiceType, nil
}
