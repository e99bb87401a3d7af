package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// besuToken is a credential for the nodes of a Besu chain. Its secret is shown once.
type besuToken struct {
	id, description string
	created         time.Time
}

// updateBesuInstance upgrades the engine of a Besu instance (contract/bcs.md 1H).
func updateBesuInstance(c *call) reply { return c.upgradeEngine(kindBesu) }

// showBesuChain shows the chain of a Besu instance (public page ShowBesuBlockchain).
func showBesuChain(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	orgs := []any{}
	for n, org := range i.orgs {
		orgs = append(orgs, object{"id": org.chainOrgID, "name": org.name, "is_consensus": n == 0, "is_local": true,
			"is_exist": org.status == hbsAvailable, "member_id": i.project.account.id, "member_name": i.project.account.name})
	}
	blocks, transactions := i.chainSize()
	return ok(object{"chain_id": i.chainID, "consensus": i.consensus, "sign_algorithm": "ECDSA", "contract_num": len(i.contracts),
		"block_num": blocks, "transaction_num": transactions, "orgs": orgs})
}

func listBesuBlocks(c *call) reply { return c.listBlocks(kindBesu) }
func showBesuBlock(c *call) reply  { return c.showBlock(kindBesu) }

// besuTxView is one transaction of a Besu chain (public page ListBesuTransactions).
func (i *hbsInstance) besuTxView(height int, tx hbsTransaction) object {
	return object{"hash": "0x" + tx.id, "from": besuAddress(tx.org), "to": besuAddress(i.chainID), "block_height": height,
		"contract_address": tx.contract, "data": "0x", "create_time": i.blocks[height].created.Format(serviceTime)}
}

// besuAddress gives the same address for the same name every time.
func besuAddress(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "0x" + hex.EncodeToString(sum[:20])
}

// listBesuTransactions lists the transactions of one block. The page shows one object where its text says list; the
// emulator sends a list [CHOICE].
func listBesuTransactions(c *call) reply {
	i, height, p, refused := c.blockQuery(kindBesu)
	if refused != nil {
		return *refused
	}
	txs := i.blocks[height].txs
	return counted("txs", pageOf(p, txs), len(txs), func(tx hbsTransaction) object { return i.besuTxView(height, tx) })
}

func showBesuTransaction(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	hash := c.req.PathValue("transaction_hash")
	height, tx, refused := i.transaction(trimHex(hash))
	if refused != nil {
		return *refused
	}
	return ok(i.besuTxView(height, tx))
}

func trimHex(hash string) string {
	if len(hash) > 2 && hash[:2] == "0x" {
		return hash[2:]
	}
	return hash
}

// createBesuContract installs a contract on a Besu chain (contract/bcs.md 1H).
func createBesuContract(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused == nil && i.status != hbsAvailable {
		refused = i.wrongState()
	}
	if refused != nil {
		return *refused
	}
	f, refused := c.readForm("abi", "bytecode", "init_param", "description")
	if refused != nil {
		return *refused
	}
	for _, name := range []string{"abi", "bytecode"} {
		if f.text(name) == "" {
			return *hbsMissing(name)
		}
	}
	contract := hbsContract{stamps: c.newStamps(), abi: f.text("abi"), bytecode: f.text("bytecode"), description: f.text("description"),
		status: contractInstalling, installOrgs: []string{i.orgs[0].chainOrgID}, change: c.begin(HBSContract, "")}
	contract.address = besuAddress(newUUID())
	contract.name = contract.address
	c.store.hbsInstances.touch(i.id)
	i.contracts = append(slices.Clone(i.contracts), contract)
	return ok(success())
}

func listBesuContracts(c *call) reply {
	return c.listContracts(kindBesu, func(_ *hbsInstance, contract hbsContract) object {
		return object{"address": contract.address, "status": contract.status, "abi": contract.abi, "bytecode": contract.bytecode,
			"description": contract.description, "create_time": contract.created.Format(serviceTime)}
	})
}

// createBesuToken makes a credential and sends it as a file, which nothing shows again (public page CreateBesuTokens).
func createBesuToken(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[struct {
		Description string `json:"description"`
	}](c)
	if refused != nil {
		return *refused
	}
	token := besuToken{id: newUUID(), description: request.Description, created: c.now()}
	c.store.hbsInstances.touch(i.id)
	i.tokens = append(slices.Clone(i.tokens), token)
	return c.archiveReply(false, "token-"+token.id, map[string][]byte{"token.txt": []byte(token.id + "." + randomHex(32) + "\n")})
}

func listBesuTokens(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	return counted("tokens", i.tokens, len(i.tokens), func(t besuToken) object {
		return object{"token_id": t.id, "description": t.description, "create_time": t.created.Format(serviceTime)}
	})
}

func deleteBesuToken(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	id := c.req.PathValue("token_id")
	if _, found := find(i.tokens, func(t besuToken) bool { return t.id == id }); !found {
		return hbsFail("HBS.40000016", "The instance ", i.id, " has no token ", id, ".")
	}
	c.store.hbsInstances.touch(i.id)
	i.tokens = slices.DeleteFunc(slices.Clone(i.tokens), func(t besuToken) bool { return t.id == id })
	return ok(success())
}
