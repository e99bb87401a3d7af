package emulator

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHBSChain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS(manyOrgs)
	path := hbsInstances + "/" + id + "/chain"
	chain := a.must(200, "GET", path, "")
	sameKeys(t, "chain", chain.body, "chain_id consensus sign_algorithm tps_limit consensus_org contract_num block_num transaction_num orgs")
	first := a.hbsOrg(id, "org1").str("chain_org_id")
	has(t, "chain", chain.body, map[string]any{"consensus": "raft", "tps_limit": 10000, "consensus_org": first, "block_num": 3,
		"transaction_num": 3, "contract_num": 0, "chain_id": a.hbsInstance(id).items("chains")[0]["chain_id"]})
	orgs := chain.items("orgs")
	sameKeys(t, "organization", orgs[0], "id name is_consensus is_local is_exist member_id member_name transaction_num")
	has(t, "organization", orgs[0], map[string]any{"id": first, "name": "org1", "is_consensus": true, "is_local": true, "is_exist": true,
		"member_id": domainA, "member_name": "domain-a", "transaction_num": 2})

	blocks := a.must(200, "GET", path+"/blocks", "")
	items := blocks.items("blocks")
	if len(items) != 3 || blocks.body["count"] != 3.0 {
		t.Fatalf("blocks %s", blocks.text)
	}
	sameKeys(t, "block", items[0], "block_height transaction_num body_hash parent_hash create_time")
	for n, block := range items {
		if block["block_height"] != float64(2-n) || block["transaction_num"] != 1.0 {
			t.Errorf("block %d is %v", n, block)
		}
		if n > 0 && items[n-1]["parent_hash"] != block["body_hash"] {
			t.Errorf("block %v does not follow %v", items[n-1], block)
		}
	}
	if again := a.must(200, "GET", path+"/blocks/1", "").body; !maps.Equal(again, items[1]) {
		t.Errorf("block 1 is %v, in the list %v", again, items[1])
	}
	if page := a.must(200, "GET", path+"/blocks?limit=1&offset=1", "").items("blocks"); len(page) != 1 || page[0]["block_height"] != 1.0 {
		t.Errorf("page %v", page)
	}
	a.must(200, "GET", path+"/blocks?limit=500", "")
	txs := a.must(200, "GET", path+"/transactions?block_height=1", "")
	tx := txs.items("txs")[0]
	sameKeys(t, "transaction", tx, "id type status block_height create_org contract_name endorsor_orgs read_set write_set create_time")
	has(t, "transaction", tx, map[string]any{"type": "VOTE_TRANSACTION", "block_height": 1, "create_org": first})
	sameJSON(t, "read set", tx["read_set"], `[{"key":"config","version":{"block_num":0,"tx_num":0}}]`)
	if again := a.must(200, "GET", path+"/transactions/"+fmt.Sprint(tx["id"]), ""); again.str("id") != tx["id"] {
		t.Errorf("transaction %s", again.text)
	}
	for _, test := range []struct{ code, says, path string }{
		{"HBS.40000010", "ends with block 2", "/blocks/3"}, {"HBS.40000003", "block_height", "/blocks/-1"}, {"HBS.40000003", "block_height", "/blocks/x"},
		{"HBS.40000003", "limit", "/blocks?limit=501"}, {"HBS.40000002", "block_height", "/transactions"},
		{"HBS.40000010", "ends with block 2", "/transactions?block_height=3"}, {"HBS.40000010", "abc", "/transactions/abc"},
		{"HBS.40000003", "mode", "/trend"}, {"HBS.40000003", "mode", "/trend?mode=day"},
	} {
		a.hbsRefused(400, test.code, test.says, "GET", path+test.path, "")
	}
}

