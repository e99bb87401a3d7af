package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestErrorShapes(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		body          string
		code, message string
	}{
		// contract/auth.md 7.1, in its order
		"gateway":              {`{"error_msg":"Backend timeout.","error_code":"APIGW.0201","request_id":"r"}`, "APIGW.0201", "Backend timeout."},
		"service":              {`{"error_code": "EndPoint.0002", "error_msg": "Parameter error."}`, "EndPoint.0002", "Parameter error."},
		"code and message":     {`{"code":"BSS.1","message":"m"}`, "BSS.1", "m"},
		"nested":               {`{"error":{"code":"Ecs.0110","message":"no role"}}`, "Ecs.0110", "no role"},
		"nested error_code":    {`{"error":{"error_code":"IAM.0001","error_msg":"m"}}`, "IAM.0001", "m"},
		"blockchain engine":    {`{"code":"400","error_code":"BCS.04000001","error_msg":"Bad request.","message":"org name"}`, "BCS.04000001", "Bad request.: org name"},
		"details repeated":     {`{"code":"400","error_code":"BCS.04000001","error_msg":"Bad request.","message":"Bad request."}`, "BCS.04000001", "Bad request."},
		"integer code":         {`{"error":{"message":"Authentication failed","code":401,"title":"Unauthorized"}}`, "401", "Authentication failed"},
		"bad request":          {`{"badRequest":{"code":400,"message":"m"}}`, "400", "m"},
		"OpenStack":            {`{"NeutronError":{"type":"SubnetNotFound","message":"m","detail":""}}`, "SubnetNotFound", "m"},
		"camel case":           {`{"errorCode":"CCE.1","errorMessage":"m"}`, "CCE.1", "m"},
		"numeric error_code":   {`{"error_code":1103,"error_msg":"Incorrect password."}`, "1103", "Incorrect password."},
		"code alone":           {`{"error_code":"BCS.4006005","error_msg":""}`, "BCS.4006005", ""},
		"message alone":        {`{"message":"m"}`, "", "m"},
		"title alone":          {`{"error":{"title":"Forbidden"}}`, "", "Forbidden"},
		"text in error":        {`{"error":"m"}`, "", "m"},
		"details":              {`{"details":[{"error_code":"A.1","error_msg":"m"},{"error_code":"A.2","error_msg":"n"}]}`, "A.1", "m; A.2 n"},
		"details beside":       {`{"error_code":"A","error_msg":"m","details":[{"error_code":"A.1","error_msg":"n"},{"code":"A.2","message":"o"}]}`, "A", "m: A.1 n; A.2 o"},
		"details as text":      {`{"error":{"code":"A","message":"m","details":"n"}}`, "A", "m: n"},
		"details nobody knows": {`{"error_code":"A","error_msg":"m","details":[1,null,{"x":"y"}]}`, "A", "m"},
		"detail of OpenStack":  {`{"NeutronError":{"type":"T","message":"m","detail":"d"}}`, "T", "m: d"},
		"error_message":        {`{"error_code":"A","error_message":"m"}`, "A", "m"},
		"code and title":       {`{"error":{"code":403,"title":"Forbidden"}}`, "403", "Forbidden"},
		"cut":                  {`{"error_code":"APIGW.0601","error_msg":"Internal ser`, "APIGW.0601", "Internal ser"},
		"cut before the text":  {`{"error_code":"APIGW.0601","err`, "APIGW.0601", ""},
		"cut, nested":          {`{"error":{"message":"Authentication failed","code":401,"ti`, "401", "Authentication failed"},
		"cut before the code":  {`{"error_msg":"m","er`, "", `{"error_msg":"m","er`},
		"cut at once":          {`{`, "", `{`},
		"two objects":          {`{"code":"A","message":"m"} {"code":"B","message":"n"}`, "A", "m"},
		"a JSON string":        {`"m"`, "", "m"},
		"unknown JSON":         {`{"a":1}`, "", `{"a":1}`},
		"a page":               {"<html><head><title>502 Bad\nGateway</title></head></html>", "", "a web page: 502 Bad Gateway"},
		"a page, no title":     {"<!DOCTYPE html><p>x", "", "a web page"},
		"text":                 {"upstream\nconnect error", "", "upstream connect error"},
		"empty":                {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parseProblem([]byte(row.body))
			if p.code != row.code || p.message != row.message {
				t.Errorf("got %q %q, want %q %q", p.code, p.message, row.code, row.message)
			}
		})
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	const body = `{"error_code":"A","error_msg":"m","request_id":"from-body"}`
	for want, headers := range map[string][]string{
		"from-header": {"X-Request-Id", "from-header", "X-IAM-Trace-Id", "trace"},
		"from-body":   {"X-IAM-Trace-Id", "trace"},
	} {
		_, err := get(t.Context(), testClient(t, tokenConfig(), always(400, body, headers...)))
		if api, ok := errors.AsType[*APIError](err); !ok || api.RequestID != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	_, err := get(t.Context(), testClient(t, tokenConfig(), always(400, `{}`, "X-IAM-Trace-Id", "trace")))
	if api, ok := errors.AsType[*APIError](err); !ok || api.RequestID != "trace" {
		t.Errorf("%v", err)
	}
}

