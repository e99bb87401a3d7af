package vpcep

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	recordID = "f2659906-c622-480a-83e9-ef42bdb67b90"
	domainA  = "iam:domain::5fc973eea581490997e82ea11a1d0101"
	domainB  = "iam:domain::6e9dfd51d1124e8d8498dce894923a0d"
	orgA     = "organizations:orgPath::o-xxx/r-yyy/_*"

	permissionsPath = servicePath + "/permissions"
	pageOf500       = "limit=500&offset=0"
)

// 1.14.
const permissionsSample = `{"permissions": [{"id": "f2659906-c622-480a-83e9-ef42bdb67b90", "permission": "iam:domain::6e9dfd51d1124e8d8498dce894923a0d",
  "permission_type": "domainId", "description": "", "created_at": "2024-10-18T13:26:40Z"}], "total_count": 1}`

// 1.16.
const createdSample = `{"permissions": [{"id": "f2659906-c622-480a-83e9-ef42bdb67b90", "permission": "iam:domain::5fc973eea581490997e82ea11a1d0101",
   "permission_type": "domainId", "description": "team a", "created_at": "2024-10-18T13:26:40Z"}]}`

var (
	demoPermission    = Permission{recordID, domainB, "domainId", new(""), "2024-10-18T13:26:40Z"}
	createdPermission = Permission{recordID, domainA, "domainId", new("team a"), "2024-10-18T13:26:40Z"}
)

var wirePermissions = []wiretest.Case[*Client]{
	wire("ListPermissions 1.14", func(ctx context.Context, c *Client) (any, error) {
		return c.ListPermissions(ctx, serviceID, ListPermissionsRequest{})
	}, wiretest.Reply(200, permissionsSample), wiretest.Request("GET", permissionsPath, pageOf500, ""), []Permission{demoPermission}),
	wire("ListPermissions 1.14 of a cloud without types", func(ctx context.Context, c *Client) (any, error) {
		return c.ListPermissions(ctx, serviceID, ListPermissionsRequest{})
	}, wiretest.Reply(200, `{"permissions": [{"id": "1", "permission": "*"}, {"id": "2", "permission": "`+orgA+`"}], "total_count": 2}`),
		wiretest.Request("GET", permissionsPath, pageOf500, ""),
		[]Permission{{ID: "1", Permission: "*", PermissionType: "domainId"}, {ID: "2", Permission: orgA, PermissionType: "orgPath"}}),
	wire("GetPermission 1.14", func(ctx context.Context, c *Client) (any, error) { return c.GetPermission(ctx, serviceID, domainB) },
		wiretest.Reply(200, permissionsSample), wiretest.Request("GET", permissionsPath, pageOf500, ""), &demoPermission),
	wire("RemovePermissions 1.15", func(ctx context.Context, c *Client) (any, error) {
		c.run.actionOnly.Store(true)
		return nothing(c.RemovePermissions(ctx, serviceID, []Permission{demoPermission}))
	}, wiretest.Reply(200, `{"permissions": ["`+domainB+`"], "permission_type": "domainId"}`),
		wiretest.Request("POST", permissionsPath+"/action", "", `{"action": "remove", "permissions": ["`+domainB+`"]}`), nil),
	wire("AddPermissions 1.16", func(ctx context.Context, c *Client) (any, error) {
		return c.AddPermissions(ctx, serviceID, []NewPermission{{domainA, new("team a")}})
	}, wiretest.Reply(200, createdSample), wiretest.Request("POST", permissionsPath+"/batch-create", "",
		`{"permission_type": "domainId", "permissions": [{"permission": "`+domainA+`", "description": "team a"}]}`),
		&PermissionsChange{Added: []Permission{createdPermission}}),
	wire("RemovePermissions 1.17", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.RemovePermissions(ctx, serviceID, []Permission{demoPermission, {ID: "2", Permission: orgA}}))
	}, wiretest.Reply(200, permissionsSample), wiretest.Request("POST", permissionsPath+"/batch-delete", "",
		`{"permissions": [{"id": "`+recordID+`"}, {"id": "2"}]}`),
		nil),
	wire("RemovePermissions 1.15 without an id", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.RemovePermissions(ctx, serviceID, []Permission{{Permission: orgA}}))
	}, wiretest.Reply(200, `{"permissions": ["`+orgA+`"], "permission_type": "orgPath"}`),
		wiretest.Request("POST", permissionsPath+"/action", "", `{"action": "remove", "permission_type": "orgPath", "permissions": ["`+orgA+`"]}`), nil),
	wire("UpdatePermissionDescription 1.18", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdatePermissionDescription(ctx, serviceID, recordID, "new text"))
	}, wiretest.Reply(200, permissionsSample), wiretest.Request("PUT", permissionsPath+"/"+recordID, "",
		`{"permission": {"description": "new text"}}`),
		nil),
	wire("UpdatePermissionDescription 1.18 none", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdatePermissionDescription(ctx, serviceID, recordID, ""))
	}, wiretest.Reply(200, permissionsSample), wiretest.Request("PUT", permissionsPath+"/"+recordID, "",
		`{"permission": {"description": ""}}`),
		nil),
}

