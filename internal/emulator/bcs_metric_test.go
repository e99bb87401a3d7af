package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// metric is one entry of a MetricResult as a client reads it.
type metric struct {
	Metric struct {
		Namespace  string `json:"namespace"`
		Name       string `json:"metricName"`
		Dimensions []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"dimensions"`
	} `json:"metric"`
	DataPoints []struct {
		Timestamp  int64  `json:"timestamp"`
		Unit       string `json:"unit"`
		Statistics []struct {
			Statistic string  `json:"statistic"`
			Value     float64 `json:"value"`
		} `json:"statistics"`
	} `json:"dataPoints"`
}

func metricsOf(t *testing.T, a answer) []metric {
	t.Helper()
	var body struct {
		Metrics []metric `json:"metrics"`
	}
	if err := json.Unmarshal([]byte(a.text), &body); err != nil {
		t.Fatalf("%v in %s", err, a.text)
	}
	return body.Metrics
}

func metricNames(metrics []metric) string {
	names := make([]string, len(metrics))
	for i, m := range metrics {
		names[i] = m.Metric.Name
	}
	return strings.Join(names, " ")
}

// Metrics move with the clock and only with it (contract/bcs.md 5).
func TestBlockchainMetrics(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.Clock().Freeze()
	id := a.newBlockchain(`{"cce_cluster_info":{"cluster_id":"` + unknown + `","cluster_name":"c"}}`)
	path := blockchains + "/" + id + "/metric/list"
	first := metricsOf(t, a.must(200, "POST", path, "{}"))
	if got := metricNames(first); got != "cpuUsage diskUsedRate memUsedRate sendBytesRate recvBytesRate" {
		t.Errorf("metrics %s", got)
	}
	point := first[0].DataPoints[0]
	if first[0].Metric.Namespace != "PAAS.CONTAINER" || first[0].Metric.Dimensions[0].Value != unknown || point.Unit != "Percent" ||
		point.Timestamp != c.Clock().Now().Truncate(time.Minute).UnixMilli() || point.Statistics[0].Statistic != "maximum" ||
		point.Statistics[0].Value < 0 || point.Statistics[0].Value > 100 {
		t.Errorf("metric %+v", first[0])
	}
	if again := metricsOf(t, a.must(200, "POST", path, "")); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("at the same instant: %v and %v", first, again)
	}
	c.Clock().Advance(7 * time.Minute)
	if later := metricsOf(t, a.must(200, "POST", path, "{}")); later[0].DataPoints[0].Statistics[0].Value == point.Statistics[0].Value {
		t.Errorf("seven minutes later: %v", later[0])
	}
	named := metricsOf(t, a.must(200, "POST", path, `{"metric_names":["totalMem","freeMem","diskCapacity","diskAvailableCapacity","cpuCoreLimit","cpuCoreUsed"]}`))
	if got := metricNames(named); got != "totalMem freeMem diskCapacity diskAvailableCapacity cpuCoreLimit cpuCoreUsed" {
		t.Errorf("metrics %s", got)
	}
	a.refused(400, "BCS.4001108", "POST", path, `{"metric_names":["cpuUsage","gpuUsage"]}`)
	a.refused(400, "BCS.4006003", "POST", path, `{"metric_names":"cpuUsage"}`)
}

func TestInstanceAndEntityMetrics(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain(twoOrgs, `{"restful_api_support":true}`)
	path := blockchains + "/" + id + "/entity/metric/list"
	list := a.must(200, "POST", path, `{"type":"org"}`).items("metrics")
	if len(list) != 1+3+4 { // agent, orderers, peers
		t.Errorf("%d workloads: %v", len(list), list)
	}
	values, _ := list[0]["values"].([]any)
	value, _ := values[0].(map[string]any)
	sameKeys(t, "values", value, "cpuUsage diskReadRate diskWriteRate memUsage recvBytesRate sendBytesRate filesystemUsage")
	for name, number := range value {
		if _, isNumber := number.(float64); !isNumber {
			t.Errorf("%s = %v is no number", name, number)
		}
	}
	peers := a.must(200, "POST", path, `{"type":"org","entity_name":"org-two"}`).items("metrics")
	if len(peers) != 2 {
		t.Errorf("peers %v", peers)
	}
	dimensions, _ := peers[1]["dimensions"].([]any)
	last, _ := dimensions[len(dimensions)-1].(map[string]any)
	peer := fmt.Sprint(last["value"])
	if plugins := a.must(200, "POST", path, `{"type":"plugin"}`).items("metrics"); len(plugins) != 1 {
		t.Errorf("plugins %v", plugins)
	}
	a.refused(400, "BCS.4004024", "POST", path, `{"type":"org","entity_name":"org-six"}`)
	a.refused(400, "BCS.4006005", "POST", path, `{"type":"node"}`)
	a.refused(400, "BCS.4006009", "POST", path, `{}`)
	a.refused(400, "BCS.4006009", "POST", path, `{"type":null,"entity_name":"org-two"}`)

	path = blockchains + "/" + id + "/entity/instance/metric/list"
	one := metricsOf(t, a.must(200, "POST", path, `{"type":"org","entity_name":"org-two","instance_name":"`+peer+`"}`))
	if len(one) != 5 || one[0].Metric.Dimensions[1].Value != peer {
		t.Errorf("metrics %+v", one)
	}
	a.must(200, "POST", path, `{"entity_name":"baas-agent","instance_name":"baas-agent-0"}`)
	a.refused(400, "BCS.4006009", "POST", path, `{"type":"org","instance_name":"x"}`)
	a.refused(400, "BCS.4006009", "POST", path, `{"type":"org","entity_name":"org-two"}`)
	a.refused(400, "BCS.4004024", "POST", path, `{"type":"org","entity_name":"org-six","instance_name":"x"}`)
	a.refused(400, "BCS.4006005", "POST", path, `{"type":"org","entity_name":"org-one","instance_name":"`+peer+`"}`)

	ief := blockchains + "/" + a.newBlockchain(iefBody)
	a.refused(400, "BCS.4004021", "POST", ief+"/entity/metric/list", `{"type":"org"}`)
	a.refused(400, "BCS.4004021", "POST", ief+"/entity/instance/metric/list", `{"type":"org","entity_name":"e","instance_name":"i"}`)

	typed := start(t, Options{Choices: Choices{BCS: BCSChoices{SchemaTypes: true}}}).tenantA()
	list = typed.must(200, "POST", blockchains+"/"+typed.newBlockchain()+"/entity/metric/list", `{"type":"org"}`).items("metrics")
	values, _ = list[0]["values"].([]any)
	value, _ = values[0].(map[string]any)
	if text, isText := value["cpuUsage"].(string); !isText || text == "" {
		t.Errorf("cpuUsage %v is no text", value["cpuUsage"])
	}
}

// Ends of operations are events; failures are alarms, active until another operation ends (contract/bcs.md 5).
func TestBlockchainEvents(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain()
	path := blockchains + "/" + id + "/events"
	channel := func(name string, progress Progress) {
		c.SetProgress(BCSChannel, progress)
		a.must(200, "POST", blockchains+"/"+id+"/channels", `{"channels":[{"channel_name":"`+name+`"}]}`)
		a.blockchain(id)
	}
	a.blockchain(id)
	c.Clock().Advance(time.Minute)
	channel("chan", Fails("bcs", "first"))
	c.Clock().Advance(2 * time.Hour)
	channel("chan", Fails("bcs", "second"))
	const created, failed = "operation 99 finished", "operation 04 failed"
	query := func(changes string) string {
		return fields(`{"time_range":"-1.-1.600","step":60000}`, changes)
	}
	for _, test := range []struct{ kind, changes, want string }{
		{"", "{}", created + " " + failed + " " + failed},
		{"anything", "{}", created + " " + failed + " " + failed},
		{"active_alert", "{}", failed},
		{"history_alert", "{}", failed},
		{"", `{"time_range":"-1.-1.60"}`, failed},
		{"", `{"search":"FINISHED"}`, created},
		{"", `{"metadata_relation":[{"key":"event_type","value":["alarm"],"relation":"NOT"}]}`, created},
		{"", `{"metadata_relation":[{"key":"event_type","value":["alarm"],"relation":"AND"}]}`, failed + " " + failed},
		{"", `{"metadata_relation":[{"key":"operation_type","value":["99"],"relation":"OR"},{"key":"operation_type","value":["00"],"relation":"OR"}]}`, created},
		{"", `{"sort":{"order_by":["starts_at"],"order":"desc"}}`, failed + " " + failed + " " + created},
	} {
		got := metricNames(metricsOf(t, a.must(200, "POST", path+"?type="+test.kind, query(test.changes))))
		if got != test.want {
			t.Errorf("type %q, %s: %s, want %s", test.kind, test.changes, got, test.want)
		}
	}
	counted := metricsOf(t, a.must(200, "POST", path+"/statistic", query(`{"step":36000000,"time_range":"0.-1.0"}`)))
	if got := metricNames(counted); got != created+" "+failed {
		t.Errorf("statistic %s", got)
	}
	total := 0.0
	for _, point := range counted[1].DataPoints {
		total += point.Statistics[0].Value
	}
	if total != 2 || counted[1].DataPoints[0].Unit != "Count" {
		t.Errorf("statistic %+v", counted[1])
	}
	for _, test := range []struct{ code, changes string }{
		{"BCS.4006009", `{"time_range":null}`}, {"BCS.4006009", `{"step":null}`}, {"BCS.4006005", `{"step":0}`},
		{"BCS.4006005", `{"time_range":"60"}`}, {"BCS.4006005", `{"time_range":"a.b.c"}`}, {"BCS.4006005", `{"sort":{"order":"up"}}`},
		{"BCS.4006005", `{"metadata_relation":[{"key":"k","value":[],"relation":"XOR"}]}`}, {"BCS.4006003", `{"from":1}`},
	} {
		a.refused(400, test.code, "POST", path, query(test.changes))
		a.refused(400, test.code, "POST", path+"/statistic", query(test.changes))
	}
	aom := start(t, Options{Choices: Choices{BCS: BCSChoices{EventsAsAOM: true}}}).tenantA()
	aomID := aom.newBlockchain()
	aom.blockchain(aomID)
	if got := aom.must(200, "POST", blockchains+"/"+aomID+"/events", query("{}")).items("events"); len(got) != 1 {
		t.Errorf("events %v", got)
	}
}
