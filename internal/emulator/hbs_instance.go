package emulator

import "slices"

// Statuses of instances and organizations (contract/bcs.md 1H.2).
const (
	hbsAvailable   = "Available"
	hbsException   = "Exception"
	hbsUnpaid      = "Unpaid"
	hbsCreating    = "Creating"
	hbsDeleting    = "Deleting"
	hbsUpgrading   = "Upgrading"
	hbsOrgCreating = "OrgCreating"
	hbsOrgDeleting = "OrgDeleting"
)

const (
	kindHBS   = "HuaweiCloudChain"
	kindBesu  = "Besu"
	modeCloud = "Cloud"
)

// hbsInstance is one blockchain of the engine, sold for months or years.
type hbsInstance struct {
	stamps
	id                string
	name              string
	project           *project
	status            string
	edition           string
	kind              string
	management        string // data_management
	version           string // of the engine
	consensus         string
	signAlgorithm     string
	chainID           string
	enterpriseProject string
	orgs              []hbsOrg
	blocks            []hbsBlock
	contracts         []hbsContract
	endpoints         []hbsEndpoint
	tokens            []besuToken
	tags              []tag
	backupRule        hbsBackupRule
}

// hbsOrg is one organization of an instance: what is bought, and what is unsubscribed from.
type hbsOrg struct {
	stamps
	uid          string
	name         string
	chainOrgID   string
	status       string
	subscription string
	terms        terms
}

// ownHBSInstance finds the instance of the path among those of the project.
func (c *call) ownHBSInstance() (*hbsInstance, *reply) {
	id := c.req.PathValue("instance_id")
	if !isUUID(id) {
		return nil, hbsInvalid("instance_id must be a UUID of 36 characters.")
	}
	i := c.store.hbsInstances.get(id, c.stale)
	if i == nil || i.project != c.project {
		return nil, c.hbsUnknown(id)
	}
	return i, nil
}

// writableHBSInstance is ownHBSInstance for a change: only while nothing else happens to the instance.
func (c *call) writableHBSInstance() (*hbsInstance, *reply) {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return nil, refused
	}
	if i.status != hbsAvailable {
		return nil, i.wrongState()
	}
	return i, nil
}

func (i *hbsInstance) wrongState() *reply {
	return new(hbsFail("HBS.40000007", "The status of the instance ", i.id, " is ", i.status, "."))
}

// createHBSInstance orders an instance. It is made once the order is paid (contract/bcs.md 1H.1).
func createHBSInstance(c *call) reply {
	request, refused := readHBS[hbsInstanceRequest](c)
	if refused != nil {
		return *refused
	}
	i := &hbsInstance{id: newTimeUUID(), project: c.project, status: hbsUnpaid, kind: kindHBS, enterpriseProject: defaultEnterpriseProject,
		version: c.choices.HBS.EngineVersion, backupRule: hbsBackupRule{every: 1}}
	t, refused := c.checkNewInstance(i, request)
	if refused != nil {
		return *refused
	}
	i.stamps = c.newStamps()
	i.chainID = i.name + "-" + randomHex(5)[:9]
	i.orgs = c.newOrgs(*request.Orgs, t)
	c.store.hbsInstances.add(i.id, i)
	job := c.newJob(jobCreateInstance, HBSCreate, i, func() { c.finishCreation(i) }, func() { c.failCreation(i) })
	o := c.newPurchase(i, i.orgs, t, job)
	o.backup = orEmpty(request.BackupID)
	c.restore(o.backup, true)
	if t.autoPay {
		c.pay(o)
	}
	return ok(c.purchaseView(o, i))
}

// finishCreation makes the chain: its first block, and one that votes each organization in.
func (e *Emulator) finishCreation(i *hbsInstance) {
	e.settleOrgs(i, hbsAvailable)
	e.addBlock(i, i.orgs[0].chainOrgID, voteTransaction, "")
	for _, org := range i.orgs {
		e.addBlock(i, org.chainOrgID, voteTransaction, "")
	}
}

// failCreation leaves what could not be made to be looked at, or takes it back as billing may.
func (e *Emulator) failCreation(i *hbsInstance) {
	if e.choices.HBS.FailedBuyRemoves {
		e.removeInstance(i)
		return
	}
	e.settleOrgs(i, hbsException)
}

// settleOrgs gives an instance and all its organizations the same status.
func (e *Emulator) settleOrgs(i *hbsInstance, status string) {
	e.store.hbsInstances.touch(i.id)
	i.status = status
	e.setOrgs(i, status, func(hbsOrg) bool { return true })
	e.restamp(&i.stamps)
}

