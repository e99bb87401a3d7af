package vpcep

import (
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// HE-7: only the first domain name of an endpoint is shown.
func TestEndpointShowsAllNames(t *testing.T) {
	t.Parallel()
	m := movedEndpoint(framework.PeerTimeouts{})
	m.fill("cn-north-4", &vpcep.Endpoint{ID: "x", Status: vpcep.EndpointAccepted, DNSNames: []string{"one", "two"}}, framework.TagPolicy{})
	if !m.DNSNames.Equal(textList("one", "two")) {
		t.Errorf("shows %s", m.DNSNames)
	}
}

// O-4: the standard limit is one minute, and the cloud's documentation speaks of one to two.
func TestStandardLimits(t *testing.T) {
	t.Parallel()
	for verb, limit := range map[string]time.Duration{"create": limits.Create, "update": limits.Update, "delete": limits.Delete, "action": actionTime} {
		if limit < 5*time.Minute {
			t.Errorf("%s may take %s", verb, limit)
		}
	}
}
