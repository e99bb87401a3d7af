package emulator

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

const manualBackup = `{"type":"ManualBackup"}`

func (s session) backups(path string) []map[string]any {
	s.t.Helper()
	return s.must(200, "GET", path, "").items("backups")
}

func TestHBSBackups(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	path, restore := hbsInstances+"/"+id+"/backups", hbs+"/restore/backups"
	for _, test := range []struct{ code, says, body string }{
		{"HBS.40000002", "type", `{}`}, {"HBS.40000003", "type", `{"type":"Snapshot"}`}, {"HBS.40000001", "colour", `{"colour":1}`},
		{"HBS.40000003", "rule", `{"type":"AutoBackup","rule":2}`},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", path, test.body)
	}
	c.SetProgress(HBSBackup, AfterReads(1))
	sameJSON(t, "creation", any(a.must(200, "POST", path, manualBackup).body), `{"result":"success"}`)
	if got := a.backups(restore); len(got) != 0 {
		t.Errorf("a backup on its way can be restored: %v", got)
	}
	first := a.backups(path)[0]
	sameKeys(t, "backup", first, "id name instance_name instance_id status reason type create_time")
	has(t, "backup", first, map[string]any{"status": "Backuping", "type": "ManualBackup", "instance_id": id, "instance_name": "huawei-chain-01"})
	has(t, "backup", a.backups(path)[0], map[string]any{"status": "Active", "reason": ""})
	sameKeys(t, "restorable", a.backups(restore)[0], "id name instance_name instance_id status reason type create_time is_restored")
	c.SetProgress(HBSBackup, Fails("X", "the disk is full"))
	a.must(200, "POST", path, manualBackup)
	has(t, "failed", a.backups(path)[0], map[string]any{"status": "Fail", "reason": "X: the disk is full"})
	c.SetProgress(HBSBackup, Immediate())
	a.must(200, "POST", path, manualBackup)
	a.hbsRefused(400, "HBS.40000014", "3", "POST", path, manualBackup)
	sameJSON(t, "deletion", any(a.must(200, "DELETE", path+"/"+fmt.Sprint(first["id"]), "").body), `{"result":"success"}`)
	a.hbsRefused(400, "HBS.40000013", unknown, "DELETE", path+"/"+unknown, "")
	a.must(200, "POST", path, manualBackup)

	details := a.must(200, "GET", restore+"/"+fmt.Sprint(a.backups(path)[0]["id"]), "")
	sameKeys(t, "details", details.body, "id name instance_id instance_name instance_edition instance_consensus instance_sign_algorithm "+
		"instance_org enterprise_project_id enterprise_project_name status reason type create_time")
	has(t, "details", details.body, map[string]any{"instance_edition": "Professional", "instance_consensus": "raft", "instance_org": "org1,org2"})
	a.hbsRefused(400, "HBS.40000013", unknown, "GET", restore+"/"+unknown, "")
	c.tenantB().hbsRefused(400, "HBS.40000013", "", "GET", restore+"/"+details.str("id"), "")
}

// The automatic backup follows its rule; there is one of it.
func TestHBSBackupRule(t *testing.T) {
	t.Parallel()
	c := start(t, Options{TokenLifetime: 1000 * time.Hour})
	c.Clock().Freeze()
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id + "/backups"
	sameJSON(t, "rule", any(a.must(200, "GET", path+"/rules", "").body), `{"is_enable":false,"rule":1}`)
	a.must(200, "POST", path, `{"type":"autoBackup","rule":3,"is_enable":true}`) // as the page's example writes it
	sameJSON(t, "rule", any(a.must(200, "GET", path+"/rules", "").body), `{"is_enable":true,"rule":3}`)
	c.Clock().Advance(71 * time.Hour)
	if got := a.backups(path); len(got) != 0 {
		t.Errorf("too early: %v", got)
	}
	c.Clock().Advance(2 * time.Hour)
	first := a.backups(path)
	if len(first) != 1 || first[0]["type"] != "AutoBackup" {
		t.Fatalf("backups %v", first)
	}
	c.Clock().Advance(73 * time.Hour)
	if second := a.backups(path); len(second) != 1 || second[0]["id"] == first[0]["id"] {
		t.Errorf("backups %v", second)
	}
	a.must(200, "POST", path, `{"type":"AutoBackup","is_enable":false}`)
	sameJSON(t, "rule", any(a.must(200, "GET", path+"/rules", "").body), `{"is_enable":false,"rule":3}`)
}

// An instance is made from a backup once, of the same make, up to seven days after the one that was backed up went.
func TestHBSRestore(t *testing.T) {
	t.Parallel()
	c := start(t, Options{TokenLifetime: 1000 * time.Hour})
	c.Clock().Freeze()
	a, billing := c.tenantA(), c.accountA()
	id, restore := a.newHBS(), hbs+"/restore/backups"
	a.must(200, "POST", hbsInstances+"/"+id+"/backups", manualBackup)
	backup := fmt.Sprint(a.backups(hbsInstances + "/" + id + "/backups")[0]["id"])
	from := `{"backup_id":"` + backup + `"}`
	billing.must(200, "POST", bssUnsub, unsubscribing(id))
	a.hbsRefused(400, "HBS.40000003", "Professional", "POST", hbsInstances, hbsBody(from, manyOrgs))
	c.tenantB().hbsRefused(400, "HBS.40000013", backup, "POST", hbsInstances, hbsBody(from))
	order := a.must(200, "POST", hbsInstances, hbsBody(from, unpaid)).str("order_id")
	has(t, "backup", a.backups(restore)[0], map[string]any{"is_restored": true})
	billing.must(204, "PUT", bssOrders+"/cancel", `{"order_id":"`+order+`"}`)
	has(t, "backup", a.backups(restore)[0], map[string]any{"is_restored": false})
	made := a.newHBS(from)
	a.hbsRefused(400, "HBS.40000003", "restored already", "POST", hbsInstances, hbsBody(from))
	billing.must(200, "POST", bssUnsub, unsubscribing(made))
	if got := c.State(); !reflect.DeepEqual(got, New(Options{}).State()) {
		t.Errorf("left over: %v", got)
	}
	c.Clock().Advance(6 * 24 * time.Hour)
	if got := a.backups(restore); len(got) != 1 {
		t.Errorf("after six days: %v", got)
	}
	c.Clock().Advance(24*time.Hour + time.Second)
	if got := a.backups(restore); len(got) != 0 {
		t.Errorf("after seven days: %v", got)
	}
}