func TestHBSTrend(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	c.Clock().Advance(time.Hour - c.Clock().Now().Sub(c.Clock().Now().Truncate(time.Hour))) // a full hour
	a := c.tenantA()
	id := a.newHBS()
	a.hbsInstance(id)
	c.Clock().Advance(10 * time.Minute)
	counts := func(mode string) (shown []any, times []string) {
		t.Helper()
		trend := a.must(200, "GET", hbsInstances+"/"+id+"/chain/trend?mode="+mode, "")
		sameKeys(t, "trend", trend.body, "blocks txs")
		for _, item := range trend.items("blocks") {
			shown, times = append(shown, item["count"]), append(times, fmt.Sprint(item["time"]))
		}
		return shown, times
	}
	if shown, times := counts("hour"); fmt.Sprint(shown) != "[3 0 0 0 0 0 0]" || times[0] != c.Clock().Now().Truncate(time.Hour).Format(time.RFC3339) {
		t.Errorf("hours %v at %v", shown, times)
	}
	if shown, times := counts("min"); fmt.Sprint(shown) != "[0 0 3 0 0 0 0]" || times[0] != c.Clock().Now().Truncate(5*time.Minute).Format(time.RFC3339) {
		t.Errorf("five minutes %v at %v", shown, times)
	}
}

func TestHBSChainNeedsCloud(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	edge, besu := a.newHBS(`{"data_management":"Edge"}`), a.newHBS(`{"type":"Besu","chain_info":null}`)
	for _, path := range []string{"/chain", "/chain/blocks", "/chain/blocks/0", "/chain/transactions", "/chain/transactions/x", "/chain/trend",
		"/chain/contract", "/chain/contracts", "/chain/contract/report", "/endpoints", "/endpoint-service"} {
		a.hbsRefused(400, "HBS.40000011", "Edge", "GET", hbsInstances+"/"+edge+path, "")
		a.hbsRefused(400, "HBS.40000011", "Besu", "GET", hbsInstances+"/"+besu+path, "")
	}
	for _, path := range []string{"/chain/sdk-config", "/chain/contract", "/endpoints"} {
		a.hbsRefused(400, "HBS.40000011", "Edge", "POST", hbsInstances+"/"+edge+path, "{}")
	}
}

// The SDK config is a real archive whose certificates chain to the organization's authority.
func TestHBSConfig(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id + "/chain/sdk-config"
	one, two := a.hbsOrg(id, "org1").str("chain_org_id"), a.hbsOrg(id, "org2").str("chain_org_id")
	chain := fmt.Sprint(a.hbsInstance(id).items("chains")[0]["chain_id"])
	body := fields(`{"cert_path":"/opt/sdk","download_ca":true,"access_mode":"StandardChannel"}`, `{"orgs":["`+one+`","`+two+`"]}`)
	files := unzip(t, "config", a.must(200, "POST", path, body))
	certs := x509.NewCertPool()
	var user *x509.Certificate
	for name, content := range files {
		block, _ := pem.Decode([]byte(content))
		switch {
		case strings.HasPrefix(name, "opt/sdk/orgcerts/"+one+"/msp/cacerts/"):
			certs.AppendCertsFromPEM([]byte(content))
		case strings.HasPrefix(name, "opt/sdk/orgcerts/"+one+"/msp/signcerts/"):
			var err error
			if user, err = x509.ParseCertificate(block.Bytes); err != nil {
				t.Fatal(err)
			}
		case strings.Contains(name, "/keystore/"):
			if _, err := x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
				t.Error(err)
			}
		}
	}
	if user == nil {
		t.Fatalf("no certificate in %v", slices.Sorted(maps.Keys(files)))
	}
	if _, err := user.Verify(x509.VerifyOptions{Roots: certs}); err != nil {
		t.Error(err)
	}
	if yaml := files[chain+"-"+one+"-sdk.yaml"]; !strings.Contains(yaml, "org_id: "+one) || !strings.Contains(yaml, "cert_path: /opt/sdk/orgcerts/"+one) {
		t.Errorf("yaml %q", yaml)
	}
	if files[chain+"-"+two+"-sdk.yaml"] == "" || len(files) != 2*4 {
		t.Errorf("files %v", slices.Sorted(maps.Keys(files)))
	}
	alone := unzip(t, "config", a.must(200, "POST", path, fields(body, `{"download_ca":false,"access_mode":"HighPerformanceChannel","endpoint_ip":"10.1.2.3"}`,
		`{"orgs":["`+one+`"]}`)))
	if !strings.Contains(alone[chain+"-"+one+"-sdk.yaml"], "host: 10.1.2.3") || len(alone) != 3 {
		t.Errorf("files %v", alone)
	}
	for _, test := range []struct{ code, says, change string }{
		{"HBS.40000001", "colour", `{"colour":1}`}, {"HBS.40000002", "cert_path", `{"cert_path":null}`}, {"HBS.40000002", "orgs", `{"orgs":null}`},
		{"HBS.40000003", "orgs", `{"orgs":[]}`}, {"HBS.40000005", "org9", `{"orgs":["org9"]}`}, {"HBS.40000002", "access_mode", `{"access_mode":null}`},
		{"HBS.40000003", "access_mode", `{"access_mode":"Fast"}`}, {"HBS.40000002", "endpoint_ip", `{"access_mode":"HighPerformanceChannel"}`},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", path, fields(body, test.change))
	}
}

