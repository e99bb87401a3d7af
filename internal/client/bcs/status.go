package bcs

import (
	"context"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Statuses of a component during the creation of an instance (contract/bcs.md 1.7).
const (
	ComponentWaiting   = "waiting"
	ComponentDeploying = "deploying"
	ComponentFinished  = "finished"
	ComponentFailed    = "failed"
)

// InstanceStatus is how far the creation of each component of an instance is (contract/bcs.md 1.7).
type InstanceStatus struct {
	BCS   ComponentStatus `json:"bcs"`
	EIP   ComponentStatus `json:"eip"`
	SFS   ComponentStatus `json:"sfs"`
	OBS   ComponentStatus `json:"obs"`
	Kafka ComponentStatus `json:"kafka"`
	CCE   CceStatus       `json:"cce"`
}

// CceStatus is how far the cluster is.
type CceStatus struct {
	Cluster       ComponentStatus `json:"cluster"`
	Network       ComponentStatus `json:"network"`
	SecurityGroup ComponentStatus `json:"security_group"`
}

// ComponentStatus is how far one component is.
type ComponentStatus struct {
	StartTime string `json:"start_time"`
	EndTime   string `json:"end_time"`
	Status    string `json:"status"`
	Detail    string `json:"detail"`
}

// NamedStatus is a component with the name the API gives it.
type NamedStatus struct {
	Name string
	ComponentStatus
}

// Components returns the components that have a status, in the order in which they are made.
func (s *InstanceStatus) Components() []NamedStatus {
	all := []NamedStatus{
		{"cce.cluster", s.CCE.Cluster}, {"cce.network", s.CCE.Network}, {"cce.security_group", s.CCE.SecurityGroup},
		{"eip", s.EIP}, {"sfs", s.SFS}, {"obs", s.OBS}, {"kafka", s.Kafka}, {"bcs", s.BCS},
	}
	var known []NamedStatus
	for _, component := range all {
		if component.Status != "" {
			known = append(known, component)
		}
	}
	return known
}

// Failures says which components failed, and why; empty if none did.
func (s *InstanceStatus) Failures() string {
	var failures []string
	for _, component := range s.Components() {
		if component.Status != ComponentFailed {
			continue
		}
		text := "the component " + component.Name + " failed"
		if component.Detail != "" {
			text += ": " + component.Detail
		}
		failures = append(failures, text)
	}
	return strings.Join(failures, "; ")
}

// String says how far it is: "cce.cluster finished, eip deploying, bcs waiting".
func (s *InstanceStatus) String() string {
	var parts []string
	for _, component := range s.Components() {
		parts = append(parts, component.Name+" "+component.Status)
	}
	return strings.Join(parts, ", ")
}

// GetInstanceStatus reads how far the creation of an instance is (contract/bcs.md 1.7).
func (c *Client) GetInstanceStatus(ctx context.Context, id string) (*InstanceStatus, error) {
	status, err := client.Get[InstanceStatus](ctx, c.api, instanceRoute+"/status", nil, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return status, nil
}
