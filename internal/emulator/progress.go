package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind names one asynchronous operation of the cloud.
type Kind string

// The asynchronous operations (contract/vpcep.md 2, contract/bcs.md 2).
const (
	ServiceCreate   Kind = "service.create"
	ServiceDelete   Kind = "service.delete"
	EndpointCreate  Kind = "endpoint.create" // creation, and connecting after acceptance
	EndpointDelete  Kind = "endpoint.delete"
	EndpointUpgrade Kind = "endpoint.upgrade" // basic to professional; the status stays what it was
	BCSCreate       Kind = "bcs.create"
	BCSUpdate       Kind = "bcs.update" // peers, and organizations added or deleted
	BCSDelete       Kind = "bcs.delete"
	BCSChannel      Kind = "bcs.channel"  // channels created and deleted, peers and organizations joining and leaving
	BCSUnion        Kind = "bcs.union"    // an invitee's instance joins or leaves a consortium
	KafkaDelete     Kind = "kafka.delete" // the DMS instance of a blockchain with Kafka

	HBSCreate             Kind = "hbs.create"
	HBSUpgrade            Kind = "hbs.upgrade"
	HBSDelete             Kind = "hbs.delete"       // of an instance, after its unsubscription
	HBSOrganizationCreate Kind = "hbs.organization" // bought for an instance that is there
	HBSOrganizationDelete Kind = "hbs.organization.delete"
	HBSContract           Kind = "hbs.contract"
	HBSEndpoint           Kind = "hbs.endpoint"
	HBSBackup             Kind = "hbs.backup"
)

// Kinds lists every kind, in a fixed order.
func Kinds() []Kind {
	return []Kind{ServiceCreate, ServiceDelete, EndpointCreate, EndpointDelete, EndpointUpgrade,
		BCSCreate, BCSUpdate, BCSDelete, BCSChannel, BCSUnion, KafkaDelete,
		HBSCreate, HBSUpgrade, HBSDelete, HBSOrganizationCreate, HBSOrganizationDelete, HBSContract, HBSEndpoint, HBSBackup}
}

// Progress says when an asynchronous operation ends, and how. The zero value is Immediate. The policy in force when
// the operation starts stays with it.
type Progress struct {
	reads int
	after time.Duration
	held  bool
	fail  *failure
}

// failure is one entry of error[] (contract/vpcep.md 1.0).
type failure struct{ code, message string }

// Immediate ends the operation before the next request is looked at: the reply to the write still shows the pending
// status, the next read shows the final one.
func Immediate() Progress { return Progress{} }

// AfterReads lets n reads of the object still show the pending status. A read is a GET of the object, alone or in a
// list, or of the connection list it appears in.
func AfterReads(n int) Progress { return Progress{reads: n} }

// After ends the operation once d has passed on the emulator's clock.
func After(d time.Duration) Progress { return Progress{after: d} }

// Held keeps the operation pending until Release.
func Held() Progress { return Progress{held: true} }

// Fails ends the operation before the next request in status failed, with this entry in error[]. On a blockchain the
// code is the component that fails, as /status names it: bcs, eip, sfs, obs, kafka, cce.cluster, cce.network or
// cce.security_group; /status and the operation record show the message there. One that
// the blockchain does not have stands for bcs.
func Fails(code, message string) Progress {
	return Progress{fail: &failure{code: code, message: message}}
}

// String gives the form ParseProgress reads.
func (p Progress) String() string {
	switch {
	case p.held:
		return "held"
	case p.fail != nil:
		return "fails:" + p.fail.code + ":" + p.fail.message
	case p.after > 0:
		return "after:" + p.after.String()
	case p.reads > 0:
		return "reads:" + strconv.Itoa(p.reads)
	}
	return "immediate"
}

// ParseProgress reads "immediate", "reads:3", "after:2s", "held" or "fails:Code:message".
func ParseProgress(s string) (Progress, error) {
	name, argument, _ := strings.Cut(s, ":")
	switch name {
	case "immediate", "held":
		if argument != "" {
			return Progress{}, fmt.Errorf("progress %q: %q takes no argument", s, name)
		}
		return Progress{held: name == "held"}, nil
	case "reads":
		n, err := strconv.Atoi(argument)
		if err != nil || n < 0 {
			return Progress{}, fmt.Errorf("progress %q: want reads:N with N of 0 or more", s)
		}
		return AfterReads(n), nil
	case "after":
		d, err := time.ParseDuration(argument)
		if err != nil || d < 0 {
			return Progress{}, fmt.Errorf("progress %q: want after:DURATION such as after:2s", s)
		}
		return After(d), nil
	case "fails":
		code, message, _ := strings.Cut(argument, ":")
		if code == "" {
			return Progress{}, fmt.Errorf("progress %q: want fails:Code:message", s)
		}
		return Fails(code, message), nil
	}
	return Progress{}, fmt.Errorf("progress %q: want immediate, reads:N, after:DURATION, held or fails:Code:message", s)
}

// change is one operation under way on one object.
type change struct {
	kind     Kind
	policy   Progress
	target   string // the status it leads to; "" = the object goes away
	began    time.Time
	reads    int
	released bool
}

// due tells whether the operation has ended by now.
func (c *change) due(now time.Time) bool {
	if c == nil {
		return false
	}
	if c.policy.held {
		return c.released
	}
	return c.reads >= c.policy.reads && now.Sub(c.began) >= c.policy.after
}

// fraction is how much of the operation is done by now, 0 to 1, as far as its policy tells.
func (c *change) fraction(now time.Time) float64 {
	switch {
	case c.policy.after > 0:
		return min(1, float64(now.Sub(c.began))/float64(c.policy.after))
	case c.policy.reads > 0:
		return min(1, float64(c.reads)/float64(c.policy.reads))
	}
	return 0
}

// end is when the operation ended, given that it is found to be over now: a policy of time ends on its own.
func (c *change) end(now time.Time) time.Time {
	if c.policy.after > 0 {
		return c.began.Add(c.policy.after)
	}
	return now
}

// sawRead counts one read of the object.
func (c *change) sawRead() {
	if c != nil {
		c.reads++
	}
}

// SetProgress sets the policy for operations of this kind that start from now on.
func (e *Emulator) SetProgress(kind Kind, p Progress) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.progress[kind] = p
}

// Release ends the held operations of this kind that are under way. Later ones are held again.
func (e *Emulator) Release(kind Kind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.changes() {
		if c != nil && c.kind == kind {
			c.released = true
		}
	}
}

// changes gives every operation under way; some are nil.
func (e *Emulator) changes() []*change {
	var found []*change
	for _, s := range e.store.services.all(false) {
		found = append(found, s.change)
	}
	for _, ep := range e.store.endpoints.all(false) {
		found = append(found, ep.change, ep.upgrade)
	}
	for _, b := range e.store.blockchains.all(false) {
		if b.task != nil {
			found = append(found, b.task.change)
		}
	}
	for _, k := range e.store.kafkas.all(false) {
		found = append(found, k.change)
	}
	return append(found, e.hbsChanges()...)
}

// begin starts an operation under the policy in force.
func (e *Emulator) begin(kind Kind, target string) *change {
	return &change{kind: kind, policy: e.progress[kind], target: target, began: e.clock.Now()}
}
