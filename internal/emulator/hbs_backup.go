package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kinds of backups (public page CreateBackups).
const (
	backupManual = "ManualBackup"
	backupAuto   = "AutoBackup"
)

const (
	maxManualBackups = 3
	keptAfterRemoval = 7 * 24 * time.Hour // of the instance
)

// hbsBackup is a backup of an instance, as it was. It outlives the instance for a while.
type hbsBackup struct {
	stamps
	id       string
	name     string
	manual   bool
	instance hbsInstance // as it was
	change   *change     // nil: ended
	failure  *failure
	restored bool
	removed  time.Time // when the instance went; zero while it is there
}

// hbsBackupRule says how often the automatic backup is made.
type hbsBackupRule struct {
	enabled bool
	every   int // days: 1, 3 or 7
	next    time.Time
}

// createHBSBackup makes a backup, or sets the rule of the automatic one.
func createHBSBackup(c *call) reply {
	i, refused := c.writableHBSInstance()
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[struct {
		Type   *string `json:"type"`
		Rule   *int    `json:"rule"`
		Enable *bool   `json:"is_enable"`
	}](c)
	if refused != nil {
		return *refused
	}
	// The page's own example writes autoBackup.
	switch kind := orEmpty(request.Type); {
	case kind == "":
		return *hbsMissing("type")
	case strings.EqualFold(kind, backupManual):
		return c.backUp(i)
	case strings.EqualFold(kind, backupAuto):
		return c.setBackupRule(i, request.Rule, request.Enable)
	}
	return *hbsInvalid("type must be ManualBackup or AutoBackup.")
}

func (c *call) backUp(i *hbsInstance) reply {
	manual := slices.DeleteFunc(c.backupsOf(i), func(b *hbsBackup) bool { return !b.manual })
	if len(manual) >= maxManualBackups {
		return hbsFail("HBS.40000014", "The instance ", i.id, " has ", len(manual), ".")
	}
	c.addBackup(i, true)
	return ok(success())
}

func (e *Emulator) addBackup(i *hbsInstance, manual bool) {
	b := &hbsBackup{stamps: e.newStamps(), id: newTimeUUID(), manual: manual, instance: *i, change: e.begin(HBSBackup, "")}
	b.name = i.name + "-" + b.created.Format("20060102150405")
	e.store.hbsBackups.add(b.id, b)
}

func (c *call) setBackupRule(i *hbsInstance, every *int, enable *bool) reply {
	rule := i.backupRule
	set(&rule.every, every)
	set(&rule.enabled, enable)
	if !slices.Contains([]int{1, 3, 7}, rule.every) {
		return *hbsInvalid("rule must be 1, 3 or 7 days.")
	}
	rule.next = c.now().Add(time.Duration(rule.every) * 24 * time.Hour)
	c.store.hbsInstances.touch(i.id)
	i.backupRule = rule
	return ok(success())
}

// backupByRule makes the automatic backup when it is due; it replaces the one before.
func (e *Emulator) backupByRule(i *hbsInstance, now time.Time) {
	if !i.backupRule.enabled || i.status != hbsAvailable || now.Before(i.backupRule.next) {
		return
	}
	for _, b := range e.backupsOf(i) {
		if !b.manual {
			e.store.hbsBackups.remove(b.id)
		}
	}
	e.store.hbsInstances.touch(i.id)
	i.backupRule.next = now.Add(time.Duration(i.backupRule.every) * 24 * time.Hour)
	e.addBackup(i, false)
}

func (e *Emulator) backupsOf(i *hbsInstance) []*hbsBackup {
	return slices.DeleteFunc(e.store.hbsBackups.all(false), func(b *hbsBackup) bool { return b.instance.id != i.id })
}

// view is one backup; the list of restorable ones names its statuses differently.
func (b *hbsBackup) view(restorable bool) object {
	status, reason, kind := "Active", "", backupAuto
	switch {
	case b.failure != nil:
		status, reason = "Fail", b.failure.code+": "+b.failure.message
	case b.change != nil:
		status = "Backuping"
	}
	if b.manual {
		kind = backupManual
	}
	fields := object{"id": b.id, "name": b.name, "instance_name": b.instance.name, "instance_id": b.instance.id, "status": status,
		"reason": reason, "type": kind, "create_time": b.created.Format(serviceTime)}
	if restorable {
		fields["is_restored"] = b.restored
	}
	return fields
}

