package client

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// Contract/bcs.md 2.4 and 10: what a failed read means, and when the list is asked.
func TestConfirmGone(t *testing.T) {
	t.Parallel()
	refused := func(code int, body string) error {
		_, err := get(t.Context(), testClient(t, tokenConfig(), always(code, body)))
		return err
	}
	body := func(code string) string { return fmt.Sprintf(`{"error_code":%q,"error_msg":"m"}`, code) }
	unreadable := errors.New("the list cannot be read")
	for _, row := range []struct {
		name   string
		err    error
		there  bool
		list   error
		asked  bool
		isGone bool
		doubt  bool
	}{
		{"400, not in the list", refused(400, body("BCS.4006005")), false, nil, true, true, false},
		{"400, in the list", refused(400, body("BCS.4006005")), true, nil, true, false, true},
		{"400, no list", refused(400, body("BCS.4006005")), false, unreadable, true, false, false},
		{"400 without a code", refused(400, `{"message":"m"}`), false, nil, true, true, false},
		{"400 for the project", refused(400, body("BCS.4030403")), false, nil, false, false, false},
		{"400 for the token", refused(400, `{"error":{"code":"Common.0018","message":"tenantId"}}`), false, nil, false, false, false},
		{"400 of the gateway", refused(400, body("APIGW.0602")), false, nil, false, false, false},
		{"400 as a page", refused(400, "<html><title>Bad Request</title></html>"), false, nil, false, false, false},
		{"401", refused(401, body("BCS.4010401")), false, nil, false, false, false},
		{"403", refused(403, body("BCS.4030403")), false, nil, false, false, false},
		{"404 of the service", refused(404, body("BCS.4006005")), false, nil, false, true, false},
		{"404 for the URL, not in the list", refused(404, body("BCS.4040404")), false, nil, true, true, false},
		{"404 for the URL, in the list", refused(404, body("BCS.4040404")), true, nil, true, false, true},
		{"404 of the gateway", refused(404, body("APIGW.0101")), false, nil, false, false, false},
		{"404 as a page", refused(404, "404 page not found"), false, nil, false, false, false},
		{"500", refused(500, body("BCS.5000500")), false, nil, false, false, false},
		{"no id in the reply", ErrNoID, false, nil, true, true, false},
		{"no id, but in the list", ErrNoID, true, nil, true, false, true},
		{"no login", &AuthError{Action: "log in", Err: refused(400, body("IAM.0007"))}, false, nil, false, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			asked := false
			err := ConfirmGone(t.Context(), "BCS instance x", row.err, func(context.Context) (bool, error) {
				asked = true
				return row.there, row.list
			})
			if asked != row.asked || IsNotFound(err) != row.isGone || is[*DisputedError](err) != row.doubt {
				t.Errorf("asked %t, gone %t: %v", asked, IsNotFound(err), err)
			}
			if !errors.Is(err, row.err) {
				t.Errorf("%v does not hold what the cloud said", err)
			}
		})
	}
}
