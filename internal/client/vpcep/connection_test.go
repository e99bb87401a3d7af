package vpcep

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const otherEndpointID = "705290f3-0d00-41f2-aedc-71f09844e879"

// 1.12.
const answeredSample = `{"connections": [{"id": "705290f3-0d00-41f2-aedc-71f09844e879", "status": "creating", "marker_id": 201515772,
 "domain_id": "6e9dfd51d1124e8d8498dce894923a0d", "created_at": "2024-01-30T07:42:01Z", "updated_at": "2024-01-30T07:45:01Z"}]}`

var answeredConnection = Connection{
	ID: otherEndpointID, Status: "creating", MarkerID: 201515772, DomainID: "6e9dfd51d1124e8d8498dce894923a0d",
	CreatedAt: "2024-01-30T07:42:01Z", UpdatedAt: "2024-01-30T07:45:01Z",
}

var wireConnections = []wiretest.Case[*Client]{
	wire("ListConnections 1.11", func(ctx context.Context, c *Client) (any, error) {
		return c.ListConnections(ctx, serviceID, ListConnectionsRequest{})
	}, wiretest.Reply(200, connectionsSample), wiretest.Request("GET", servicePath+"/connections", whole, ""), []Connection{demoConnection}),
	wire("GetConnection 1.11", func(ctx context.Context, c *Client) (any, error) {
		return c.GetConnection(ctx, serviceID, demoConnection.ID)
	}, wiretest.Reply(200, connectionsSample), wiretest.Request("GET", servicePath+"/connections", "id="+demoConnection.ID+"&"+whole, ""), &demoConnection),
	wire("AnswerConnection 1.12", func(ctx context.Context, c *Client) (any, error) {
		return c.AnswerConnection(ctx, serviceID, Receive, otherEndpointID)
	}, wiretest.Reply(200, answeredSample), wiretest.Request("POST", servicePath+"/connections/action", "",
		`{"action": "receive", "endpoints": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`), &answeredConnection),
	wire("AnswerConnection 1.12 without it in the reply", func(ctx context.Context, c *Client) (any, error) {
		return c.AnswerConnection(ctx, serviceID, Reject, endpointID)
	}, wiretest.Reply(200, answeredSample), wiretest.Request("POST", servicePath+"/connections/action", "",
		`{"action": "reject", "endpoints": ["`+endpointID+`"]}`), &Connection{ID: endpointID}),
	wire("AnswerConnection 1.12 without a body in the reply", func(ctx context.Context, c *Client) (any, error) {
		return c.AnswerConnection(ctx, serviceID, Reject, endpointID)
	}, wiretest.Reply(200, ""), wiretest.Request("POST", servicePath+"/connections/action", "",
		`{"action": "reject", "endpoints": ["`+endpointID+`"]}`), &Connection{ID: endpointID}),
	wire("UpdateConnectionDescription 1.13", func(ctx context.Context, c *Client) (any, error) {
		return c.UpdateConnectionDescription(ctx, serviceID, otherEndpointID, "text")
	}, wiretest.Reply(200, answeredSample), wiretest.Request("PUT", servicePath+"/connections/description", "",
		`{"connections": [{"id": "705290f3-0d00-41f2-aedc-71f09844e879", "description": "text"}]}`), &answeredConnection),
	wire("UpdateConnectionDescription 1.13 none", func(ctx context.Context, c *Client) (any, error) {
		return c.UpdateConnectionDescription(ctx, serviceID, otherEndpointID, "")
	}, wiretest.Reply(200, answeredSample), wiretest.Request("PUT", servicePath+"/connections/description", "",
		`{"connections": [{"id": "705290f3-0d00-41f2-aedc-71f09844e879", "description": ""}]}`), &answeredConnection),
}

