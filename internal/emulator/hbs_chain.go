package emulator

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Types of transactions (contract/bcs.md 1H.4).
const (
	commonTransaction = "COMMON_TRANSACTION"
	voteTransaction   = "VOTE_TRANSACTION"
)

// hbsBlock is one block of a chain. Nothing is transacted in the emulator, so blocks come from what is done to the
// instance: its creation, its organizations and its contracts.
type hbsBlock struct {
	created time.Time
	txs     []hbsTransaction
}

type hbsTransaction struct {
	id       string
	kind     string
	org      string // chain_org_id of its creator
	contract string
}

// addBlock appends a block with one transaction.
func (e *Emulator) addBlock(i *hbsInstance, org, kind, contract string) {
	i.blocks = append(slices.Clone(i.blocks), hbsBlock{created: e.now(),
		txs: []hbsTransaction{{id: randomHex(32), kind: kind, org: org, contract: contract}}})
}

func (i *hbsInstance) chainSize() (blocks, transactions int) {
	for _, b := range i.blocks {
		transactions += len(b.txs)
	}
	return len(i.blocks), transactions
}

// chain finds the instance of the path for what works on a chain: of this kind, managed by the cloud, and made.
func (c *call) chain(kind string) (*hbsInstance, *reply) {
	i, refused := c.ownHBSInstance()
	switch {
	case refused != nil:
		return nil, refused
	case i.management != modeCloud:
		return nil, new(hbsFail("HBS.40000011", "data_management of the instance ", i.id, " is ", i.management, "."))
	case i.kind != kind:
		return nil, new(hbsFail("HBS.40000011", "The instance ", i.id, " is of kind ", i.kind, "."))
	case len(i.blocks) == 0:
		return nil, i.wrongState()
	}
	return i, nil
}

// showHBSChain shows the chain of an instance (contract/bcs.md 1H.4).
func showHBSChain(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	orgs := []any{}
	for n, org := range i.orgs {
		created := 0
		for _, b := range i.blocks {
			for _, tx := range b.txs {
				if tx.org == org.chainOrgID {
					created++
				}
			}
		}
		orgs = append(orgs, object{"id": org.chainOrgID, "name": org.name, "is_consensus": n == 0, "is_local": true,
			"is_exist": org.status == hbsAvailable, "member_id": i.project.account.id, "member_name": i.project.account.name,
			"transaction_num": created})
	}
	edition, _ := editionOf(i.edition)
	blocks, transactions := i.chainSize()
	return ok(object{"chain_id": i.chainID, "consensus": i.consensus, "sign_algorithm": i.signAlgorithm,
		"tps_limit": edition.tpsLimit, "consensus_org": i.orgs[0].chainOrgID, "contract_num": len(i.contracts), "block_num": blocks,
		"transaction_num": transactions, "orgs": orgs})
}

// blockView is one block; the hash of a body covers its transactions and the block before.
func (i *hbsInstance) blockView(height int) object {
	return object{"block_height": height, "transaction_num": len(i.blocks[height].txs), "body_hash": i.blockHash(height),
		"parent_hash": i.blockHash(height - 1), "create_time": i.blocks[height].created.Format(serviceTime)}
}

func (i *hbsInstance) blockHash(height int) string {
	sum := sha256.Sum256([]byte(i.chainID))
	for _, b := range i.blocks[:height+1] {
		sum = sha256.Sum256(fmt.Append(sum[:], b.txs))
	}
	return base64.StdEncoding.EncodeToString(sum[:])
}

func listHBSBlocks(c *call) reply { return c.listBlocks(kindHBS) }

// listBlocks lists the blocks of a chain, newest first.
func (c *call) listBlocks(kind string) reply {
	i, refused := c.chain(kind)
	if refused != nil {
		return *refused
	}
	p, refused := c.hbsPage(maxChainLimit)
	if refused != nil {
		return *refused
	}
	var heights []int
	for height := range i.blocks {
		heights = append(heights, height)
	}
	slices.Reverse(heights)
	return counted("blocks", pageOf(p, heights), len(heights), i.blockView)
}

