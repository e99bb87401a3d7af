package bcs

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Metric is one line of measurements (contract/bcs.md 5).
type Metric struct {
	Metric     MetricName  `json:"metric"`
	DataPoints []DataPoint `json:"dataPoints"`
}

// MetricName says what is measured, and of what.
type MetricName struct {
	Namespace  string      `json:"namespace"`
	MetricName string      `json:"metricName"`
	Dimensions []Dimension `json:"dimensions"`
}

// Dimension is what a metric is about.
type Dimension struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// DataPoint is one measurement. The timestamp is in milliseconds since 1970, with or without quotes.
type DataPoint struct {
	Timestamp  Scalar      `json:"timestamp"`
	Unit       string      `json:"unit"`
	Statistics []Statistic `json:"statistics"`
}

// Statistic is a value, with or without quotes.
type Statistic struct {
	Statistic string `json:"statistic"`
	Value     Scalar `json:"value"`
}

// EntityMetric are the present values of one entity (contract/bcs.md 5).
type EntityMetric struct {
	Dimensions []Dimension    `json:"dimensions"`
	Values     []EntityValues `json:"values"`
}

// EntityValues are texts by the documentation and numbers by its example.
type EntityValues struct {
	CPUUsage        Scalar `json:"cpuUsage"`
	DiskReadRate    Scalar `json:"diskReadRate"`
	DiskWriteRate   Scalar `json:"diskWriteRate"`
	MemUsage        Scalar `json:"memUsage"`
	RecvBytesRate   Scalar `json:"recvBytesRate"`
	SendBytesRate   Scalar `json:"sendBytesRate"`
	FilesystemUsage Scalar `json:"filesystemUsage"`
}

type metricList struct {
	Metrics []Metric `json:"metrics"`
}

// ListMetrics reads metrics of an instance by name; without names the first five of the documentation (contract/bcs.md
// 5). Like every list here it is asked for with POST and changes nothing.
func (c *Client) ListMetrics(ctx context.Context, id string, names ...string) ([]Metric, error) {
	body := struct {
		MetricNames []string `json:"metric_names,omitempty"`
	}{names}
	return c.listMetrics(ctx, id, "/metric/list", body)
}

// InstanceMetricRequest names a workload: Type is "org" (agent, orderer, peer; the default) or "plugin".
type InstanceMetricRequest struct {
	Type         string `json:"type,omitempty"`
	EntityName   string `json:"entity_name"`
	InstanceName string `json:"instance_name"`
}

// ListInstanceMetrics reads the metrics of one workload of an instance; not for edge clusters (contract/bcs.md 5).
func (c *Client) ListInstanceMetrics(ctx context.Context, id string, body InstanceMetricRequest) ([]Metric, error) {
	return c.listMetrics(ctx, id, "/entity/instance/metric/list", body)
}

func (c *Client) listMetrics(ctx context.Context, id, path string, body any) ([]Metric, error) {
	reply, err := client.PostIdempotent[metricList](ctx, c.api, instanceRoute+path, body, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return reply.Metrics, nil
}

// EntityMetricRequest names entities: Type is "org" or "plugin"; without a name all of them.
type EntityMetricRequest struct {
	Type       string `json:"type"`
	EntityName string `json:"entity_name,omitempty"`
}

// ListEntityMetrics reads the present values of entities; not for edge clusters (contract/bcs.md 5).
func (c *Client) ListEntityMetrics(ctx context.Context, id string, body EntityMetricRequest) ([]EntityMetric, error) {
	type list struct {
		Metrics []EntityMetric `json:"metrics"`
	}
	reply, err := client.PostIdempotent[list](ctx, c.api, instanceRoute+"/entity/metric/list", body, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return reply.Metrics, nil
}

// EventRequest asks for events (contract/bcs.md 5). TimeRange is "start.end.minutes", such as "-1.-1.60" for the last
// hour; Step is in milliseconds.
type EventRequest struct {
	TimeRange        string          `json:"time_range"`
	Step             int64           `json:"step"`
	Search           string          `json:"search,omitempty"`
	MetadataRelation []EventRelation `json:"metadata_relation,omitempty"`
	Sort             *EventSort      `json:"sort,omitempty"`
}

// EventRelation narrows events by a key: Relation is AND, OR or NOT.
type EventRelation struct {
	Key      string   `json:"key"`
	Value    []string `json:"value"`
	Relation string   `json:"relation"`
}

// EventSort is the order of events: Order is asc or desc.
type EventSort struct {
	OrderBy []string `json:"order_by"`
	Order   string   `json:"order"`
}

// Types of events; without one all of them (contract/bcs.md 5).
const (
	EventActiveAlert  = "active_alert"
	EventHistoryAlert = "history_alert"
)

// Events are the answer to a request for events or for their statistics. The documentation shows metrics; the service
// behind it is known to answer events, whose members nobody has documented here (contract/bcs.md 5).
type Events struct {
	Metrics []Metric          `json:"metrics"`
	Events  []json.RawMessage `json:"events"`
}

// ListEvents reads the events and alarms of an instance (contract/bcs.md 5).
func (c *Client) ListEvents(ctx context.Context, id, eventType string, body EventRequest) (*Events, error) {
	return c.listEvents(ctx, id, "/events", eventType, body)
}

// ListEventStatistics reads how many events and alarms of an instance there were (contract/bcs.md 5).
func (c *Client) ListEventStatistics(ctx context.Context, id, eventType string, body EventRequest) (*Events, error) {
	return c.listEvents(ctx, id, "/events/statistic", eventType, body)
}

func (c *Client) listEvents(ctx context.Context, id, path, eventType string, body EventRequest) (*Events, error) {
	query := url.Values{}
	if eventType != "" {
		query.Set("type", eventType)
	}
	events, err := client.PostQuery[Events](ctx, c.api, instanceRoute+path, query, body, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return events, nil
}
