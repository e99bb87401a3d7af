package emulator

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"time"
)

// bcsMetric is one metric of an instance, with the values it moves between.
type bcsMetric struct {
	name, unit   string
	lowest, most float64
}

// bcsMetrics are those of contract/bcs.md 5; the first five are what is shown when none is named.
var bcsMetrics = []bcsMetric{
	{"cpuUsage", "Percent", 2, 60}, {"diskUsedRate", "Percent", 5, 40}, {"memUsedRate", "Percent", 20, 70},
	{"sendBytesRate", "BytesPerSecond", 500, 9000}, {"recvBytesRate", "BytesPerSecond", 500, 9000},
	{"cpuCoreLimit", "Core", 8, 8}, {"cpuCoreUsed", "Core", 0.5, 5}, {"totalMem", "Megabytes", 16384, 16384},
	{"freeMem", "Megabytes", 5000, 13000}, {"diskCapacity", "Megabytes", 102400, 102400},
	{"diskAvailableCapacity", "Megabytes", 61440, 97280},
}

const (
	defaultMetrics = 5
	metricStep     = time.Minute
	metricPeriod   = 60 // steps until a metric is where it was
)

// at gives the value of a metric of something named at a time: a wave with a phase of its own, rounded to thousandths,
// so that the same clock always shows the same value.
func (m bcsMetric) at(of string, now time.Time) float64 {
	phase, _ := strconv.ParseInt(namedHex(m.name + " of " + of)[:4], 16, 64) // four hex digits are a number
	turn := 2 * math.Pi * float64(now.Truncate(metricStep).Unix()/60%metricPeriod+phase) / metricPeriod
	value := m.lowest + (m.most-m.lowest)*(1+math.Sin(turn))/2
	return math.Round(value*1000) / 1000
}

// metricView is one entry of a MetricResult.
func (c *call) metricView(m bcsMetric, of string, dimensions []any) object {
	now := c.clock.Now()
	return object{"metric": object{"namespace": "PAAS.CONTAINER", "metricName": m.name, "dimensions": dimensions},
		"dataPoints": []any{object{"timestamp": now.Truncate(metricStep).UnixMilli(), "unit": m.unit,
			"statistics": []any{object{"statistic": "maximum", "value": m.at(of, now)}}}}}
}

func dimension(name, value string) object { return object{"name": name, "value": value} }

// readOptional decodes a body that may be absent.
func readOptional[T any](c *call) (*T, *reply) {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return new(T), nil
	}
	return readBCS[T](c)
}

// listChainMetrics shows metrics of the whole instance.
func listChainMetrics(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	request, refused := readOptional[struct {
		Names []string `json:"metric_names"`
	}](c)
	if refused != nil {
		return *refused
	}
	wanted := bcsMetrics[:defaultMetrics]
	if len(request.Names) > 0 {
		wanted = nil
	}
	for _, name := range request.Names {
		i := slices.IndexFunc(bcsMetrics, func(m bcsMetric) bool { return m.name == name })
		if i < 0 {
			return bcsFail("BCS.4001108")
		}
		wanted = append(wanted, bcsMetrics[i])
	}
	views := []any{}
	for _, m := range wanted {
		views = append(views, c.metricView(m, b.id, []any{dimension("clusterId", b.cluster.id)}))
	}
	return ok(object{"metrics": views})
}

// entity is a component of the detail with the workloads that run for it.
type entity struct {
	name      string
	workloads []string
}

// entities are those of a type: org (agent, orderers, peers), which is the default, or plugin.
func (b *blockchain) entities(kind string) ([]entity, *reply) {
	switch kind {
	case "", "org":
		orderer := "orderer-" + b.hash(b.ordererOrg())
		found := []entity{{"baas-agent", []string{"baas-agent-0"}}, {b.ordererOrg(), numbered(orderer, b.orderers)}}
		for _, o := range b.orgs {
			found = append(found, entity{o.name, b.peerNames(o.name, firstPeers(o.peers))})
		}
		return found, nil
	case "plugin":
		var found []entity
		for _, plugin := range []struct {
			there bool
			name  string
		}{{b.rest, "baas-restapi"}, {b.tc3, "tc3-taskserver"}} {
			if plugin.there {
				found = append(found, entity{plugin.name, numbered(plugin.name, 1)})
			}
		}
		return found, nil
	}
	return nil, invalid("type %s is not one of [org plugin]", kind)
}