func showHBSBlock(c *call) reply { return c.showBlock(kindHBS) }

func (c *call) showBlock(kind string) reply {
	i, refused := c.chain(kind)
	if refused != nil {
		return *refused
	}
	height, refused := i.height(c.req.PathValue("block_height"))
	if refused != nil {
		return *refused
	}
	return ok(i.blockView(height))
}

// height reads the height of a block of the chain.
func (i *hbsInstance) height(text string) (int, *reply) {
	height, err := strconv.Atoi(text)
	switch {
	case text == "":
		return 0, hbsMissing("block_height")
	case err != nil || height < 0:
		return 0, hbsInvalid("block_height must be a number of 0 or more.")
	case height >= len(i.blocks):
		return 0, new(hbsFail("HBS.40000010", "The chain ", i.chainID, " ends with block ", len(i.blocks)-1, "."))
	}
	return height, nil
}

// txView is one transaction. It reads what the block before wrote.
func (i *hbsInstance) txView(height int, tx hbsTransaction) object {
	reads, endorsers := []any{}, []string{}
	if height > 0 {
		reads = append(reads, object{"key": "config", "version": object{"block_num": height - 1, "tx_num": 0}})
	}
	for _, org := range i.orgs {
		endorsers = append(endorsers, org.chainOrgID)
	}
	return object{"id": tx.id, "type": tx.kind, "status": "VALID", "block_height": height, "create_org": tx.org,
		"contract_name": tx.contract, "endorsor_orgs": endorsers, "read_set": reads, "write_set": []string{"config"},
		"create_time": i.blocks[height].created.Format(serviceTime)}
}

// listHBSTransactions lists the transactions of one block.
func listHBSTransactions(c *call) reply {
	i, height, p, refused := c.blockQuery(kindHBS)
	if refused != nil {
		return *refused
	}
	txs := i.blocks[height].txs
	return counted("txs", pageOf(p, txs), len(txs), func(tx hbsTransaction) object { return i.txView(height, tx) })
}

// blockQuery reads what a list of transactions asks for.
func (c *call) blockQuery(kind string) (*hbsInstance, int, page, *reply) {
	i, refused := c.chain(kind)
	if refused != nil {
		return nil, 0, page{}, refused
	}
	p, refused := c.hbsPage(maxChainLimit)
	if refused != nil {
		return nil, 0, page{}, refused
	}
	height, refused := i.height(c.query.Get("block_height"))
	return i, height, p, refused
}

// showHBSTransaction shows one transaction.
func showHBSTransaction(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	height, tx, refused := i.transaction(c.req.PathValue("transaction_id"))
	if refused != nil {
		return *refused
	}
	return ok(i.txView(height, tx))
}

func (i *hbsInstance) transaction(id string) (int, hbsTransaction, *reply) {
	for height, b := range i.blocks {
		if tx, found := find(b.txs, func(tx hbsTransaction) bool { return tx.id == id }); found {
			return height, tx, nil
		}
	}
	return 0, hbsTransaction{}, new(hbsFail("HBS.40000010", "The chain ", i.chainID, " has no transaction ", id, "."))
}

// trendLength is how many periods a trend shows.
const trendLength = 7

// showHBSTrend counts blocks and transactions of the last hours, or of the last times of five minutes.
func showHBSTrend(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	step := map[string]time.Duration{"hour": time.Hour, "min": 5 * time.Minute}[c.query.Get("mode")]
	if step == 0 {
		return *hbsInvalid("mode must be hour or min.")
	}
	blocks, txs := []any{}, []any{}
	for n := range trendLength {
		from := c.now().Truncate(step).Add(-step * time.Duration(n))
		madeBlocks, madeTxs := 0, 0
		for _, b := range i.blocks {
			if !b.created.Before(from) && b.created.Before(from.Add(step)) {
				madeBlocks++
				madeTxs += len(b.txs)
			}
		}
		at := from.Format(serviceTime)
		blocks = append(blocks, object{"count": madeBlocks, "time": at})
		txs = append(txs, object{"count": madeTxs, "time": at})
	}
	return ok(object{"blocks": blocks, "txs": txs})
}