// record is a record as the API answers it.
func record(permission, description string) string {
	return fmt.Sprintf(`{"id": "id of %[1]s", "permission": %[1]q, "permission_type": %[2]q, "description": %[3]q}`,
		permission, PermissionType(permission), description)
}

// bareRecord is one of a list that shows no descriptions.
func bareRecord(permission string) string {
	return fmt.Sprintf(`{"id": "id of %[1]s", "permission": %[1]q}`, permission)
}

func whitelist(records ...string) wiretest.Answer {
	return wiretest.Reply(200, fmt.Sprintf(`{"permissions": [%s], "total_count": %d}`, strings.Join(records, ","), len(records)))
}

// names are the permissions of records.
func names(records []Permission) (names []string) {
	for _, r := range records {
		names = append(names, r.Permission)
	}
	return names
}

// steps are requests without their bodies.
func steps(requests []wiretest.Sent) (steps []string) {
	for _, r := range requests {
		steps = append(steps, r.Method+" "+strings.TrimPrefix(r.Path, servicePath))
	}
	return steps
}

const (
	listing  = "GET /permissions"
	creating = "POST /permissions/batch-create"
	deleting = "POST /permissions/batch-delete"
	acting   = "POST /permissions/action"
)

// Fifty records that refresh at once cost one list call of their service, and so does one.
func TestGetPermissionShares(t *testing.T) {
	t.Parallel()
	var records []string
	for i := range 50 {
		records = append(records, record(fmt.Sprintf("iam:domain::%d", i), ""))
	}
	c, cloud := serve(t, whitelist(records...))
	permissions, failures := parallel(51, func(i int) (*Permission, error) {
		return New(c.core, "").GetPermission(t.Context(), serviceID, fmt.Sprintf("iam:domain::%d", i))
	})
	for i := range 50 {
		if want := fmt.Sprintf("iam:domain::%d", i); failures[i] != nil || permissions[i].Permission != want {
			t.Errorf("got %v, %v, want %s", permissions[i], failures[i], want)
		}
	}
	if !client.IsNotFound(failures[50]) {
		t.Errorf("a permission that is not there gives %v", failures[50])
	}
	wantFew(t, cloud)
}

