package bcs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Statuses of an operation and of its steps (contract/bcs.md 2.2).
const (
	OperationWaiting    = "waiting"
	OperationProcessing = "processing"
	OperationFinished   = "finished"
	OperationFailed     = "failed"
	OperationStop       = "stop"
)

// Types of an operation; there are more than are documented (contract/bcs.md 2.2).
const (
	OperationCreate      = "99"
	OperationDelete      = "00"
	OperationUpgrade     = "01"
	OperationRollback    = "91"
	OperationAddOrg      = "02"
	OperationScaleOrg    = "03"
	OperationJoinChannel = "04"
	OperationJoinUnion   = "05"
)

// Operation is the record of a long job on an instance. The console keeps it for three days (contract/bcs.md 2.2).
type Operation struct {
	ID               string           `json:"operation_id"`
	ResourceType     string           `json:"resource_type"`
	OperationType    string           `json:"operation_type"`
	DomainID         string           `json:"domain_id"`
	ProjectID        string           `json:"project_id"`
	BlockchainID     string           `json:"blockchain_id"`
	BlockchainName   string           `json:"blockchain_name"`
	ClusterInfo      OperationCluster `json:"cluster_info"`
	OperationProcess map[string]Step  `json:"operation_process"`
	RecordTime       Scalar           `json:"record_time"` // nanoseconds since 1970
	OperationStatus  string           `json:"operation_status"`
	Message          Texts            `json:"message"`
	Desc             string           `json:"desc"`
}

// OperationCluster is where an operation took place.
type OperationCluster struct {
	ClusterType string          `json:"cluster_type"`
	Name        string          `json:"name"`
	ClusterID   string          `json:"cluster_id"`
	NodeInfos   []OperationNode `json:"node_infos"`
}

// OperationNode is an edge node.
type OperationNode struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// Step is a part of an operation.
type Step struct {
	StepName  string             `json:"step_name"`
	Status    string             `json:"status"`
	Detail    string             `json:"detail"`
	SubSteps  map[string]SubStep `json:"sub_steps"`
	SerialNum int64              `json:"serial_num"`
}

// SubStep is a part of a step. Times are nanoseconds since 1970, 0 for what has not begun. A status may be empty, and
// stand in the detail instead.
type SubStep struct {
	SubstepName string `json:"substep_name"`
	Detail      string `json:"detail"`
	Status      string `json:"status"`
	Message     Texts  `json:"message"`
	StartTime   Scalar `json:"start_time"`
	EndTime     Scalar `json:"end_time"`
	SerialNum   int64  `json:"serial_num"`
}

// Begun is when the operation began, from its id, which ends with the time in nanoseconds (contract/bcs.md 2.1).
func (o *Operation) Begun() time.Time {
	digits := o.ID[strings.LastIndex(o.ID, "-")+1:]
	if nanoseconds, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return time.Unix(0, nanoseconds)
	}
	if nanoseconds, ok := o.RecordTime.Int64(); ok {
		return time.Unix(0, nanoseconds)
	}
	return time.Time{}
}

// Steps returns the steps in their order.
func (o *Operation) Steps() []Step {
	return slices.SortedFunc(maps.Values(o.OperationProcess), func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.SerialNum, b.SerialNum), cmp.Compare(a.StepName, b.StepName))
	})
}

// Parts returns the sub steps in their order.
func (s Step) Parts() []SubStep {
	return slices.SortedFunc(maps.Values(s.SubSteps), func(a, b SubStep) int {
		return cmp.Or(cmp.Compare(a.SerialNum, b.SerialNum), cmp.Compare(a.SubstepName, b.SubstepName))
	})
}

// Failure says at which step the operation failed, and the service's own messages; empty if none failed.
func (o *Operation) Failure() string {
	var failures []string
	for _, step := range o.Steps() {
		for _, part := range step.Parts() {
			if part.Status == OperationFailed {
				failures = append(failures, because(fmt.Sprintf("the step %q of %q failed", part.SubstepName, step.StepName), part.Message.String(), part.Detail))
			}
		}
		if step.Status == OperationFailed && len(failures) == 0 {
			failures = append(failures, because(fmt.Sprintf("the step %q failed", step.StepName), step.Detail))
		}
	}
	if o.OperationStatus == OperationFailed || o.OperationStatus == OperationStop {
		if own := because("", o.Message.String(), o.Desc); own != "" {
			failures = append(failures, own)
		}
	}
	return strings.Join(failures, "; ")
}

// because adds reasons to a text, each once, as far as there are any.
func because(text string, reasons ...string) string {
	for _, reason := range reasons {
		if reason == "" || strings.Contains(text, reason) {
			continue
		}
		if text != "" {
			text += ": "
		}
		text += reason
	}
	return text
}

// Progress says how far the operation is: "processing, 1 of 2 steps finished, at "Create Other Dependent Resource"".
func (o *Operation) Progress() string {
	steps := o.Steps()
	if len(steps) == 0 {
		return o.OperationStatus
	}
	finished, current := 0, ""
	for _, step := range steps {
		if step.Status == OperationFinished {
			finished++
		} else if current == "" && step.Status != OperationWaiting {
			current = fmt.Sprintf(", at %q", step.StepName)
		}
	}
	return fmt.Sprintf("%s, %d of %d steps finished%s", o.OperationStatus, finished, len(steps), current)
}

// Running reports whether the operation has not come to its end.
func (o *Operation) Running() bool {
	return o.OperationStatus == OperationWaiting || o.OperationStatus == OperationProcessing
}

// OperationFilter narrows ListOperations; empty members do not.
type OperationFilter struct {
	BlockchainID    string
	OperationStatus string
	ResourceType    string
	OperationType   string
	OperationID     string
}

