package emulator

import (
	"slices"
	"strconv"
	"time"
)

// Types of operations (contract/bcs.md 2.2). Those of the last four are seen or chosen, not documented.
const (
	opCreate       = "99"
	opDelete       = "00"
	opAddOrg       = "02"
	opScaleOrg     = "03"
	opJoinChannel  = "04"
	opJoinUnion    = "05"
	opLeaveChannel = "06"
)

const (
	resourceBCS = "BCSSVC01"
	keptRecords = 3 * 24 * time.Hour
)

// record is what the service remembers of one operation. It outlives its instance.
type record struct {
	id             string
	operation      string
	blockchainID   string
	blockchainName string
	project        *project
	cluster        cluster
	steps          []step
	change         *change
	began, ended   time.Time // ended is zero while it runs
	failure        *failure
}

// step is one part of an operation; its sub-steps run one after another.
type step struct {
	name string
	subs []subStep
}

// subStep may be the making of one component that /status shows.
type subStep struct{ name, component string }

// Components of /status (contract/bcs.md 1.7). A Fails policy names one of them as its code.
const (
	componentBCS           = "bcs"
	componentEIP           = "eip"
	componentSFS           = "sfs"
	componentOBS           = "obs"
	componentKafka         = "kafka"
	componentCluster       = "cce.cluster"
	componentNetwork       = "cce.network"
	componentSecurityGroup = "cce.security_group"
)

const (
	stepWaiting    = "waiting"
	stepProcessing = "processing"
	stepFinished   = "finished"
	stepFailed     = "failed"
)

// creationSteps are the steps of the creation of this instance; step names as in the sample of contract/bcs.md 2.2.
func (b *blockchain) creationSteps() []step {
	var others []subStep
	for _, part := range []struct {
		needed bool
		subStep
	}{
		{b.eip, subStep{"Create EIP", componentEIP}},
		{b.volume != "", subStep{"Create network storage", componentSFS}},
		{b.cluster.own, subStep{"Create network", componentNetwork}},
		{b.cluster.own, subStep{"Create security group", componentSecurityGroup}},
		{b.cluster.own, subStep{"Create cluster", componentCluster}},
		{b.kafka != nil, subStep{"Create OBS bucket", componentOBS}},
		{b.kafka != nil, subStep{"Create Kafka instance", componentKafka}},
	} {
		if part.needed {
			others = append(others, part.subStep)
		}
	}
	return []step{
		{"Preparation", []subStep{{name: "Generate basic configurations"}}},
		{"Create Other Dependent Resource", others},
		{"Deploy BCS Service", []subStep{{"Deploy blockchain components", componentBCS}}},
	}
}

// oneStep is an operation of one part.
func oneStep(name string) []step {
	return []step{{"Preparation", []subStep{{name: "Generate basic configurations"}}}, {name, []subStep{{name, componentBCS}}}}
}

func (e *Emulator) newRecord(b *blockchain, t *task) *record {
	now := e.clock.Now()
	// The sequence tells operations of the same nanosecond apart.
	nanoseconds := now.UnixNano() + int64(e.store.next())
	r := &record{id: resourceBCS + "-" + t.operation + "-" + strconv.FormatInt(nanoseconds, 10), operation: t.operation,
		blockchainID: b.id, blockchainName: b.name, project: b.project, cluster: b.cluster, steps: t.steps,
		change: t.change, began: now}
	e.store.records = append(e.store.records, r)
	return r
}

// outcome of a whole record.
func (r *record) outcome() string {
	switch {
	case r.ended.IsZero():
		return stepProcessing
	case r.failure != nil:
		return stepFailed
	}
	return stepFinished
}

// subSteps are all sub-steps in their order.
func (r *record) subSteps() []subStep {
	var all []subStep
	for _, s := range r.steps {
		all = append(all, s.subs...)
	}
	return all
}

// reached is the sub-step that runs, or failed; all before it are finished. After the end it is past the last one.
func (r *record) reached(now time.Time) int {
	all := r.subSteps()
	switch r.outcome() {
	case stepFinished:
		return len(all)
	case stepFailed:
		named := slices.IndexFunc(all, func(s subStep) bool { return s.component == r.failure.code })
		if named < 0 {
			return len(all) - 1
		}
		return named
	}
	return min(int(r.change.fraction(now)*float64(len(all))), len(all)-1)
}

// part is one sub-step as it is now.
type part struct {
	subStep
	status    string
	began     time.Time // zero: not yet
	ended     time.Time // zero: not yet
	complaint string
}

// parts are the sub-steps as they are now. Under a policy of time each takes its share of it.
func (r *record) parts(now time.Time) []part {
	all, reached := r.subSteps(), r.reached(now)
	share := r.change.policy.after / time.Duration(len(all))
	parts := make([]part, 0, len(all))
	for i, s := range all {
		p := part{subStep: s, status: stepWaiting}
		if i <= reached {
			p.began, p.status = r.began.Add(time.Duration(i)*share), stepProcessing
		}
		if i < reached {
			p.ended, p.status = p.began.Add(share), stepFinished
		}
		if i == reached && r.failure != nil {
			p.ended, p.status, p.complaint = r.ended, stepFailed, r.failure.message
		}
		parts = append(parts, p)
	}
	return parts
}

