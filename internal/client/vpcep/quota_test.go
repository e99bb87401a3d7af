package vpcep

import (
	"errors"
	"slices"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// The code is spelled differently from the others (contract/vpcep.md 7.1).
func TestIsQuotaExceeded(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Refusal(400, "Endpoint.1018"))
	if _, _, err := c.CreateService(t.Context(), createDemoService); !IsQuotaExceeded(err) {
		t.Errorf("got %v", err)
	}
}

// A plan that creates many objects asks for the quotas once, also when the answer is an error.
func TestPlanCreation(t *testing.T) {
	t.Parallel()
	t.Run("counts", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, wiretest.Reply(200, `{"quotas": {"resources": [{"type": "endpoint", "used": 4, "quota": 50}, {"type": "endpoint_service", "used": 10, "quota": 20}]}}`))
		counts, failures := parallel(10, func(int) (int64, error) {
			quota, planned, err := New(c.core, "").PlanCreation(t.Context(), EndpointTags)
			if quota != (Quota{"endpoint", 4, 50}) {
				t.Errorf("got %+v", quota)
			}
			return planned, err
		})
		slices.Sort(counts)
		if err := errors.Join(failures...); err != nil || !slices.Equal(counts, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) {
			t.Errorf("counted %v, %v", counts, err)
		}
		if quota, planned, err := c.PlanCreation(t.Context(), ServiceTags); planned != 1 || quota.Quota != 20 || err != nil {
			t.Errorf("counted %d of %+v, %v", planned, quota, err)
		}
		if quota, _, err := c.PlanCreation(t.Context(), "other"); quota != (Quota{}) || err != nil {
			t.Errorf("an unknown type gives %+v, %v", quota, err)
		}
		cloud.Want(t, wiretest.Request("GET", "/v1/"+wiretest.Project+"/quotas", "", ""))
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, wiretest.Refusal(403, "EndPoint.0004"))
		for range 2 {
			if quota, _, err := c.PlanCreation(t.Context(), ServiceTags); quota != (Quota{}) || !client.HasCode(err, "EndPoint.0004") {
				t.Errorf("got %+v, %v", quota, err)
			}
		}
		cloud.Want(t, wiretest.Request("GET", "/v1/"+wiretest.Project+"/quotas", "", ""))
	})
}