// parallel runs the calls at about the same time and returns their results in the order of the calls.
func parallel[T any](n int, call func(i int) (T, error)) ([]T, []error) {
	results, failures := make([]T, n), make([]error, n)
	done := make(chan struct{})
	for i := range n {
		go func() {
			results[i], failures[i] = call(i)
			done <- struct{}{}
		}()
	}
	for range n {
		<-done
	}
	return results, failures
}

// Fifty resources that refresh at once cost one list call of their service.
func TestGetConnectionShares(t *testing.T) {
	t.Parallel()
	c, cloud := serveFunc(t, pages("connections", 50, 1000))
	connections, failures := parallel(50, func(i int) (*Connection, error) {
		return New(c.core, "").GetConnection(t.Context(), serviceID, fmt.Sprintf("id-%d", i)) // each resource has its own client
	})
	for i := range connections {
		if want := fmt.Sprintf("id-%d", i); failures[i] != nil || connections[i].ID != want {
			t.Errorf("got %v, %v, want %s", connections[i], failures[i], want)
		}
	}
	wantFew(t, cloud)
}

// wantFew checks that many reads shared their requests. One is enough, but a busy machine may start the readers late.
func wantFew(t *testing.T, cloud *wiretest.API) {
	t.Helper()
	if requests := cloud.Seen(); len(requests) > 5 {
		t.Errorf("%d requests: %v", len(requests), requests)
	}
}

// Services do not share their lists.
func TestGetConnectionOfTwoServices(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, wiretest.Reply(200, connectionsSample))
	_, failures := parallel(2, func(i int) (*Connection, error) {
		return c.GetConnection(t.Context(), fmt.Sprintf("service-%d", i), demoConnection.ID)
	})
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	for _, request := range cloud.Seen() {
		paths[request.Path] = true
	}
	want := map[string]bool{servicesPath + "/service-0/connections": true, servicesPath + "/service-1/connections": true}
	if !reflect.DeepEqual(paths, want) {
		t.Errorf("asked for %v, want %v", paths, want)
	}
}

// Capitals do not count in ids, alone and among others.
func TestGetConnectionInCapitals(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Reply(200, connectionsSample))
	id := strings.ToUpper(demoConnection.ID)
	for _, readers := range []int{1, 2} {
		connections, failures := parallel(readers, func(int) (*Connection, error) { return c.GetConnection(t.Context(), serviceID, id) })
		for i := range connections {
			if failures[i] != nil || connections[i].ID != demoConnection.ID {
				t.Errorf("%d readers: got %v, %v", readers, connections[i], failures[i])
			}
		}
	}
}

