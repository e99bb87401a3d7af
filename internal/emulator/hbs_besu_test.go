package emulator

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
)

const besu = "/v2/{p}/besu/instances/"

func TestBesu(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{HBS: HBSChoices{EngineVersion: "1.0.1.0"}}})
	a := c.tenantA()
	id := a.newHBS(`{"type":"Besu","chain_info":{"consensus":"IBFT2.0"}}`)
	has(t, "instance", a.hbsInstance(id).body, map[string]any{"kind": "Besu"})
	if endpoint := a.hbsOrg(id, "org1").str("endpoint"); !strings.HasPrefix(endpoint, "https://org1-") {
		t.Errorf("endpoint %q", endpoint)
	}
	chain := a.must(200, "GET", besu+id+"/chain/summary", "")
	sameKeys(t, "chain", chain.body, "chain_id consensus sign_algorithm contract_num block_num transaction_num orgs")
	has(t, "chain", chain.body, map[string]any{"consensus": "IBFT2.0", "sign_algorithm": "ECDSA", "block_num": 3})
	sameKeys(t, "organization", chain.items("orgs")[0], "id name is_consensus is_local is_exist member_id member_name")
	if blocks := a.must(200, "GET", besu+id+"/chain/blocks", "").items("blocks"); len(blocks) != 3 || blocks[0]["block_height"] != 2.0 {
		t.Errorf("blocks %v", blocks)
	}
	a.must(200, "GET", besu+id+"/chain/blocks/2", "")
	tx := a.must(200, "GET", besu+id+"/chain/transactions?block_height=2", "").items("txs")[0]
	sameKeys(t, "transaction", tx, "hash from to block_height contract_address data create_time")
	has(t, "transaction", a.must(200, "GET", besu+id+"/chain/transactions/"+fmt.Sprint(tx["hash"]), "").body, tx)
	a.hbsRefused(400, "HBS.40000010", "transaction ab", "GET", besu+id+"/chain/transactions/0xab", "")

	contract := map[string]string{"abi": "[]", "bytecode": "6080", "description": "counts"}
	if got := a.form(besu+id+"/chain/contracts", contract); got.status != 200 {
		t.Errorf("contract: %d %s", got.status, got.text)
	}
	if got := a.form(besu+id+"/chain/contracts", map[string]string{"abi": "[]"}); got.code() != "HBS.40000002" {
		t.Errorf("contract without code: %d %s", got.status, got.text)
	}
	installed := a.must(200, "GET", besu+id+"/chain/contracts", "").items("contracts")
	sameKeys(t, "contract", installed[0], "address status abi bytecode description create_time")
	has(t, "contract", installed[0], map[string]any{"status": "Success", "abi": "[]", "bytecode": "6080", "description": "counts"})

	made := unzip(t, "archive", a.must(200, "POST", besu+id+"/chain/tokens", `{"description":"for the shop"}`))
	tokens := a.must(200, "GET", besu+id+"/chain/tokens", "")
	token := fmt.Sprint(tokens.items("tokens")[0]["token_id"])
	if !strings.HasPrefix(made["token.txt"], token+".") || strings.Contains(tokens.text, strings.TrimSpace(made["token.txt"])) {
		t.Errorf("token %v, list %s", made, tokens.text)
	}
	a.must(200, "DELETE", besu+id+"/chain/tokens/"+token, "")
	a.hbsRefused(400, "HBS.40000016", token, "DELETE", besu+id+"/chain/tokens/"+token, "")

	certs := unzip(t, "archive", a.must(200, "POST", besu+id+"/chain/certs", ""))
	pair, err := tls.X509KeyPair([]byte(certs["client.crt"]), []byte(certs["client.key"]))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(certs["server.crt"]))
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots}); err != nil {
		t.Error(err)
	}

	job := a.must(200, "PUT", besu+id, `{"action":"Upgrade"}`).str("job_id")
	has(t, "job", a.must(200, "GET", hbsJobs+"/"+job, "").body, map[string]any{"type": "UpgradeChainEngine", "status": "Success"})
	a.hbsRefused(400, "HBS.40000011", "HuaweiCloudChain", "GET", besu+a.newHBS()+"/chain/summary", "")
}
