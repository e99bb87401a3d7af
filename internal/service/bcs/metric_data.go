package bcs

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// metricData is a line of measurements as the data sources show it.
type metricData struct {
	Namespace  types.String      `tfsdk:"namespace"`
	MetricName types.String      `tfsdk:"metric_name"`
	Dimensions map[string]string `tfsdk:"dimensions"`
	DataPoints []dataPoint       `tfsdk:"data_points"`
}

type dataPoint struct {
	Timestamp  types.Int64         `tfsdk:"timestamp"`
	Unit       types.String        `tfsdk:"unit"`
	Statistics map[string]*float64 `tfsdk:"statistics"`
}

func newMetricData(m bcs.Metric) metricData {
	return metricData{
		Namespace:  framework.OrNull(m.Metric.Namespace),
		MetricName: types.StringValue(m.Metric.MetricName),
		Dimensions: dimensions(m.Metric.Dimensions),
		DataPoints: framework.Map(m.DataPoints, newDataPoint),
	}
}

func newDataPoint(p bcs.DataPoint) dataPoint {
	statistics := make(map[string]*float64, len(p.Statistics))
	for _, s := range p.Statistics {
		statistics[s.Statistic] = number(s.Value)
	}
	timestamp := types.Int64Null()
	if at, ok := p.Timestamp.Int64(); ok {
		timestamp = types.Int64Value(at)
	}
	return dataPoint{timestamp, framework.OrNull(p.Unit), statistics}
}

func dimensions(list []bcs.Dimension) map[string]string {
	byName := make(map[string]string, len(list))
	for _, d := range list {
		byName[d.Name] = d.Value
	}
	return byName
}

// number is a value that the API gives as a number or as a text; nil for what is neither.
func number(s bcs.Scalar) *float64 {
	value, ok := s.Float64()
	if !ok {
		return nil
	}
	return &value
}

func metricsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "The measurements, a line a metric and what it is about, in the cloud's order.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"namespace":   framework.Shown("Namespace of the metric, such as `PAAS.CONTAINER`."),
			"metric_name": framework.Shown("Name of the metric, such as `cpuUsage`."),
			"dimensions":  framework.ShownMap("What is measured, by the names of the dimensions."),
			"data_points": schema.ListNestedAttribute{
				MarkdownDescription: "The values over time.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"timestamp": framework.ShownInt("When it was measured, in milliseconds since 1970."),
					"unit":      framework.Shown("Unit of the values, such as `Percent`."),
					"statistics": schema.MapAttribute{
						MarkdownDescription: "Values by the name of the statistic, such as `maximum`.", Computed: true, ElementType: types.Float64Type,
					},
				}},
			},
		}},
	}
}