// setOrgs changes the status of some organizations.
func (e *Emulator) setOrgs(i *hbsInstance, status string, which func(hbsOrg) bool) {
	i.orgs = slices.Clone(i.orgs)
	for n := range i.orgs {
		if which(i.orgs[n]) {
			i.orgs[n].status = status
			e.restamp(&i.orgs[n].stamps)
		}
	}
}

// listHBSInstances lists the project's instances, newest first.
func listHBSInstances(c *call) reply {
	p, refused := c.hbsPage(maxHBSLimit)
	if refused != nil {
		return *refused
	}
	found := c.projectInstances()
	return counted("instances", cut(p, found, hbsStamps), len(found), func(i *hbsInstance) object {
		c.sawInstance(i)
		return i.view()
	})
}

func hbsStamps(i *hbsInstance) stamps { return i.stamps }

func (c *call) projectInstances() []*hbsInstance {
	return slices.DeleteFunc(c.store.hbsInstances.all(c.stale), func(i *hbsInstance) bool { return i.project != c.project })
}

// showHBSInstance shows one instance (contract/bcs.md 1H.2).
func showHBSInstance(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	c.sawInstance(i)
	return ok(i.view())
}

// updateHBSInstance upgrades the engine of an instance (contract/bcs.md 1H.4).
func updateHBSInstance(c *call) reply { return c.upgradeEngine(kindHBS) }

// firstEngine is the one version known not to be upgradable (contract/bcs.md 1H.4).
const firstEngine = "1.0.0.39"

func (c *call) upgradeEngine(kind string) reply {
	i, refused := c.writableHBSInstance()
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[struct {
		Action *string `json:"action"`
	}](c)
	if refused != nil {
		return *refused
	}
	switch {
	case request.Action == nil:
		return *hbsMissing("action")
	case *request.Action != "Upgrade":
		return *hbsInvalid("action must be Upgrade.")
	case i.kind != kind:
		return hbsFail("HBS.40000011", "The instance ", i.id, " is of kind ", i.kind, ".")
	case i.version == firstEngine, i.version == newestEngine:
		return hbsFail("HBS.40000009", "The version of the instance ", i.id, " is ", i.version, ".")
	}
	c.store.hbsInstances.touch(i.id)
	i.status = hbsUpgrading
	c.restamp(&i.stamps)
	job := c.newJob(jobUpgradeEngine, HBSUpgrade, i, func() { c.finishUpgradeOf(i, newestEngine) }, func() { c.finishUpgradeOf(i, i.version) })
	c.addJob(job)
	c.startJob(job)
	return ok(object{"job_id": job.id})
}

func (e *Emulator) finishUpgradeOf(i *hbsInstance, version string) {
	e.store.hbsInstances.touch(i.id)
	i.status, i.version = hbsAvailable, version
	e.restamp(&i.stamps)
}

// view is the InstanceInfo of contract/bcs.md 1H.2.
func (i *hbsInstance) view() object {
	orgs := []any{}
	for n, org := range i.orgs {
		orgs = append(orgs, object{"name": org.name, "status": org.status, "is_consensus": n == 0})
	}
	blocks, transactions := i.chainSize()
	return object{"id": i.id, "name": i.name, "status": i.status, "edition": i.edition, "kind": i.kind,
		"data_management": i.management, "chain_engine_version": i.version, "orgs": orgs,
		"chains": []any{object{"chain_id": i.chainID, "consensus": i.consensus, "sign_algorithm": i.signAlgorithm,
			"contract_num": len(i.contracts), "block_num": blocks, "transaction_num": transactions}},
		"create_time": i.created.Format(serviceTime), "update_time": i.updated.Format(serviceTime),
		"enterprise_project_id": i.enterpriseProject, "enterprise_project_name": enterpriseProjectView(i.enterpriseProject)["name"]}
}

// org finds an organization by its name.
func (i *hbsInstance) org(name string) (hbsOrg, bool) {
	return find(i.orgs, func(o hbsOrg) bool { return o.name == name })
}

func find[T any](items []T, matches func(T) bool) (T, bool) {
	if at := slices.IndexFunc(items, matches); at >= 0 {
		return items[at], true
	}
	var none T
	return none, false
}

// newTimeUUID makes an id as the engine's look: a UUID of version 1, with the same beginning of its node every time.
func newTimeUUID() string {
	id := newUUID()
	return id[:14] + "1" + id[15:24] + "0255ac10" + id[32:]
}
