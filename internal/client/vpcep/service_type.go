package vpcep

import (
	"context"
	"strings"
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
		t.known.Store(strings.ToLower(id), serviceType)
	}
}

func (t *serviceTypes) of(id string) (string, bool) {
	known, ok := t.known.Load(strings.ToLower(id))
	if !ok {
		return "", false
	}
	return known.(string), true //nolint:forcetypeassert // only learn stores
}

// ServiceType tells whether a service is an interface or a gateway one. It works for services of other
// accounts and for public ones; a service this run has read already costs no request, and any other one costs one, however
// many ask at once (contract/vpcep.md 1.9).
func (c *Client) ServiceType(ctx context.Context, id string) (string, error) {
	if known, ok := c.run.serviceTypes.of(id); ok {
		return known, nil
	}
	unlock, err := c.run.changing.Lock(ctx, "service type/"+id)
	if err != nil {
		return "", err
	}
	defer unlock()
	if known, ok := c.run.serviceTypes.of(id); ok {
		return known, nil
	}
	description, err := c.DescribeService(ctx, id)
	if err != nil {
		return "", err
	}
	c.run.serviceTypes.learn(id, description.ServiceType)
	return description.ServiceType, nil
}