func TestHBSContracts(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id + "/chain"
	one, two := a.hbsOrg(id, "org1").str("chain_org_id"), a.hbsOrg(id, "org2").str("chain_org_id")
	good := map[string]string{"name": "transfer", "version": "1.0", "type": "go", "install_orgs": `["` + one + `","` + two + `"]`,
		"endorse_orgs": one, "endorse_policy": "OR", "file": string(zipped(t)), "description": "moves assets", "security_check": "true"}
	with := func(name, value string) map[string]string {
		changed := maps.Clone(good)
		if changed[name] = value; value == "" {
			delete(changed, name)
		}
		return changed
	}
	for _, test := range []struct{ code, name, value string }{
		{"HBS.40000002", "name", ""}, {"HBS.40000002", "version", ""}, {"HBS.40000002", "type", ""}, {"HBS.40000002", "install_orgs", ""},
		{"HBS.40000002", "endorse_orgs", ""}, {"HBS.40000002", "endorse_policy", ""}, {"HBS.40000002", "file", ""},
		{"HBS.40000003", "name", "short"}, {"HBS.40000003", "version", "1"}, {"HBS.40000003", "type", "rust"},
		{"HBS.40000003", "endorse_policy", "XOR"}, {"HBS.40000003", "file", "no archive"}, {"HBS.40000003", "description", strings.Repeat("d", 51)},
		{"HBS.40000005", "install_orgs", "org9"}, {"HBS.40000001", "colour", "red"},
	} {
		if got := a.form(path+"/contract", with(test.name, test.value)); got.status != 400 || got.code() != test.code {
			t.Errorf("%s %q: %d %s", test.name, test.value, got.status, got.text)
		}
	}
	a.hbsRefused(400, "HBS.40000001", "multipart", "POST", path+"/contract", "{}")
	c.SetProgress(HBSContract, AfterReads(1))
	if got := a.form(path+"/contract", good); got.status != 200 || got.str("result") != "success" {
		t.Fatalf("install: %d %s", got.status, got.text)
	}
	has(t, "contract", a.must(200, "GET", path+"/contract?name=transfer", "").body, map[string]any{"status": "Installing"})
	contract := a.must(200, "GET", path+"/contract?name=transfer", "")
	sameKeys(t, "contract", contract.body, "name version type status failed_message description chain_id install_orgs endorse_orgs "+
		"endorse_policy file_hash_code security_check security_check_status install_time")
	has(t, "contract", contract.body, map[string]any{"status": "Success", "version": "1.0", "type": "go", "security_check": true})
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(contract.str("file_hash_code")) {
		t.Errorf("hash %s", contract.str("file_hash_code"))
	}
	has(t, "chain", a.must(200, "GET", path, "").body, map[string]any{"contract_num": 1, "block_num": 4})
	has(t, "transaction", a.must(200, "GET", path+"/transactions?block_height=3", "").items("txs")[0],
		map[string]any{"type": "COMMON_TRANSACTION", "contract_name": "transfer", "create_org": one})
	if report := unzip(t, "config", a.must(200, "GET", path+"/contract/report?name=transfer", "")); !strings.Contains(report["report.txt"], "transfer 1.0") {
		t.Errorf("report %v", report)
	}
	a.must(200, "GET", path+"/contract/report?name=transfer&language=zh-cn", "")
	a.hbsRefused(400, "HBS.40000003", "language", "GET", path+"/contract/report?name=transfer&language=de", "")
	if got := a.form(path+"/contract", good); got.code() != "HBS.40000003" {
		t.Errorf("the same version twice: %d %s", got.status, got.text)
	}
	c.SetProgress(HBSContract, Fails("X", "it does not compile"))
	a.form(path+"/contract", with("version", "1.1"))
	list := a.must(200, "GET", path+"/contracts", "")
	has(t, "list", list.items("contracts")[0], map[string]any{"version": "1.1", "status": "Failed", "failed_message": "X: it does not compile"})
	if list.body["count"] != 1.0 {
		t.Errorf("list %s", list.text)
	}
	a.hbsRefused(400, "HBS.40000012", "nothing", "GET", path+"/contract?name=nothing", "")
	a.hbsRefused(400, "HBS.40000002", "name", "GET", path+"/contract", "")
}

