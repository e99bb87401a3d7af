package vpcep

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

func withTables(tables ...string) wiretest.Answer {
	text, err := json.Marshal(append([]string{}, tables...))
	if err != nil {
		panic(err) // strings always marshal
	}
	return wiretest.Reply(200, fmt.Sprintf(`{"id": "x", "status": "accepted", "routetables": %s}`, text))
}

func TestBindRouteTable(t *testing.T) {
	t.Parallel()
	get := wiretest.Request("GET", endpointPath, "", "")
	put := func(body string) wiretest.Sent {
		return wiretest.Request("PUT", endpointPath+"/routetables", "", `{"routetables": `+body+`}`)
	}
	for _, test := range []struct {
		name   string
		unbind bool
		bound  []string
		want   []wiretest.Sent
	}{
		{"the first", false, nil, []wiretest.Sent{get, put(`["t"]`)}},
		{"one more", false, []string{"a", "b"}, []wiretest.Sent{get, put(`["a", "b", "t"]`)}},
		{"bound already", false, []string{"a", "t"}, []wiretest.Sent{get}},
		{"bound already, in capitals", false, []string{"a", "T"}, []wiretest.Sent{get}},
		{"unbind one in capitals", true, []string{"a", "T"}, []wiretest.Sent{get, put(`["a"]`)}},
		{"unbind one", true, []string{"a", "t", "b"}, []wiretest.Sent{get, put(`["a", "b"]`)}},
		{"unbind the last", true, []string{"t"}, []wiretest.Sent{get, put(`[]`)}},
		{"unbind what is not bound", true, []string{"a"}, []wiretest.Sent{get}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, withTables(test.bound...))
			change := c.BindRouteTable
			if test.unbind {
				change = c.UnbindRouteTable
			}
			changed, err := change(t.Context(), endpointID, "t")
			if err != nil || changed != (len(test.want) == 2) {
				t.Errorf("got %t, %v", changed, err)
			}
			cloud.Want(t, test.want...)
		})
	}
}

func TestBindRouteTableFails(t *testing.T) {
	t.Parallel()
	t.Run("the endpoint is gone", func(t *testing.T) {
		t.Parallel()
		c, _ := serve(t, errNotFound)
		if changed, err := c.BindRouteTable(t.Context(), endpointID, "t"); !client.IsNotFound(err) || changed {
			t.Errorf("got %t, %v", changed, err)
		}
	})
	t.Run("the table is not bound", func(t *testing.T) {
		t.Parallel()
		c, _ := serve(t, withTables("a"), wiretest.Reply(200, `{"routetables": ["a"], "error": [{"bind_failed": [{"id": "t", "error_message": "in use"}]}]}`))
		_, err := c.BindRouteTable(t.Context(), endpointID, "t")
		if _, ok := errors.AsType[*RouteTablesError](err); !ok {
			t.Errorf("got %v", err)
		}
	})
}

// Twenty resources that bind and unbind at once lose nothing of each other's.
func TestRouteTablesAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	bound := []string{"old0", "old1", "old2", "old3", "old4", "old5", "old6", "old7", "old8", "old9"}
	c, _ := serveFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
		mu.Lock()
		defer mu.Unlock()
		if request.Method == "PUT" {
			var body struct {
				RouteTables []string `json:"routetables"`
			}
			if err := json.Unmarshal([]byte(request.Body), &body); err != nil {
				return wiretest.Refusal(400, "EndPoint.1004")
			}
			bound = body.RouteTables
		}
		return withTables(bound...)
	})
	_, failures := parallel(20, func(i int) (bool, error) {
		api, id := New(c.core, ""), endpointID // each resource has its own client
		if i >= 10 {
			id = strings.ToUpper(id)
		}
		if i%2 == 0 {
			return api.BindRouteTable(t.Context(), id, fmt.Sprint("new", i/2))
		}
		return api.UnbindRouteTable(t.Context(), id, fmt.Sprint("old", i/2))
	})
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	slices.Sort(bound)
	if want := []string{"new0", "new1", "new2", "new3", "new4", "new5", "new6", "new7", "new8", "new9"}; !slices.Equal(bound, want) {
		t.Errorf("bound are %v, want %v", bound, want)
	}
}

// A read that lags behind the change before loses nothing of it.
func TestRouteTablesOfALateRead(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t,
		withTables("old", "gone"), withTables(), // unbind
		withTables("old", "gone"), withTables(), // bind, and the read is as before
		withTables("old", "new"), // unbind once more: nothing to do
	)
	for _, change := range []func() (bool, error){
		func() (bool, error) { return c.UnbindRouteTable(t.Context(), endpointID, "GONE") },
		func() (bool, error) { return c.BindRouteTable(t.Context(), endpointID, "new") },
	} {
		if changed, err := change(); !changed || err != nil {
			t.Errorf("changed %t, %v", changed, err)
		}
	}
	wiretest.WantJSON(t, cloud.Seen()[3].Body, `{"routetables":["old","new"]}`)
	if changed, err := c.UnbindRouteTable(t.Context(), endpointID, "gone"); changed || err != nil {
		t.Errorf("changed %t, %v", changed, err)
	}
}

// Endpoints and services have locks of their own.
func TestLocksOfObjects(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, errNotFound)
	endpoint, err := c.LockEndpoint(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	service, err := c.LockService(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	endpoint()
	service()
	again, err := New(c.core, "").LockEndpoint(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	again()
}
