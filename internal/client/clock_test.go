package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A signature is refused when the clocks are more than 15 minutes apart (contract/auth.md 2, 3.1). Inside the bubble it
// is midnight UTC, 2000-01-01.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	keys, token := Credentials{AccessKey: "a", SecretKey: "b"}, Credentials{Token: "static-token-1"}
	temporary := Credentials{AccessKey: "a", SecretKey: "b", SecurityToken: "c"}
	const (
		plain   = `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}`
		expired = `{"error_code":"APIGW.0303","error_msg":"Incorrect app authentication information: signature expired, ` +
			`signature time:20230527T000431Z,server time:20230527T020608Z"}`
		early = `{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: Signature expired, ` +
			`Signature time: 20230527T020608Z, Server time: 20230527T000431Z"}`
		odd = `{"error_code":"APIG.0301","error_msg":"signature expired, signature time:20239927T020608Z,server time:20230527T000431Z"}`
	)
	for name, row := range map[string]struct {
		credentials Credentials
		status      int
		body        string
		date        string
		want        time.Duration
	}{
		"slow, by the words":        {keys, 401, expired, "", -(2*time.Hour + time.Minute + 37*time.Second)},
		"fast, by the words":        {keys, 401, early, "", 2*time.Hour + time.Minute + 37*time.Second},
		"words that are no times":   {keys, 401, odd, "", 0},
		"slow, by the date":         {keys, 401, plain, "Sat, 01 Jan 2000 00:15:01 GMT", -(15*time.Minute + time.Second)},
		"fast, by the date":         {keys, 401, plain, "Fri, 31 Dec 1999 20:00:00 GMT", 4 * time.Hour},
		"within what is allowed":    {keys, 401, plain, "Sat, 01 Jan 2000 00:15:00 GMT", 0},
		"no date":                   {keys, 401, plain, "", 0},
		"temporary keys":            {temporary, 401, plain, "Fri, 31 Dec 1999 20:00:00 GMT", 4 * time.Hour},
		"no signature":              {token, 401, plain, "Sat, 01 Jan 2000 04:00:00 GMT", 0},
		"refused for another cause": {keys, 403, plain, "Sat, 01 Jan 2000 04:00:00 GMT", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := tokenConfig()
				cfg.Credentials = row.credentials
				_, err := get(t.Context(), testClient(t, cfg, always(row.status, row.body, "Date", row.date)))
				api, ok := errors.AsType[*APIError](err)
				if !ok || api.ClockOff != row.want {
					t.Fatalf("%v off: %v", api.ClockOff, err)
				}
				if row.want != 0 && strings.Contains(err.Error(), "has expired") {
					t.Errorf("the keys are blamed too: %v", err)
				}
				if said := strings.Contains(err.Error(), "the clock of this machine is"); said != (row.want != 0) {
					t.Errorf("%v", err)
				}
			})
		})
	}
}

func TestClockText(t *testing.T) {
	t.Parallel()
	for off, want := range map[time.Duration]string{
		-(2*time.Hour + 300*time.Millisecond): "the clock of this machine is 2h0m0s slow: set it, ",
		16 * time.Minute:                      "the clock of this machine is 16m0s fast: set it, ",
	} {
		contains(t, (&APIError{Method: "GET", Route: "/x", Status: http.StatusUnauthorized, ClockOff: off}).Error(), want, "more than 15 minutes")
	}
}