func numbered(name string, count int) []string {
	names := make([]string, count)
	for i := range names {
		names[i] = name + "-" + strconv.Itoa(i)
	}
	return names
}

// metricEntities finds the instance of the path and its entities: the named one, or all of them.
func (c *call) metricEntities(kind, name *string) (*blockchain, []entity, *reply) {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return nil, nil, refused
	}
	if b.isIEF() {
		return nil, nil, new(bcsFail("BCS.4004021"))
	}
	found, refused := b.entities(orEmpty(kind))
	if refused != nil {
		return nil, nil, refused
	}
	if orEmpty(name) != "" {
		found = slices.DeleteFunc(found, func(e entity) bool { return e.name != *name })
		if len(found) == 0 {
			return nil, nil, new(bcsFail("BCS.4004024"))
		}
	}
	return b, found, nil
}

// listInstanceMetrics shows metrics of one workload of one entity.
func listInstanceMetrics(c *call) reply {
	request, refused := readBCS[struct {
		Type     *string `json:"type"`
		Entity   *string `json:"entity_name"`
		Workload *string `json:"instance_name"`
	}](c)
	if refused == nil {
		refused = required(text("entity_name", request.Entity), text("instance_name", request.Workload))
	}
	if refused != nil {
		return *refused
	}
	b, found, refused := c.metricEntities(request.Type, request.Entity)
	if refused != nil {
		return *refused
	}
	if !slices.Contains(found[0].workloads, *request.Workload) {
		return *invalid("the instance %s of %s is not exist", *request.Workload, *request.Entity)
	}
	views := []any{}
	for _, m := range bcsMetrics[:defaultMetrics] {
		views = append(views, c.metricView(m, b.id+*request.Workload,
			[]any{dimension("clusterId", b.cluster.id), dimension("podName", *request.Workload)}))
	}
	return ok(object{"metrics": views})
}

// entityMetrics are the seven values of a workload, in units of their own.
var entityMetrics = []bcsMetric{
	{"cpuUsage", "", 0.1, 30}, {"diskReadRate", "", 0, 500}, {"diskWriteRate", "", 0, 500}, {"memUsage", "", 1, 60},
	{"recvBytesRate", "", 500, 9000}, {"sendBytesRate", "", 500, 9000}, {"filesystemUsage", "", 5, 40},
}

// listEntityMetrics shows the values of every workload of an organization or plugin.
func listEntityMetrics(c *call) reply {
	request, refused := readBCS[struct {
		Type   *string `json:"type"`
		Entity *string `json:"entity_name"`
	}](c)
	if refused == nil {
		refused = required(text("type", request.Type))
	}
	if refused != nil {
		return *refused
	}
	b, found, refused := c.metricEntities(request.Type, request.Entity)
	if refused != nil {
		return *refused
	}
	views := []any{}
	for _, e := range found {
		for _, workload := range e.workloads {
			values := object{}
			for _, m := range entityMetrics {
				values[m.name] = c.entityValue(m.at(b.id+workload, c.clock.Now()))
			}
			views = append(views, object{"values": []any{values}, "dimensions": []any{dimension("cluster", b.cluster.id),
				dimension("entity", e.name), dimension("instance", workload)}})
		}
	}
	return ok(object{"metrics": views})
}

// entityValue: the schema has text here, the sample has numbers (contract/bcs.md 5).
func (c *call) entityValue(value float64) any {
	if c.choices.BCS.SchemaTypes {
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return value
}
