package main

import (
	"testing"
	"time"
)

func TestLateness(t *testing.T) {
	t.Parallel()
	const (
		services = "/v1/{project_id}/vpc-endpoint-services"
		service  = services + "/{vpc_endpoint_service_id}"
		endpoint = "/v1/{project_id}/vpc-endpoints/{vpc_endpoint_id}"
		pending  = 2 * time.Second
	)
	at := func(milliseconds int, method, route string) request {
		return request{Time: time.Unix(1000, 0).Add(time.Duration(milliseconds) * time.Millisecond), Method: method, Route: route}
	}
	tests := map[string]struct {
		requests []request
		want     time.Duration
		fails    bool
	}{
		"read after the fact": {
			requests: []request{at(100, "POST", services), at(1900, "GET", service), at(2150, "GET", service), at(2200, "GET", service)},
			want:     50 * time.Millisecond,
		},
		"read at the moment": {requests: []request{at(0, "POST", services), at(2000, "GET", service)}},
		"list read":          {requests: []request{at(0, "POST", services), at(2010, "GET", services)}, want: 10 * time.Millisecond},
		"another noun":       {requests: []request{at(0, "POST", services), at(2010, "GET", endpoint)}, fails: true},
		"a child's creation": {requests: []request{at(0, "POST", services), at(9, "POST", service+"/permissions/batch-create"), at(2005, "GET", service)}, want: 5 * time.Millisecond},
		"ended too early":    {requests: []request{at(0, "POST", services), at(1999, "GET", service)}, fails: true},
		"never created":      {requests: []request{at(2010, "GET", service)}, fails: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := lateness(test.requests, "/vpc-endpoint-services", pending)
			if (err != nil) != test.fails || got != test.want {
				t.Errorf("lateness = %v, %v; want %v, failure %t", got, err, test.want, test.fails)
			}
		})
	}
}

func TestParseSizes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		want  int // how many sizes
		fails bool
	}{
		"1,10,100": {want: 3},
		" 5 ":      {want: 1},
		"0":        {fails: true},
		"1,,2":     {fails: true},
		"1001":     {fails: true},
		"ten":      {fails: true},
	}
	for list, test := range tests {
		t.Run(list, func(t *testing.T) {
			t.Parallel()
			got, err := parseSizes(list)
			if (err != nil) != test.fails || len(got) != test.want {
				t.Errorf("parseSizes(%q) = %v, %v; want %d sizes, failure %t", list, got, err, test.want, test.fails)
			}
		})
	}
}

func TestHighWaterField(t *testing.T) {
	t.Parallel()
	const status = "Name:\thwc\nVmPeak:\t  999 kB\nVmHWM:\t   2048 kB\nVmRSS:\t 1024 kB\n" // as proc(5) shows it
	if got := field([]byte(status), "VmHWM:"); got != 2<<20 {
		t.Errorf("field = %d, want 2 MiB", got)
	}
	if got := field([]byte("Name:\tx\n"), "VmHWM:"); got != 0 {
		t.Errorf("field without the line = %d, want 0", got)
	}
}