// What the cloud's support asks for, and what STS decodes, is found wherever it stands, and whole.
func TestIDsInTheBody(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("0123456789", 300)
	for name, body := range map[string]string{
		"at the top": `{"error_code":"A","error_msg":"m","request_id":"r-1","encoded_authorization_message":"` + long + `"}`,
		"nested":     `{"error":{"code":"A","message":"m","request_id":"r-1","encoded_authorization_message":"` + long + `"}}`,
	} {
		if p := parseProblem([]byte(body)); p.requestID != "r-1" || p.authorization != long {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := parseProblem([]byte(`{"error_code":"A","request_id":"r-1","error_msg":"cu`)); p.requestID != "r-1" || p.foreign {
		t.Errorf("cut: %+v", p)
	}
}

func TestAPIErrorText(t *testing.T) {
	t.Parallel()
	const route = "/v1/{project_id}/vpc-endpoints"
	for want, err := range map[string]*APIError{
		"GET /v1/{project_id}/vpc-endpoints: 404 EndPoint.0005 The requested resource does not exist. (request id r1)": {
			Status: 404, Code: "EndPoint.0005", Message: "The requested resource does\nnot exist.", RequestID: "r1", Attempts: 1,
		},
		"GET /v1/{project_id}/vpc-endpoints: 401 Authentication failed":            {Status: 401, Code: "401", Message: "Authentication failed"},
		"GET /v1/{project_id}/vpc-endpoints: 503 Service Unavailable (3 attempts)": {Status: 503, Attempts: 3},
		"GET /v1/{project_id}/vpc-endpoints: 403 A m (encoded authorization message xyz)": {
			Status: 403, Code: "A", Message: "m", AuthorizationMessage: "xyz",
		},
	} {
		err.Method, err.Route = "GET", route
		if got := err.Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestAPIErrorKnowsWhereItComesFrom(t *testing.T) {
	t.Parallel()
	server := always(403, `{"error_code":"EndPoint.0004","error_msg":"m","encoded_authorization_message":"xyz"}`)
	_, err := Get[thing](t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""), testRoute, nil, "secret-id")
	api, ok := errors.AsType[*APIError](err)
	if !ok {
		t.Fatal(err)
	}
	got := *api
	want := APIError{
		Method: "GET", Route: testRoute, Service: "vpcep", Region: testRegion, Status: 403, Code: "EndPoint.0004",
		Message: "m", AuthorizationMessage: "xyz", Attempts: 1,
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestIsNotFound(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		status int
		body   string
		want   bool
	}{
		"the service says so":       {404, `{"error_code":"EndPoint.0005","error_msg":"m"}`, true},
		"nested":                    {404, `{"error":{"code":"EndPoint.2006","message":"m"}}`, true},
		"OpenStack":                 {404, `{"itemNotFound":{"code":404,"message":"m"}}`, true},
		"no body":                   {404, "", true},
		"no such API":               {404, `{"error_code":"APIGW.0101","error_msg":"The API does not exist."}`, false},
		"no such API, older prefix": {404, `{"error_code":"APIG.0101","error_msg":"m"}`, false},
		"in lower case":             {404, `{"error_code":"apigw.0103","error_msg":"m"}`, false},
		"no such URL at BCS":        {404, `{"error_code":"BCS.4040404","error_msg":"Not Found:the url is not found"}`, false},
		"a web page":                {404, "<html><title>Not Found</title></html>", false},
		"a web server's text":       {404, "404 page not found\n", false},
		"bad request":               {400, `{"error_code":"EndPoint.2003","error_msg":"m"}`, false},
		"forbidden":                 {403, `{"error_code":"EndPoint.0004","error_msg":"m"}`, false},
		"unauthorized":              {401, `{"error_code":"EndPoint.0003","error_msg":"m"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), testClient(t, tokenConfig(), always(row.status, row.body)))
			if got := IsNotFound(fmt.Errorf("wrapped: %w", err)); got != row.want {
				t.Errorf("got %t for %v", got, err)
			}
		})
	}
	if IsNotFound(nil) || IsNotFound(errors.New("404")) || IsNotFound(&AuthError{Action: "a", Err: &APIError{Status: 404}}) {
		t.Error("true for something else")
	}
}

func TestNotOffered(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err  error
		want bool
	}{
		{&APIError{Status: 404, Code: "APIGW.0101"}, true},
		{&APIError{Status: 404, Code: "APIG.0101"}, true},
		{&APIError{Status: 405}, true},
		{&APIError{Status: 501}, true},
		{&APIError{Status: 404, Code: "EndPoint.0005"}, false},
		{&APIError{Status: 404}, false},
		{&APIError{Status: 400, Code: "APIGW.0101"}, false},
		{errors.New("x"), false},
		{nil, false},
	} {
		if got := NotOffered(row.err); got != row.want {
			t.Errorf("%v: %t", row.err, got)
		}
	}
}

func TestHasCode(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("wrapped: %w", &APIError{Code: "Endpoint.1018"})
	if !HasCode(err, "X", "EndPoint.1018") || HasCode(err, "EndPoint.1019") || HasCode(err) || HasCode(nil, "") {
		t.Error("codes are to be compared without case, and only codes")
	}
}

func TestUndecided(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("x"), false},
		{context.Canceled, false},
		{&TransportError{Sent: true, Err: errors.New("x")}, true},
		{&TransportError{Err: errors.New("x")}, false},
		{&ReplyError{Status: 200, Err: errors.New("x")}, true},
		{fmt.Errorf("w: %w", &APIError{Status: 500}), true},
		{&APIError{Status: 502}, true},
		{&APIError{Status: 503}, true},
		{&APIError{Status: 504}, true},
		{&APIError{Status: 501}, false},
		{&APIError{Status: 429}, false},
		{&APIError{Status: 409}, false},
		{&APIError{Status: 400}, false},
		{&AuthError{Err: &APIError{Status: 503}}, false},
		{&AuthError{Err: &TransportError{Sent: true, Err: errors.New("x")}}, false},
	} {
		if got := Undecided(row.err); got != row.want {
			t.Errorf("%v: got %t", row.err, got)
		}
	}
}

func FuzzParseProblem(f *testing.F) {
	for _, seed := range []string{
		`{"error_code":"A","error_msg":"m","request_id":"r"}`, `{"error":{"code":401,"message":"m","title":"t"}}`,
		`{"details":[{"code":"a","message":"b"}]}`, `[[[[{"code":"a"}]]]]`, "<html><title>x</title>", `"\ud800"`, "\xff\xfe",
		`{"error_msg":"verify aksk signature fail, canonicalRequest:GET|/|x"}`, `{"code":1e999}`, `{"error_code":"A","error_msg":"cut`,
		`{"code":"a","message":"b","details":[{"code":"c"},[{"message":"d"}]]}`, strings.Repeat("é", 600),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p := parseProblem(body)
		for _, text := range []string{p.code, p.message, p.requestID, p.authorization} {
			limit := maxMessage
			if text == p.authorization {
				limit = maxAuthorization
			}
			if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n") || len(text) > limit+4 {
				t.Errorf("%q", text)
			}
			if strings.Contains(strings.ToLower(text), "canonicalrequest:") {
				t.Errorf("an echo of the request: %q", text)
			}
		}
		if message := (&APIError{Status: 400, Code: p.code, Message: p.message}).Error(); strings.ContainsAny(message, "\r\n") {
			t.Errorf("%q", message)
		}
	})
}
