package eps

import (
	"context"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	projectPath = "/v1.0/enterprise-projects/0aa0aa0a-aa0a-aa0a-aa0a-aa0aaa0aaa0a"
	target      = "0aa0aa0a-aa0a-aa0a-aa0a-aa0aaa0aaa0a"
	resource    = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"

	filterBody = `{"projects":["` + wiretest.Project + `"],"resource_types":["bcs"],"limit":1000,"offset":0}`
	there      = `{"resources":[{"resource_id":"` + resource + `","resource_type":"bcs","enterprise_project_id":"` + target + `"}],"total_count":1}`
)

func wire(name string, call func(context.Context, *Client) (any, error), reply string, want wiretest.Sent, gives any) wiretest.Case[*Client] {
	return wiretest.Case[*Client]{Name: name, Call: call, Reply: reply, Want: want, Gives: gives}
}

func TestWire(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, New, []wiretest.Case[*Client]{
		wire("MigrateResource 2.4", func(ctx context.Context, c *Client) (any, error) {
			return nil, c.MigrateResource(ctx, target, BCSInstance, resource)
		}, ``, wiretest.Request("POST", projectPath+"/resources-migrate", "",
			`{"resource_type":"bcs","resource_id":"`+resource+`","project_id":"`+wiretest.Project+`","region_id":"cn-north-4"}`), nil),
		wire("ListResources 2.4", func(ctx context.Context, c *Client) (any, error) { return c.ListResources(ctx, target, BCSInstance) },
			there, wiretest.Request("POST", projectPath+"/resources/filter", "", filterBody),
			[]Resource{{ResourceID: resource, ResourceType: "bcs", EnterpriseProjectID: target}}),
	})
}

func TestWaitMigrated(t *testing.T) {
	t.Parallel()
	empty := wiretest.Reply(200, `{"resources":[],"total_count":0}`)
	core, api := wiretest.Serve(t, empty, empty, wiretest.Reply(200, there))
	if err := New(core, "").WaitMigrated(t.Context(), target, BCSInstance, resource); err != nil {
		t.Fatal(err)
	}
	if n := len(api.Seen()); n != 3 {
		t.Errorf("%d reads", n)
	}
	core, _ = wiretest.Serve(t, wiretest.Refusal(403, "EPS.0004"))
	if err := New(core, "").WaitMigrated(t.Context(), target, BCSInstance, resource); !client.HasCode(err, "EPS.0004") {
		t.Errorf("got %v", err)
	}
}