// view is one entry of operation_records.
func (r *record) view(now time.Time) object {
	var messages any
	if r.failure != nil {
		messages = []string{r.failure.code + ": " + r.failure.message}
	}
	changed := r.began
	if !r.ended.IsZero() {
		changed = r.ended
	}
	return object{"operation_id": r.id, "resource_type": resourceBCS, "operation_type": r.operation,
		"domain_id": r.project.account.id, "project_id": r.project.id, "blockchain_id": r.blockchainID,
		"blockchain_name": r.blockchainName,
		"cluster_info": object{"cluster_type": r.cluster.kind, "name": r.cluster.name, "cluster_id": r.cluster.id,
			"node_infos": nil},
		"operation_process": r.processView(now), "record_time": changed.UnixNano(), "operation_status": r.outcome(),
		"message": messages, "desc": ""}
}

func (r *record) processView(now time.Time) object {
	process, parts := object{}, r.parts(now)
	for i, s := range r.steps {
		own := parts[:len(s.subs)]
		parts = parts[len(s.subs):]
		if len(own) == 0 {
			continue
		}
		subs, detail := object{}, ""
		for j, p := range own {
			subs[p.name] = p.view(j + 1)
			if p.complaint != "" {
				detail = p.complaint
			}
		}
		process[s.name] = object{"step_name": s.name, "status": stepStatus(own), "detail": detail, "sub_steps": subs,
			"serial_num": i + 1}
	}
	return process
}

// stepStatus is the status of a step with these sub-steps.
func stepStatus(parts []part) string {
	first, last := parts[0].status, parts[len(parts)-1].status
	for _, p := range parts {
		if p.status == stepProcessing || p.status == stepFailed {
			return p.status
		}
	}
	if first == stepFinished && last != stepFinished {
		return stepProcessing
	}
	return last
}

// view is one SubDetail: a sub-step that waits has no status but says so in its detail.
func (p part) view(serial int) object {
	fields := object{"substep_name": p.name, "detail": nil, "status": p.status, "message": nil,
		"start_time": nanoseconds(p.began), "end_time": nanoseconds(p.ended), "serial_num": serial}
	if p.status == stepWaiting {
		fields["detail"], fields["status"] = stepWaiting, ""
	}
	if p.complaint != "" {
		fields["detail"], fields["message"] = p.complaint, []string{p.complaint}
	}
	return fields
}

func nanoseconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixNano()
}

// recordFilters are the query parameters of the list with the values they may have; nil = any.
var recordFilters = []struct {
	name   string
	values []string
	of     func(*record) string
}{
	{"blockchain_id", nil, func(r *record) string { return r.blockchainID }},
	{"operation_id", nil, func(r *record) string { return r.id }},
	{"operation_status", []string{stepWaiting, stepProcessing, stepFinished, stepFailed, "stop"}, (*record).outcome},
	{"resource_type", []string{resourceBCS, "BCSSVC02", "PLUGIN01", "PLUGIN02", "PLUGIN03"},
		func(*record) string { return resourceBCS }},
	{"operation_type", []string{opCreate, opDelete, "01", "91", opAddOrg, opScaleOrg, opJoinChannel, opJoinUnion, opLeaveChannel},
		func(r *record) string { return r.operation }},
}

// listRecords lists the operations of the project in the last three days, the latest first (contract/bcs.md 2.2).
func listRecords(c *call) reply {
	for _, f := range recordFilters {
		if asked := c.query.Get(f.name); asked != "" && f.values != nil && !slices.Contains(f.values, asked) {
			return *invalid("%s %s is not one of %v", f.name, asked, f.values)
		}
	}
	now, views := c.clock.Now(), []any{}
	for _, r := range slices.Backward(c.store.records) {
		old := !r.ended.IsZero() && now.Sub(r.ended) > keptRecords
		if old || r.project != c.project || !c.asksFor(r) {
			continue
		}
		views = append(views, r.view(now))
		if r.ended.IsZero() {
			r.change.sawRead()
		}
	}
	return ok(object{"count": len(views), "operation_records": views})
}

// asksFor applies every filter of the query to a record.
func (c *call) asksFor(r *record) bool {
	for _, f := range recordFilters {
		if !c.matches(f.name, f.of(r)) {
			return false
		}
	}
	return true
}

// showBlockchainStatus shows how far the creation of each component is (contract/bcs.md 1.7). A component that the
// instance does not have waits until the creation is over.
func showBlockchainStatus(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	idle := stepWaiting
	if b.creation.outcome() == stepFinished {
		idle = stepFinished
	}
	details := object{}
	for _, name := range []string{componentBCS, componentEIP, componentSFS, componentOBS, componentKafka, componentCluster,
		componentNetwork, componentSecurityGroup} {
		details[name] = object{"start_time": "", "end_time": "", "status": idle, "detail": ""}
	}
	for _, p := range b.creation.parts(c.clock.Now()) {
		if p.component != "" {
			details[p.component] = p.componentView()
		}
	}
	c.sawBlockchain(b)
	return ok(object{"bcs": details[componentBCS], "eip": details[componentEIP], "sfs": details[componentSFS],
		"obs": details[componentOBS], "kafka": details[componentKafka],
		"cce": object{"cluster": details[componentCluster], "network": details[componentNetwork],
			"security_group": details[componentSecurityGroup]}})
}

// componentView is one Detail of /status.
func (p part) componentView() object {
	status := p.status
	if status == stepProcessing {
		status = "deploying"
	}
	fields := object{"start_time": "", "end_time": "", "status": status, "detail": p.complaint}
	if !p.began.IsZero() {
		fields["start_time"] = bcsTime(p.began)
	}
	if !p.ended.IsZero() {
		fields["end_time"] = bcsTime(p.ended)
	}
	return fields
}
