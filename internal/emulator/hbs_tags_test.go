package emulator

import (
	"fmt"
	"strings"
	"testing"
)

func TestHBSTags(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	path := "/v2/{p}/huaweicloudchain/" + a.newHBS() + "/tags"
	shown := func(want string) {
		t.Helper()
		sameJSON(t, "tags", any(a.must(200, "GET", path, "").body), `{"tags":`+want+`}`)
	}
	shown(`[]`)
	if got := a.must(200, "POST", path+"/create", `{"tags":[{"key":"a","value":"1"},{"key":"b","value":""}]}`); got.text != "{}" {
		t.Errorf("body %q", got.text)
	}
	a.must(200, "POST", path+"/create", `{"tags":[{"key":"a","value":"2"}]}`)
	shown(`[{"key":"a","value":"2"},{"key":"b","value":""}]`)
	a.must(200, "DELETE", path+"/delete", `{"tags":[{"key":"a","value":"other"},{"key":"b"},{"key":"missing"}]}`)
	shown(`[{"key":"a","value":"2"}]`)
	var many []string
	for n := range 20 {
		many = append(many, fmt.Sprintf(`{"key":"k%d","value":""}`, n))
	}
	for _, test := range []struct{ code, says, body string }{
		{"HBS.40000002", "tags", `{}`}, {"HBS.40000002", "tags", `{"tags":[]}`}, {"HBS.40000002", "key", `{"tags":[{"value":"x"}]}`},
		{"HBS.40000002", "value", `{"tags":[{"key":"x"}]}`}, {"HBS.40000003", "twice", `{"tags":[{"key":"x","value":""},{"key":"x","value":""}]}`},
		{"HBS.40000003", "_sys_", `{"tags":[{"key":"_sys_x","value":""}]}`}, {"HBS.40000003", "a/b", `{"tags":[{"key":"a/b","value":""}]}`},
		{"HBS.40000003", "128", `{"tags":[{"key":"` + strings.Repeat("k", 129) + `","value":""}]}`},
		{"HBS.40000003", "255", `{"tags":[{"key":"k","value":"` + strings.Repeat("v", 256) + `"}]}`},
		{"HBS.40000003", "20", `{"tags":[` + strings.Join(many, ",") + `]}`}, {"HBS.40000001", "colour", `{"tags":[{"key":"k","colour":"x"}]}`},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", path+"/create", test.body)
	}
	a.hbsRefused(404, "HBS.40400001", unknown, "GET", "/v2/{p}/huaweicloudchain/"+unknown+"/tags", "")
	a.hbsRefused(404, "HBS.40400001", unknown, "DELETE", "/v2/{p}/huaweicloudchain/"+unknown+"/tags/delete", `{"tags":[{"key":"k"}]}`)
	a.hbsRefused(400, "HBS.40000003", "instance_id", "GET", "/v2/{p}/huaweicloudchain/x/tags", "")
	a.refused(404, "APIGW.0101", "GET", strings.TrimSuffix(path, "tags")+"labels", "")
}

func TestHBSTagsWithoutContent(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{HBS: HBSChoices{TagsNoContent: true}}}).tenantA()
	path := "/v2/{p}/huaweicloudchain/" + a.newHBS() + "/tags"
	for _, change := range []struct{ method, path string }{{"POST", "/create"}, {"DELETE", "/delete"}} {
		if got := a.must(204, change.method, path+change.path, `{"tags":[{"key":"a","value":"1"}]}`); got.text != "" {
			t.Errorf("%s: body %q", change.path, got.text)
		}
	}
}
