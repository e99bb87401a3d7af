package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const ownCluster = `{"create_new_cluster":true,"cce_cluster_info":null,"use_eip":null,"cce_create_info":{"node_num":2,"node_flavor":"c6",
	"cce_flavor":"s1","init_node_pwd":"Node@12345","az":"z","cluster_platform_type":"ARM64"}}`

// nested follows names into a JSON object.
func nested(body map[string]any, names ...string) map[string]any {
	for _, name := range names {
		body, _ = body[name].(map[string]any)
	}
	return body
}

// The record of contract/bcs.md 2.2 and the components of 1.7, after 25 of 60 minutes: two of six sub-steps are done.
func TestOperationRecord(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.Clock().Freeze()
	began := c.Clock().Now()
	c.SetProgress(BCSCreate, After(time.Hour))
	created := a.must(200, "POST", blockchains, blockchainBody(ownCluster))
	id, operation := created.str("blockchain_id"), created.str("operation_id")
	c.Clock().Advance(25 * time.Minute)
	list := a.must(200, "GET", "/v2/{p}/operation/record?operation_id="+operation, "")
	sameKeys(t, "list", list.body, "count operation_records")
	record := list.items("operation_records")[0]
	sameKeys(t, "record", record, `operation_id resource_type operation_type domain_id project_id blockchain_id blockchain_name
		cluster_info operation_process record_time operation_status message desc`)
	has(t, "record", record, map[string]any{"operation_id": operation, "resource_type": "BCSSVC01", "operation_type": "99",
		"domain_id": domainA, "project_id": projectA, "blockchain_id": id, "blockchain_name": "bcs-demo01",
		"operation_status": "processing", "message": nil, "desc": ""})
	sameKeys(t, "cluster_info", nested(record, "cluster_info"), "cluster_type name cluster_id node_infos")
	if at, _ := record["record_time"].(float64); time.Unix(0, int64(at)).Sub(began).Abs() > time.Second {
		t.Errorf("record_time %v", record["record_time"])
	}
	others := nested(record, "operation_process", "Create Other Dependent Resource")
	has(t, "step", others, map[string]any{"step_name": "Create Other Dependent Resource", "status": "processing", "serial_num": 2})
	for _, test := range []struct {
		step, sub, status, detail string
		serial                    int
		from, to                  time.Duration // since the start; negative: not yet
	}{
		{"Preparation", "Generate basic configurations", "finished", "<nil>", 1, 0, 10 * time.Minute},
		{"Create Other Dependent Resource", "Create network storage", "finished", "<nil>", 1, 10 * time.Minute, 20 * time.Minute},
		{"Create Other Dependent Resource", "Create network", "processing", "<nil>", 2, 20 * time.Minute, -1},
		{"Create Other Dependent Resource", "Create cluster", "", "waiting", 4, -1, -1},
		{"Deploy BCS Service", "Deploy blockchain components", "", "waiting", 1, -1, -1},
	} {
		sub := nested(record, "operation_process", test.step, "sub_steps", test.sub)
		sameKeys(t, test.sub, sub, "substep_name detail status message start_time end_time serial_num")
		has(t, test.sub, sub, map[string]any{"substep_name": test.sub, "status": test.status, "detail": test.detail,
			"message": nil, "serial_num": test.serial})
		for field, since := range map[string]time.Duration{"start_time": test.from, "end_time": test.to} {
			at, _ := sub[field].(float64)
			if since < 0 && at != 0 || since >= 0 && time.Unix(0, int64(at)).Sub(began.Add(since)).Abs() > time.Second {
				t.Errorf("%s: %s = %v", test.sub, field, sub[field])
			}
		}
	}
	status := a.must(200, "GET", blockchains+"/"+id+"/status", "")
	sameKeys(t, "status", status.body, "bcs eip sfs obs kafka cce")
	stamp := func(d time.Duration) string { return began.Add(d).UTC().Format(time.RFC3339) }
	sameJSON(t, "sfs", status.body["sfs"], `{"start_time":"`+stamp(10*time.Minute)+`","end_time":"`+stamp(20*time.Minute)+`","status":"finished","detail":""}`)
	sameJSON(t, "cce", status.body["cce"], `{"cluster":{"start_time":"","end_time":"","status":"waiting","detail":""},
		"network":{"start_time":"`+stamp(20*time.Minute)+`","end_time":"","status":"deploying","detail":""},
		"security_group":{"start_time":"","end_time":"","status":"waiting","detail":""}}`)
	sameJSON(t, "eip", status.body["eip"], `{"start_time":"","end_time":"","status":"waiting","detail":""}`)
	c.Clock().Advance(95 * time.Minute) // nobody looked when it ended
	status = a.must(200, "GET", blockchains+"/"+id+"/status", "")
	for _, part := range []string{"bcs", "eip", "sfs", "obs", "kafka"} {
		has(t, part, nested(status.body, part), map[string]any{"status": "finished"})
	}
	has(t, "bcs", nested(status.body, "bcs"), map[string]any{"end_time": stamp(time.Hour)})
	has(t, "record", a.operation(operation), map[string]any{"operation_status": "finished"})
}

// Each filter of the list, and how long a record is kept.
func TestRecordFilters(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.Clock().Freeze() // operations of one instant have ids of their own all the same
	first, second := a.newBlockchain(), a.newBlockchain()
	a.must(200, "POST", blockchains+"/"+first+"/channels", `{"channels":[{"channel_name":"chan"}]}`)
	c.SetProgress(BCSDelete, Held())
	deletion := a.must(200, "DELETE", blockchains+"/"+second, "").str("operation_id")
	for query, want := range map[string]string{
		"":                                          "00 04 99 99",
		"blockchain_id=" + first:                    "04 99",
		"blockchain_id=" + unknown:                  "",
		"operation_id=" + deletion:                  "00",
		"operation_type=99":                         "99 99",
		"operation_status=finished":                 "04 99 99",
		"operation_status=failed":                   "",
		"resource_type=BCSSVC01":                    "00 04 99 99",
		"resource_type=PLUGIN01":                    "",
		"operation_type=99&blockchain_id=" + second: "99",
	} {
		got := a.must(200, "GET", "/v2/{p}/operation/record?"+query, "")
		var types []string
		for _, record := range got.items("operation_records") {
			types = append(types, fmt.Sprint(record["operation_type"]))
		}
		if strings.Join(types, " ") != want || got.body["count"] != float64(len(types)) {
			t.Errorf("%s: %v, want %s; count %v", query, types, want, got.body["count"])
		}
	}
	for _, query := range []string{"operation_type=98", "operation_status=done", "resource_type=BCS"} {
		a.refused(400, "BCS.4006005", "GET", "/v2/{p}/operation/record?"+query, "")
	}
	c.Release(BCSDelete)
	has(t, "after the instance", a.operation(deletion), map[string]any{"operation_status": "finished", "blockchain_id": second})
	c.Clock().Advance(73 * time.Hour)
	a = c.tenantA()
	if got := a.must(200, "GET", "/v2/{p}/operation/record", ""); got.body["count"] != 0.0 {
		t.Errorf("after three days: %s", got.text)
	}
}

// Reading a record is a read of its operation.
func TestRecordReadsCount(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.SetProgress(BCSCreate, AfterReads(2))
	created := a.must(200, "POST", blockchains, blockchainBody())
	for _, want := range []string{"processing", "processing", "finished"} {
		has(t, "record", a.operation(created.str("operation_id")), map[string]any{"operation_status": want})
	}
}