// A record that was added may be missing in the list for a while; one that never shows is gone, and so is its service.
func TestAwaitPermission(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		replies []wiretest.Answer
		looks   int
		gone    bool
	}{
		{"listed", []wiretest.Answer{whitelist(record(domainA, ""))}, 1, false},
		{"listed later", []wiretest.Answer{whitelist(), whitelist(record(domainB, "")), whitelist(record(domainA, ""))}, 3, false},
		{"never listed", []wiretest.Answer{whitelist()}, 10, true},
		{"no such service", []wiretest.Answer{errNotFound}, 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.replies...)
			found, err := c.AwaitPermission(t.Context(), serviceID, domainA)
			switch {
			case test.gone && !client.IsNotFound(err):
				t.Errorf("got %v, %v", found, err)
			case !test.gone && (err != nil || found.Permission != domainA):
				t.Errorf("got %v, %v", found, err)
			}
			if n := len(cloud.Seen()); n != test.looks {
				t.Errorf("%d looks, want %d", n, test.looks)
			}
		})
	}
	c, _ := serve(t, wiretest.Refusal(403, "EndPoint.0004"))
	if _, err := c.AwaitPermission(t.Context(), serviceID, domainA); err == nil || client.IsNotFound(err) {
		t.Errorf("a refusal gives %v", err)
	}
}

// Records of both types need two calls, because the API takes one type a call (contract/vpcep.md 3).
func TestAddPermissionsOfBothTypes(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, whitelist(record(domainA, ""), record("*", "")), whitelist(record(orgA, "all of us")))
	change, err := c.AddPermissions(t.Context(), serviceID, []NewPermission{{Permission: orgA, Description: new("all of us")}, {Permission: domainA}, {Permission: "*"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(change.Added); !slices.Equal(got, []string{domainA, "*", orgA}) || change.DescriptionsLost {
		t.Errorf("got %+v", change)
	}
	cloud.Want(t,
		wiretest.Request("POST", permissionsPath+"/batch-create", "", `{"permission_type": "domainId", "permissions": [{"permission": "`+domainA+`", "description": ""}, {"permission": "*", "description": ""}]}`),
		wiretest.Request("POST", permissionsPath+"/batch-create", "", `{"permission_type": "orgPath", "permissions": [{"permission": "`+orgA+`", "description": "all of us"}]}`))
}

// Partner clouds have the add/remove action only; the run asks for the batch call once (contract/vpcep.md 8).
func TestPermissionsFallback(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, wiretest.Refusal(404, "APIGW.0101"),
		wiretest.Reply(200, `{"permissions": ["`+domainA+`"]}`), whitelist(record(domainA, "")),
		wiretest.Reply(200, `{"permissions": ["`+orgA+`"]}`), whitelist(record(domainA, "")), // not shown yet
		wiretest.Reply(200, `{"permissions": []}`))
	change, err := c.AddPermissions(t.Context(), serviceID, []NewPermission{{domainA, new("team a")}})
	if err != nil || !change.DescriptionsLost || !reflect.DeepEqual(change.Added, []Permission{{ID: "id of " + domainA, Permission: domainA, PermissionType: "domainId", Description: new("")}}) {
		t.Fatalf("got %+v, %v", change, err)
	}
	change, err = c.AddPermissions(t.Context(), serviceID, []NewPermission{{orgA, new("")}})
	if err != nil || change.DescriptionsLost || !reflect.DeepEqual(change.Added, []Permission{{Permission: orgA, PermissionType: "orgPath"}}) {
		t.Fatalf("got %+v, %v", change, err)
	}
	if err := c.RemovePermissions(t.Context(), serviceID, []Permission{{Permission: orgA}, {Permission: domainA}}); err != nil {
		t.Fatal(err)
	}
	list := wiretest.Request("GET", permissionsPath, pageOf500, "")
	action := func(body string) wiretest.Sent { return wiretest.Request("POST", permissionsPath+"/action", "", body) }
	cloud.Want(t,
		wiretest.Request("POST", permissionsPath+"/batch-create", "", `{"permission_type": "domainId", "permissions": [{"permission": "`+domainA+`", "description": "team a"}]}`),
		action(`{"action": "add", "permissions": ["`+domainA+`"]}`), list,
		action(`{"action": "add", "permission_type": "orgPath", "permissions": ["`+orgA+`"]}`), list,
		action(`{"action": "remove", "permissions": ["`+domainA+`"]}`),
		action(`{"action": "remove", "permission_type": "orgPath", "permissions": ["`+orgA+`"]}`))
}

// After a lost reply it looks before it sends anything again; a refusal is final.
func TestAddPermissionsWithoutReply(t *testing.T) {
	t.Parallel()
	lost, full := wiretest.Refusal(504, "EndPoint.0013"), wiretest.Refusal(400, "EndPoint.3049")
	both := []NewPermission{{Permission: domainA}, {Permission: domainB}}
	for _, test := range []struct {
		name    string
		answers []wiretest.Answer
		added   []string
		steps   []string
		fails   string
	}{
		{"all were added", []wiretest.Answer{lost, whitelist(record(domainA, ""), record(domainB, ""))}, []string{domainA, domainB}, []string{creating, listing}, ""},
		{"one was added", []wiretest.Answer{lost, whitelist(record(domainA, "")), whitelist(record(domainB, ""))}, []string{domainA, domainB}, []string{creating, listing, creating}, ""},
		{"none was added", []wiretest.Answer{lost, whitelist(), whitelist(record(domainA, ""), record(domainB, ""))}, []string{domainA, domainB}, []string{creating, listing, creating}, ""},
		{"lost twice", []wiretest.Answer{lost, whitelist(record(domainA, "")), lost}, []string{domainA}, []string{creating, listing, creating}, "EndPoint.0013"},
		{"no list either", []wiretest.Answer{lost, wiretest.Refusal(403, "EndPoint.0004")}, nil, []string{creating, listing}, "whether [" + domainA + " " + domainB + "] were added to the whitelist is unknown"},
		{"refused", []wiretest.Answer{full}, nil, []string{creating}, "EndPoint.3049"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.answers...)
			change, err := c.AddPermissions(t.Context(), serviceID, both)
			if (err == nil) != (test.fails == "") || (err != nil && !strings.Contains(err.Error(), test.fails)) {
				t.Errorf("got %v, want %q in it", err, test.fails)
			}
			if got := names(change.Added); !slices.Equal(got, test.added) {
				t.Errorf("added %v, want %v", got, test.added)
			}
			if got := steps(cloud.Seen()); !slices.Equal(got, test.steps) {
				t.Errorf("sent %v, want %v", got, test.steps)
			}
		})
	}
}