// A connection that is not there is typed, alone and among others; so is one of a service that is gone.
func TestConnectionGone(t *testing.T) {
	t.Parallel()
	t.Run("alone", func(t *testing.T) {
		t.Parallel()
		c, _ := serve(t, wiretest.Reply(200, `{"connections": [], "total_count": 0}`))
		if _, err := c.GetConnection(t.Context(), serviceID, endpointID); !client.IsNotFound(err) || !IsConnectionGone(err) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("another one in the reply", func(t *testing.T) {
		t.Parallel()
		c, _ := serve(t, wiretest.Reply(200, connectionsSample))
		if got, err := c.GetConnection(t.Context(), serviceID, endpointID); !client.IsNotFound(err) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("among others", func(t *testing.T) {
		t.Parallel()
		c, _ := serve(t, wiretest.Reply(200, connectionsSample))
		ids := []string{demoConnection.ID, endpointID}
		_, failures := parallel(2, func(i int) (*Connection, error) { return c.GetConnection(t.Context(), serviceID, ids[i]) })
		if failures[0] != nil || !client.IsNotFound(failures[1]) {
			t.Errorf("got %v", failures)
		}
	})
	for name, test := range map[string]struct {
		reply wiretest.Answer
		gone  bool
	}{
		"no such service":                       {errNotFound, true},
		"no such endpoint":                      {wiretest.Refusal(404, "EndPoint.2006"), true},
		"not of this service":                   {wiretest.Refusal(400, "EndPoint.2013"), true},
		"not of this service, as in the sample": {wiretest.Refusal(400, "Endpoint.2013"), true},
		"being deleted":                         {wiretest.Refusal(400, "EndPoint.2018"), true},
		"frozen":                                {wiretest.Refusal(400, "EndPoint.2015"), false},
		"no permission":                         {wiretest.Refusal(403, "EndPoint.0004"), false},
		"no such path":                          {wiretest.Refusal(404, "APIGW.0101"), false},
	} {
		t.Run("answer: "+name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, test.reply)
			connection, err := c.AnswerConnection(t.Context(), serviceID, Reject, endpointID)
			if err == nil || connection != nil || IsConnectionGone(err) != test.gone {
				t.Errorf("got %v, %v", connection, err)
			}
		})
	}
}

// Accepting what is connected is no failure, also where the API says so with a code; rejecting it is another matter.
func TestAcceptConnected(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Refusal(400, "EndPoint.2014"))
	if connection, err := c.AnswerConnection(t.Context(), serviceID, Receive, endpointID); err != nil || !reflect.DeepEqual(connection, &Connection{ID: endpointID}) {
		t.Errorf("accepting gives %v, %v", connection, err)
	}
	if _, err := c.AnswerConnection(t.Context(), serviceID, Reject, endpointID); !client.HasCode(err, "EndPoint.2014") {
		t.Errorf("rejecting gives %v", err)
	}
}

// Contract/vpcep.md 2.2: the old status may be seen for a while after an answer.
func TestWaitConnectionAnswered(t *testing.T) {
	t.Parallel()
	gone := wiretest.Reply(200, `{"connections": [], "total_count": 0}`)
	states := func(statuses ...string) []wiretest.Answer {
		var out []wiretest.Answer
		for _, status := range statuses {
			out = append(out, wiretest.Reply(200, fmt.Sprintf(`{"connections": [{"id": %q, "status": %q,
  "error": [{"error_code": "EndPoint.1", "error_message": "because"}]}], "total_count": 1}`, endpointID, status)))
		}
		return out
	}
	for _, test := range []struct {
		name    string
		answer  string
		replies []wiretest.Answer
		ends    func(error) bool
		last    string
	}{
		{"accepted at once", Receive, states("accepted"), isNil, "accepted"},
		{"accepted later", Receive, states("pendingAcceptance", "creating", "accepted"), isNil, "accepted"},
		{"accepted after a rejection", Receive, states("rejected", "creating", "accepted"), isNil, "accepted"},
		{"failed", Receive, states("creating", "failed"), is[*client.UnexpectedStateError], "failed"},
		{"deleted by its owner", Receive, states("deleting"), is[*client.UnexpectedStateError], "deleting"},
		{"accepted and gone", Receive, append(states("creating"), gone), is[*client.GoneError], "creating"},
		{"rejected at once", Reject, states("rejected"), isNil, "rejected"},
		{"rejected after an acceptance", Reject, states("accepted", "rejected"), isNil, "rejected"},
		{"rejected while it fails", Reject, states("failed"), is[*client.UnexpectedStateError], "failed"},
		{"gone while it is rejected", Reject, append(states("deleting"), gone), is[*client.GoneError], "deleting"},
		{"gone before the first look", Reject, []wiretest.Answer{gone}, is[*client.GoneError], ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.replies...)
			connection, err := c.WaitConnectionAnswered(t.Context(), serviceID, test.answer, endpointID)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if test.last != "" && (connection == nil || connection.Status != test.last) {
				t.Errorf("the connection last seen is %v, want status %s", connection, test.last)
			}
			if is[*client.GoneError](err) != IsConnectionGone(err) {
				t.Errorf("%v is not what IsConnectionGone takes it for", err)
			}
			if n := len(cloud.Seen()); n != len(test.replies) {
				t.Errorf("%d reads, want %d", n, len(test.replies))
			}
		})
	}
}
