package emulator

import "time"

// task is one operation on one instance: how it is called and shown while it runs, and what its end does.
type task struct {
	kind      Kind
	operation string    // operation_type of its record
	process   string    // process_status while it runs; "" = none is shown
	steps     []step    // of its record
	orgs      []peerOrg // the organizations it adds or changes
	done      func()
	failed    func() // nil: everything stays as it was

	change *change
	record *record
}

// run starts a task on an instance that has none.
func (e *Emulator) run(b *blockchain, t task) *record {
	t.change = e.begin(t.kind, "")
	t.record = e.newRecord(b, &t)
	b.task = &t
	e.restamp(&b.stamps)
	return t.record
}

// finishTask ends the task of an instance.
func (e *Emulator) finishTask(b *blockchain) {
	t := b.task
	b.task = nil
	t.record.ended, t.record.failure = t.change.end(e.clock.Now()), t.change.policy.fail
	e.restamp(&b.stamps)
	switch {
	case t.record.failure == nil:
		t.done()
	case t.failed != nil:
		t.failed()
	}
}

// settleBlockchains ends every task that is due.
func (e *Emulator) settleBlockchains(now time.Time) {
	for _, b := range e.store.blockchains.all(false) {
		if b.task != nil && b.task.change.due(now) {
			e.finishTask(b)
		}
	}
}

// busy refuses another operation while one runs (contract/bcs.md 2.3).
func (b *blockchain) busy() *reply {
	switch {
	case b.task == nil:
		return nil
	case b.task.process == isCreating:
		return new(bcsFail("BCS.4001001"))
	case b.task.process == isDeleting:
		return new(bcsFail("BCS.4001003"))
	}
	return new(bcsFail("BCS.4001002"))
}

// ready refuses an operation on an instance that is busy, or that is not as it should be (contract/bcs.md 3.8).
func (b *blockchain) ready() *reply {
	if refused := b.busy(); refused != nil {
		return refused
	}
	if b.status != chainNormal {
		return invalid("the status of the blockchain %s is %s", b.id, b.status)
	}
	return nil
}