// How many records a call takes is not published; EndPoint.0016 says that it were too many (contract/vpcep.md 3).
func TestPermissionsInHalves(t *testing.T) {
	t.Parallel()
	var add []NewPermission
	for i := range 5 {
		add = append(add, NewPermission{Permission: fmt.Sprintf("iam:domain::%d", i)})
	}
	atMost := func(most int) func(int, wiretest.Sent) wiretest.Answer {
		return func(_ int, request wiretest.Sent) wiretest.Answer {
			if strings.Count(request.Body, `"permission":`)+strings.Count(request.Body, `"id":`) > most {
				return wiretest.Refusal(400, "EndPoint.0016")
			}
			var records []string
			for _, p := range add {
				if strings.Contains(request.Body, `"`+p.Permission+`"`) {
					records = append(records, record(p.Permission, ""))
				}
			}
			return whitelist(records...)
		}
	}
	t.Run("add", func(t *testing.T) {
		t.Parallel()
		c, _ := serveFunc(t, atMost(2))
		change, err := c.AddPermissions(t.Context(), serviceID, add)
		if err != nil || len(change.Added) != 5 {
			t.Errorf("got %+v, %v", change, err)
		}
	})
	t.Run("remove", func(t *testing.T) {
		t.Parallel()
		c, cloud := serveFunc(t, atMost(2))
		var remove []Permission
		for i := range 5 {
			remove = append(remove, Permission{ID: fmt.Sprint(i)})
		}
		if err := c.RemovePermissions(t.Context(), serviceID, remove); err != nil {
			t.Fatal(err)
		}
		if got, want := steps(cloud.Seen()), slices.Repeat([]string{deleting}, 5); !slices.Equal(got, want) { // 5; 2; 3; 1; 2
			t.Errorf("sent %v", got)
		}
	})
	t.Run("not even one", func(t *testing.T) {
		t.Parallel()
		c, _ := serveFunc(t, atMost(0))
		if _, err := c.AddPermissions(t.Context(), serviceID, add); !client.HasCode(err, "EndPoint.0016") {
			t.Errorf("got %v", err)
		}
	})
}