// A Solidity contract may be sent as byte code alone, and lists may be JSON: the public page's example does both.
func TestHBSByteCode(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id + "/chain"
	one, _ := a.hbsOrg(id, "org1").body["chain_org_id"].(string)
	form := map[string]string{"name": "ballot", "version": "1.0", "type": "solidity", "install_orgs": `["` + one + `"]`,
		"endorse_orgs": `["` + one + `"]`, "endorse_policy": "AND"}
	if got := a.form(path+"/contract", form); got.code() != "HBS.40000002" {
		t.Errorf("neither file nor byte code: %d %s", got.status, got.text)
	}
	form["byte_code"] = "6080604052"
	if got := a.form(path+"/contract", form); got.status != 200 {
		t.Errorf("byte code alone: %d %s", got.status, got.text)
	}
	has(t, "contract", a.must(200, "GET", path+"/contract?name=ballot", "").body,
		map[string]any{"status": "Success", "install_orgs": []any{one}})
}

func TestHBSEndpoints(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id
	sameJSON(t, "service", any(a.must(200, "GET", path+"/endpoint-service", "").body),
		`{"endpoint_num":0,"endpoint_service_name":"","endpoint_service_status":"uncreated"}`)
	body := `{"vpc_id":"` + aVPC + `","subnet_id":"` + aSubnet + `"}`
	a.hbsRefused(400, "HBS.40000002", "vpc_id", "POST", path+"/endpoints", fields(body, `{"vpc_id":null}`))
	a.hbsRefused(400, "HBS.40000003", "subnet_id", "POST", path+"/endpoints", fields(body, `{"subnet_id":"`+zero+`"}`))
	c.SetProgress(HBSEndpoint, AfterReads(1))
	sameJSON(t, "creation", any(a.must(200, "POST", path+"/endpoints", body).body), `{"result":"success"}`)
	if list := a.must(200, "GET", path+"/endpoints", ""); list.body["count"] != 0.0 {
		t.Errorf("an endpoint on its way is shown: %s", list.text)
	}
	list := a.must(200, "GET", path+"/endpoints", "")
	sameKeys(t, "endpoint", list.items("endpoints")[0], "id name ip")
	c.SetProgress(HBSEndpoint, Fails("X", "no address left"))
	a.must(200, "POST", path+"/endpoints", body)
	if list := a.must(200, "GET", path+"/endpoints", ""); list.body["count"] != 1.0 {
		t.Errorf("a failed endpoint is shown: %s", list.text)
	}
	has(t, "service", a.must(200, "GET", path+"/endpoint-service", "").body, map[string]any{"endpoint_num": 2, "endpoint_service_status": "available"})
}