func (f OperationFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"blockchain_id": f.BlockchainID, "operation_status": f.OperationStatus, "resource_type": f.ResourceType,
		"operation_type": f.OperationType, "operation_id": f.OperationID,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// ListOperations reads the records of operations (contract/bcs.md 2.2).
func (c *Client) ListOperations(ctx context.Context, filter OperationFilter) ([]Operation, error) {
	type list struct {
		OperationRecords []Operation `json:"operation_records"`
	}
	reply, err := client.Get[list](ctx, c.api, "/v2/{project_id}/operation/record", filter.query())
	if err != nil {
		return nil, err
	}
	return reply.OperationRecords, nil
}

// GetOperation reads the record of one operation. How the service answers for one that it does not know is not documented
// (contract/bcs.md 10): a 400 means that there is no such record if the list of all does not hold it either.
func (c *Client) GetOperation(ctx context.Context, id string) (*Operation, error) {
	operations, err := c.ListOperations(ctx, OperationFilter{OperationID: id})
	if err != nil {
		return nil, client.ConfirmGone(ctx, "the operation "+id, err, func(ctx context.Context) (bool, error) {
			all, err := c.ListOperations(ctx, OperationFilter{})
			return withID(all, id) != nil, err
		})
	}
	if operation := withID(operations, id); operation != nil {
		return operation, nil
	}
	return nil, notThere("operation "+id, "operations")
}

func withID(operations []Operation, id string) *Operation {
	for i := range operations {
		if operations[i].ID == id {
			return &operations[i]
		}
	}
	return nil
}

// hidden reports that nobody may read the records of operations: a right of its own (bcs:fabricInstance:listRecord), and
// not every cloud has them. What an operation leads to can be seen without.
func hidden(err error) bool { return client.Hidden(err) || client.HasCode(err, "BCS.4040404") }

// LastOperation returns the youngest operation of a type on an instance, nil if there is none.
func (c *Client) LastOperation(ctx context.Context, instanceID, operationType string) (*Operation, error) {
	operations, err := c.ListOperations(ctx, OperationFilter{BlockchainID: instanceID, OperationType: operationType})
	if err != nil || len(operations) == 0 {
		return nil, err
	}
	last := slices.MaxFunc(operations, func(a, b Operation) int { return a.Begun().Compare(b.Begun()) })
	return &last, nil
}

// started is the reply of everything that starts an operation.
type started struct {
	OperationID string `json:"operation_id"`

	begun time.Time // known only of one that was looked for
}

// operate sends what starts an operation on an instance, once the instance is idle.
func (c *Client) operate(ctx context.Context, id, change string, send func(context.Context) (*started, error)) (operation string, _ error) {
	return c.begin(ctx, id, func(ctx context.Context) (*started, error) { return c.once(ctx, id, change, send) })
}

// begin does what starts an operation on an instance, once the instance is idle, and remembers the operation before the
// next change has its turn.
func (c *Client) begin(ctx context.Context, id string, start func(context.Context) (*started, error)) (operation string, _ error) {
	reply, err := whenIdle(ctx, c, id, func(ctx context.Context) (*started, error) {
		reply, err := start(ctx)
		if err == nil && reply.OperationID != "" {
			c.run.operations.remember(id, reply.OperationID)
		}
		return reply, err
	})
	if err != nil {
		return "", c.orGone(ctx, id, err)
	}
	return reply.OperationID, nil
}

// once sends what starts an operation exactly once: after a lost reply the records of the instance tell whether it began
// (contract/bcs.md 2.1). The operation has no id if the reply has none, and the records do not tell.
func (c *Client) once(ctx context.Context, id, change string, send func(context.Context) (*started, error)) (*started, error) {
	reply, _, err := client.Create(ctx, c.core, client.Creation[started]{
		What:      change + " of " + what(id),
		Key:       strings.Join([]string{"bcs operation", c.Region(), id}, "/"),
		Send:      send,
		Find:      func(ctx context.Context) ([]started, error) { return c.startedOn(ctx, id) },
		ID:        func(s *started) string { return s.OperationID },
		CreatedAt: func(s *started) time.Time { return s.begun },
	})
	if errors.Is(err, client.ErrNoID) {
		return &started{}, nil // it was taken, and nobody says as which operation
	}
	if ambiguous, ok := errors.AsType[*client.AmbiguousError](err); ok {
		err = &client.CreateError{What: change + " of " + what(id), MayExist: true, Unseen: true, Err: ambiguous.Err} // nobody imports an operation
	}
	return reply, err
}

func (c *Client) startedOn(ctx context.Context, id string) ([]started, error) {
	operations, err := c.ListOperations(ctx, OperationFilter{BlockchainID: id})
	if err != nil {
		return nil, err
	}
	var all []started
	for _, operation := range operations {
		if operation.OperationType == OperationCreate {
			continue // of the instance itself, before which there was nothing to change
		}
		all = append(all, started{operation.ID, operation.Begun()})
	}
	return all, nil
}

// operations are those that this run has started last, one for each instance.
type operations struct{ lasts sync.Map } // instance id -> lastOperation

type lastOperation struct {
	operation string
	begun     time.Time
}

func (o *operations) remember(instanceID, operation string) {
	o.lasts.Store(instanceID, lastOperation{operation, time.Now()})
}

func (o *operations) last(instanceID string) (lastOperation, bool) {
	value, ok := o.lasts.Load(instanceID)
	last, _ := value.(lastOperation) // nothing else is stored
	return last, ok
}

// forget an operation, unless another one has begun since.
func (o *operations) forget(instanceID, operation string) {
	if last, ok := o.last(instanceID); ok && last.operation == operation {
		o.lasts.CompareAndDelete(instanceID, last)
	}
}