// A record that is gone already is no error, a record that stays is.
func TestRemovePermissionsAfterOthers(t *testing.T) {
	t.Parallel()
	refused, lost := wiretest.Refusal(400, "EndPoint.0002"), wiretest.Refusal(504, "EndPoint.0013")
	both := []Permission{{ID: "1", Permission: domainA}, {ID: "2", Permission: domainB}}
	for _, test := range []struct {
		name    string
		answers []wiretest.Answer
		steps   []string
		fails   string
	}{
		{"all are gone", []wiretest.Answer{refused, whitelist(record(orgA, ""))}, []string{deleting, listing}, ""},
		{"one is gone", []wiretest.Answer{refused, whitelist(record(domainB, "")), wiretest.Reply(200, "{}")}, []string{deleting, listing, deleting}, ""},
		{"none is gone", []wiretest.Answer{refused, whitelist(record(domainA, ""), record(domainB, ""))}, []string{deleting, listing}, "EndPoint.0002"},
		{"lost, none is gone", []wiretest.Answer{lost, whitelist(record(domainA, ""), record(domainB, "")), wiretest.Reply(200, "{}")}, []string{deleting, listing, deleting}, ""},
		{"the service is gone", []wiretest.Answer{errNotFound}, []string{deleting, listing}, "EndPoint.0005"},
		{"no list either", []wiretest.Answer{refused, wiretest.Refusal(403, "EndPoint.0004")}, []string{deleting, listing}, "the whitelist cannot be read either"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.answers...)
			err := c.RemovePermissions(t.Context(), serviceID, both)
			if (err == nil) != (test.fails == "") || (err != nil && !strings.Contains(err.Error(), test.fails)) {
				t.Errorf("got %v, want %q in it", err, test.fails)
			}
			if test.fails == "EndPoint.0005" && !client.IsNotFound(err) {
				t.Errorf("%v is not typed", err)
			}
			if got := steps(cloud.Seen()); !slices.Equal(got, test.steps) {
				t.Errorf("sent %v, want %v", got, test.steps)
			}
		})
	}
}

// Contract/vpcep.md 3: adds first, removes last; nothing is sent for what is right already.
func TestReplacePermissions(t *testing.T) {
	t.Parallel()
	describing := func(permission string) string { return "PUT /permissions/id of " + permission }
	for _, test := range []struct {
		name    string
		has     []string
		want    []NewPermission
		steps   []string
		added   []string
		removed []string
	}{
		{"nothing to do", []string{record(domainA, "a"), record(orgA, "")}, []NewPermission{{orgA, new("")}, {domainA, nil}}, []string{listing}, nil, nil},
		{"none of none", nil, nil, []string{listing}, nil, nil},
		{"none of some", []string{record(domainA, ""), record(orgA, "")}, nil, []string{listing, deleting}, nil, []string{domainA, orgA}},
		{"another one", []string{record(domainA, "")}, []NewPermission{{domainB, nil}}, []string{listing, creating, deleting}, []string{domainB}, []string{domainA}},
		{"another description", []string{record(domainA, "a")}, []NewPermission{{domainA, new("b")}}, []string{listing, describing(domainA)}, nil, nil},
		{"no description", []string{record(domainA, "a")}, []NewPermission{{domainA, new("")}}, []string{listing, describing(domainA)}, nil, nil},
		{"a description that is not shown", []string{bareRecord(domainA), bareRecord(orgA)}, []NewPermission{{domainA, new("b")}, {orgA, nil}},
			[]string{listing, describing(domainA)}, nil, nil},
		{"all at once", []string{record(domainA, "a"), record(domainB, "")}, []NewPermission{{orgA, nil}, {domainA, new("b")}},
			[]string{listing, creating, describing(domainA), deleting}, []string{orgA}, []string{domainB}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serveFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
				if request.Method == "GET" {
					return whitelist(test.has...)
				}
				var created []string
				for _, p := range test.want {
					created = append(created, record(p.Permission, p.description()))
				}
				return whitelist(created...)
			})
			change, err := c.ReplacePermissions(t.Context(), serviceID, test.want)
			if err != nil {
				t.Fatal(err)
			}
			if got := steps(cloud.Seen()); !slices.Equal(got, test.steps) {
				t.Errorf("sent %v, want %v", got, test.steps)
			}
			if !slices.Equal(names(change.Added), test.added) || !slices.Equal(names(change.Removed), test.removed) ||
				!slices.Equal(names(change.Leaving), test.removed) || change.DescriptionsLost {
				t.Errorf("got %+v", change)
			}
		})
	}
}

