package emulator

import (
	"slices"
	"strings"
	"time"
)

// Types of jobs (contract/bcs.md 1H.3).
const (
	jobCreateInstance = "CreateInstance"
	jobDeleteInstance = "DeleteInstance"
	jobUpgradeEngine  = "UpgradeChainEngine"
	jobCreateOrg      = "CreateOrganization"
	jobDeleteOrg      = "DeleteOrganization"
)

// hbsJob is one long operation on an instance. It is there from the order on and runs once the order is paid.
type hbsJob struct {
	stamps
	id           string
	project      *project
	what         string // its type
	kind         Kind
	instanceID   string
	instanceName string
	change       *change // nil: not started, or ended
	progress     int     // once ended: how far it came
	failure      *failure
	ended        time.Time // zero until then
	done         func()
	failed       func()
}

// newJob makes a job that has not started, and that nobody sees before addJob.
func (e *Emulator) newJob(what string, kind Kind, i *hbsInstance, done, failed func()) *hbsJob {
	return &hbsJob{stamps: e.newStamps(), id: newTimeUUID(), project: i.project, what: what, kind: kind, instanceID: i.id,
		instanceName: i.name, done: done, failed: failed}
}

func (e *Emulator) addJob(j *hbsJob) { e.store.hbsJobs.add(j.id, j) }

func (e *Emulator) startJob(j *hbsJob) { j.change = e.begin(j.kind, "") }

// settleHBS ends what is due: jobs, backups, contracts, endpoints, and the time to pay.
func (e *Emulator) settleHBS(now time.Time) {
	for _, j := range e.store.hbsJobs.all(false) {
		if j.change.due(now) {
			e.finishJob(j, now)
		}
	}
	for _, b := range e.store.hbsBackups.all(false) {
		if b.change.due(now) {
			e.store.hbsBackups.touch(b.id)
			b.failure, b.change = b.change.policy.fail, nil
		}
	}
	for _, i := range e.store.hbsInstances.all(false) {
		e.settleChain(i, now)
	}
	e.settleOrders(now)
}

// hbsChanges gives every operation of the engine under way; some are nil.
func (e *Emulator) hbsChanges() []*change {
	var found []*change
	for _, j := range e.store.hbsJobs.all(false) {
		found = append(found, j.change)
	}
	for _, b := range e.store.hbsBackups.all(false) {
		found = append(found, b.change)
	}
	for _, i := range e.store.hbsInstances.all(false) {
		for _, contract := range i.contracts {
			found = append(found, contract.change)
		}
		for _, ep := range i.endpoints {
			found = append(found, ep.change)
		}
	}
	return found
}

func (e *Emulator) finishJob(j *hbsJob, now time.Time) {
	j.progress, j.failure = j.change.percent(now), j.change.policy.fail
	j.change, j.ended = nil, e.now()
	if j.failure != nil {
		j.failed()
		return
	}
	j.progress = 100
	j.done()
}

// percent tells how far an operation is: 0 to 99. A held one is half way.
func (c *change) percent(now time.Time) int {
	if c.policy.held {
		return 50
	}
	return min(int(c.fraction(now)*100), 99)
}

// sawInstance counts a read of an instance for its jobs, unless it was of an older state.
func (c *call) sawInstance(i *hbsInstance) {
	for _, j := range c.store.hbsJobs.all(false) {
		if j.instanceID == i.id {
			c.sawJob(j)
		}
	}
}

func (c *call) sawJob(j *hbsJob) {
	if !c.stale {
		j.change.sawRead()
	}
}

func (j *hbsJob) status(progress int) string {
	switch {
	case j.failure != nil:
		return "Failed"
	case !j.ended.IsZero():
		return "Success"
	case progress == 0:
		return "Initializing"
	}
	return "Running"
}

// view is the JobInfo of contract/bcs.md 1H.3.
func (j *hbsJob) view(now time.Time) object {
	progress, message, end := j.progress, "", ""
	if j.change != nil {
		progress = j.change.percent(now)
	}
	if j.failure != nil {
		message = j.failure.code + ": " + j.failure.message
	}
	if !j.ended.IsZero() {
		end = j.ended.Format(serviceTime)
	}
	return object{"id": j.id, "type": j.what, "status": j.status(progress), "failed_message": message, "progress": progress,
		"instance_id": j.instanceID, "instance_name": j.instanceName, "start_time": j.created.Format(serviceTime), "end_time": end}
}

// ownJob finds a job among those of the project.
func (c *call) ownJob(id string) (*hbsJob, *reply) {
	j := c.store.hbsJobs.get(id, c.stale)
	if j == nil || j.project != c.project {
		return nil, new(hbsFail("HBS.40000006", "There is no job ", id, "."))
	}
	return j, nil
}

// showHBSJob shows one job.
func showHBSJob(c *call) reply {
	j, refused := c.ownJob(c.req.PathValue("job_id"))
	if refused != nil {
		return *refused
	}
	view := j.view(c.clock.Now())
	c.sawJob(j)
	return ok(view)
}

// jobFilter are the query filters of the job list (contract/bcs.md 1H.3).
func (c *call) jobFilter() (func(*hbsJob) bool, *reply) {
	var statuses []string
	if asked := c.query.Get("status"); asked != "" {
		statuses = strings.Split(asked, ",")
	}
	for _, status := range statuses {
		if !slices.Contains([]string{"Initializing", "Running", "Failed", "Success"}, status) {
			return nil, hbsInvalid("status must be Initializing, Running, Failed or Success.")
		}
	}
	var since time.Time
	if asked := c.query.Get("start_time"); asked != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, asked); err != nil {
			return nil, hbsInvalid("start_time must have the form of RFC 3339.")
		}
	}
	return func(j *hbsJob) bool {
		status := j.view(c.clock.Now())["status"]
		return j.project == c.project && !j.created.Before(since) && strings.Contains(j.instanceName, c.query.Get("instance_name")) &&
			(statuses == nil || slices.ContainsFunc(statuses, func(s string) bool { return s == status }))
	}, nil
}

// listHBSJobs lists the project's jobs, newest first.
func listHBSJobs(c *call) reply {
	p, refused := c.hbsPage(maxHBSLimit)
	if refused != nil {
		return *refused
	}
	filter, refused := c.jobFilter()
	if refused != nil {
		return *refused
	}
	found := slices.DeleteFunc(c.store.hbsJobs.all(c.stale), func(j *hbsJob) bool { return !filter(j) })
	return counted("jobs", cut(p, found, func(j *hbsJob) stamps { return j.stamps }), len(found), func(j *hbsJob) object {
		view := j.view(c.clock.Now())
		c.sawJob(j)
		return view
	})
}

// deleteHBSJobs deletes records of jobs; one that has not ended stays [CHOICE].
func deleteHBSJobs(c *call) reply {
	request, refused := readHBS[struct {
		Jobs []string `json:"jobs"`
	}](c)
	if refused != nil {
		return *refused
	}
	if most := c.choices.HBS.MaxDeletedJobs; len(request.Jobs) < 1 || len(request.Jobs) > most {
		return *hbsInvalid("jobs must have 1 to %d items.", most)
	}
	for _, id := range request.Jobs {
		j, refused := c.ownJob(id)
		if refused != nil {
			return *refused
		}
		if j.ended.IsZero() {
			return hbsFail("HBS.40000015", "The job ", id, " is running.")
		}
	}
	for _, id := range request.Jobs {
		c.store.hbsJobs.remove(id)
	}
	return ok(success())
}