// listHBSBackups lists the backups of an instance, newest first.
func listHBSBackups(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	found := c.backupsOf(i)
	slices.Reverse(found)
	return counted("backups", found, len(found), func(b *hbsBackup) object {
		view := b.view(false)
		b.change.sawRead()
		return view
	})
}

func showHBSBackupRule(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	return ok(object{"is_enable": i.backupRule.enabled, "rule": i.backupRule.every})
}

// deleteHBSBackup deletes a backup of an instance.
func deleteHBSBackup(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	b := c.store.hbsBackups.get(c.req.PathValue("backup_id"), false)
	if b == nil || b.instance.id != i.id {
		return hbsFail("HBS.40000013", "The instance ", i.id, " has no backup ", c.req.PathValue("backup_id"), ".")
	}
	c.store.hbsBackups.remove(b.id)
	return ok(success())
}

// restorable gives the project's finished backups, newest first, of instances that are there or went lately.
func (c *call) restorable() []*hbsBackup {
	found := slices.DeleteFunc(c.store.hbsBackups.all(c.stale), func(b *hbsBackup) bool {
		lost := !b.removed.IsZero() && c.clock.Now().Sub(b.removed) > keptAfterRemoval
		return b.instance.project != c.project || b.change != nil || b.failure != nil || lost
	})
	slices.Reverse(found)
	return found
}

// listRestorableBackups lists what new instances can be made from (public page ListRestoreBackups).
func listRestorableBackups(c *call) reply {
	p, refused := c.hbsPage(maxHBSLimit)
	if refused != nil {
		return *refused
	}
	found := c.restorable()
	return counted("backups", pageOf(p, found), len(found), func(b *hbsBackup) object { return b.view(true) })
}

// findRestorable finds one of them.
func (c *call) findRestorable(id string) (*hbsBackup, *reply) {
	b, found := find(c.restorable(), func(b *hbsBackup) bool { return b.id == id })
	if !found {
		return nil, new(hbsFail("HBS.40000013", "There is no backup ", id, " to restore."))
	}
	return b, nil
}

// showRestorableBackup shows one of them with what its instance was (public page ShowRestoreBackups).
func showRestorableBackup(c *call) reply {
	b, refused := c.findRestorable(c.req.PathValue("backup_id"))
	if refused != nil {
		return *refused
	}
	var names []string
	for _, org := range b.instance.orgs {
		names = append(names, org.name)
	}
	fields := b.view(false)
	fields["instance_edition"] = b.instance.edition
	fields["instance_consensus"] = b.instance.consensus
	fields["instance_sign_algorithm"] = b.instance.signAlgorithm
	fields["instance_org"] = strings.Join(names, ",")
	fields["enterprise_project_id"] = b.instance.enterpriseProject
	fields["enterprise_project_name"] = enterpriseProjectView(b.instance.enterpriseProject)["name"]
	return reply{status: http.StatusOK, body: fields}
}

// checkRestore tells whether a new instance fits the backup it is made from: once, and of the same make [CHOICE].
func (c *call) checkRestore(i *hbsInstance, backupID string) *reply {
	b, refused := c.findRestorable(backupID)
	switch {
	case refused != nil:
		return refused
	case b.restored:
		return hbsInvalid("backup %s was restored already.", b.id)
	case b.instance.edition != i.edition, b.instance.signAlgorithm != i.signAlgorithm, b.instance.kind != i.kind:
		return hbsInvalid("backup %s is of kind %s, edition %s and sign_algorithm %s.", b.id, b.instance.kind, b.instance.edition,
			b.instance.signAlgorithm)
	}
	return nil
}

// restore marks a backup as used, or as not used after all.
func (e *Emulator) restore(backupID string, used bool) {
	if b := e.store.hbsBackups.get(backupID, false); b != nil {
		e.store.hbsBackups.touch(b.id)
		b.restored = used
	}
}