// What was done before a failure is told.
// A list that lags behind the change before loses nothing of it: who was removed is added again, who was added stays.
func TestReplacePermissionsAfterALateList(t *testing.T) {
	t.Parallel()
	before := whitelist(record(domainA, ""))
	c, cloud := serveFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
		switch {
		case request.Method == "GET":
			return before
		case strings.HasSuffix(request.Path, "/batch-create"):
			return whitelist(record(domainA, ""))
		}
		return wiretest.Reply(204, "")
	})
	for _, want := range [][]NewPermission{nil, {{domainA, nil}}} { // as a replacement does
		if _, err := c.ReplacePermissions(t.Context(), serviceID, want); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := steps(cloud.Seen()), []string{listing, deleting, listing, creating}; !slices.Equal(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	before = whitelist()
	if found, err := c.GetPermission(t.Context(), serviceID, domainA); err != nil || found.ID != "id of "+domainA {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := c.ReplacePermissions(t.Context(), serviceID, nil); err != nil || cloud.Count("POST", "/batch-delete") != 2 {
		t.Errorf("%d removals, %v", cloud.Count("POST", "/batch-delete"), err)
	}
}

func TestReplacePermissionsFails(t *testing.T) {
	t.Parallel()
	refused := wiretest.Refusal(403, "EndPoint.0004")
	want := []NewPermission{{domainA, new("b")}, {domainB, nil}}
	has := whitelist(record(domainA, "a"), record(orgA, ""))
	for name, test := range map[string]struct {
		answers []wiretest.Answer
		added   []string
		leaving []string
		fails   string
	}{
		"list":        {[]wiretest.Answer{refused}, nil, nil, "EndPoint.0004"},
		"add":         {[]wiretest.Answer{has, refused}, nil, nil, "EndPoint.0004"},
		"description": {[]wiretest.Answer{has, whitelist(record(domainB, "")), refused}, []string{domainB}, nil, "the description of " + domainA + " was not changed"},
		"remove":      {[]wiretest.Answer{has, whitelist(record(domainB, "")), wiretest.Reply(200, "{}"), refused}, []string{domainB}, []string{orgA}, "EndPoint.0004"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, test.answers...)
			change, err := c.ReplacePermissions(t.Context(), serviceID, want)
			if err == nil || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("got %v, want %q in it", err, test.fails)
			}
			if !slices.Equal(names(change.Added), test.added) || change.Removed != nil || !slices.Equal(names(change.Leaving), test.leaving) {
				t.Errorf("got %+v", change)
			}
		})
	}
}

// Clouds without the call keep no descriptions (contract/vpcep.md 8).
func TestReplacePermissionsWithoutDescriptions(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, whitelist(record(domainA, ""), record(domainB, "")), wiretest.Refusal(404, "APIGW.0101"))
	change, err := c.ReplacePermissions(t.Context(), serviceID, []NewPermission{{domainA, new("a")}, {domainB, new("b")}})
	if err != nil || !change.DescriptionsLost {
		t.Errorf("got %+v, %v", change, err)
	}
	if n := len(cloud.Seen()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}
