package client

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

type base struct {
	Total int `json:"total_count"`
}

type oddity struct {
	base

	ID     string             `json:"id"`
	Port   int64              `json:"client_port"`
	Share  float64            `json:"share"`
	Charge *bool              `json:"is_charge"`
	Names  []string           `json:"dns_names"`
	Inner  []base             `json:"inner"`
	Peers  map[string]int     `json:"peers"`
	Free   Scalar             `json:"free"`
	Policy json.RawMessage    `json:"policy"`
	Maps   map[string][]int64 `json:"maps"`
}

func TestRepliesFitWhateverTypeTheirScalarsHave(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for name, row := range map[string]struct {
		reply string
		want  oddity
	}{
		"a number as a text":            {`{"client_port": "443", "id": "a"}`, oddity{ID: "a", Port: 443}},
		"a large number as a text":      {`{"client_port": "322312312312"}`, oddity{Port: 322312312312}},
		"a number with a fraction of 0": {`{"client_port": 443.0, "total_count": 2.00}`, oddity{Port: 443, base: base{2}}},
		"a fraction as a text":          {`{"share": "0.5"}`, oddity{Share: 0.5}},
		"an empty text for a number":    {`{"client_port": "", "is_charge": "", "id": "a"}`, oddity{ID: "a"}},
		"truth as a text":               {`{"is_charge": "true"}`, oddity{Charge: &yes}},
		"untruth as a text":             {`{"is_charge": "False"}`, oddity{Charge: &no}},
		"a number for a text":           {`{"id": 12345678901234567890}`, oddity{ID: "12345678901234567890"}},
		"one text for a list":           {`{"dns_names": "one"}`, oddity{Names: []string{"one"}}},
		"numbers in a list of texts":    {`{"dns_names": [1, "two"]}`, oddity{Names: []string{"1", "two"}}},
		"in lists of objects":           {`{"inner": [{"total_count": "1"}, {"total_count": 2}]}`, oddity{Inner: []base{{1}, {2}}}},
		"in maps":                       {`{"peers": {"a": "1"}, "maps": {"b": ["2", 3]}}`, oddity{Peers: map[string]int{"a": 1}, Maps: map[string][]int64{"b": {2, 3}}}},
		"in what a struct embeds":       {`{"total_count": "7"}`, oddity{base: base{7}}},
		"what decodes itself stays":     {`{"total_count": "7", "free": "1", "policy": {"n": "1"}}`, oddity{base: base{7}, Free: "1", Policy: json.RawMessage(`{"n":"1"}`)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := testClient(t, tokenConfig(), always(200, row.reply))
			got, err := Get[oddity](t.Context(), c.Service("vpcep", ""), testRoute, nil, "t1")
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, row.want) {
				t.Errorf("read %+v, want %+v", *got, row.want)
			}
		})
	}
}

func TestWhatFitsNoWhereIsAnErrorThatSaysWhere(t *testing.T) {
	t.Parallel()
	for _, reply := range []string{
		`{"id": "a", "client_port": "http"}`, `{"id": "a", "client_port": "4.5"}`, `{"id": "a", "client_port": 4.5}`,
		`{"id": "a", "client_port": true}`, `{"id": "a", "client_port": "inf"}`, `{"id": "a", "client_port": {}}`,
	} {
		c := testClient(t, tokenConfig(), always(200, reply))
		got, err := Get[oddity](t.Context(), c.Service("vpcep", ""), testRoute, nil, "t1")
		if err == nil || !strings.Contains(err.Error(), "client_port") {
			t.Errorf("%s: error %v, want one about client_port", reply, err)
		}
		if got == nil || got.ID != "a" {
			t.Errorf("%s: the id was lost", reply)
		}
	}
}

func TestAPutNeedsNoBodyInItsReply(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		status int
		body   string
	}{{200, ""}, {202, " \n"}, {204, ""}} {
		c := testClient(t, tokenConfig(), always(row.status, row.body))
		got, err := Put[thing](t.Context(), c.Service("vpcep", ""), testRoute, thing{ID: "x"}, "t1")
		if err != nil || got.ID != "" {
			t.Errorf("%d %q: %v, %v; want an empty object", row.status, row.body, got, err)
		}
	}
}
