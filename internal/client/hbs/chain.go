package hbs

import (
	"context"
	"net/url"
	"strconv"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const chainRoute = instanceRoute + "/chain"

// Chain is the chain of an instance (contract/bcs.md 1H.4). An instance shows only its first members.
type Chain struct {
	ChainID        string     `json:"chain_id"`
	Consensus      Scalar     `json:"consensus"` // an object by newer documentation, a text by every example
	SignAlgorithm  string     `json:"sign_algorithm"`
	ContractNum    int64      `json:"contract_num"`
	BlockNum       int64      `json:"block_num"`
	TransactionNum int64      `json:"transaction_num"`
	TpsLimit       int64      `json:"tps_limit"`
	ConsensusOrg   string     `json:"consensus_org"`
	Orgs           []ChainOrg `json:"orgs"`
}

// ChainOrg is an organization as the chain knows it.
type ChainOrg struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	IsConsensus    bool   `json:"is_consensus"`
	IsLocal        bool   `json:"is_local"`
	IsExist        bool   `json:"is_exist"`
	MemberID       string `json:"member_id"`
	MemberName     string `json:"member_name"`
	TransactionNum int64  `json:"transaction_num"`
}

// Block is one block; its height is a number or a text, by the page of the documentation.
type Block struct {
	BlockHeight    Scalar `json:"block_height"`
	TransactionNum int64  `json:"transaction_num"`
	BodyHash       string `json:"body_hash"`
	ParentHash     string `json:"parent_hash"`
	CreateTime     string `json:"create_time"`
}

// Transaction is one transaction of a block. Besu names its id "hash".
type Transaction struct {
	ID           string   `json:"id"`
	Hash         string   `json:"hash"`
	Type         string   `json:"type"`
	Status       Scalar   `json:"status"`
	BlockHeight  Scalar   `json:"block_height"`
	CreateOrg    string   `json:"create_org"`
	ContractName string   `json:"contract_name"`
	EndorsorOrgs []string `json:"endorsor_orgs"`
	ReadSet      []Read   `json:"read_set"`
	WriteSet     []Scalar `json:"write_set"` // keys; what stands beside them is not documented
	CreateTime   string   `json:"create_time"`
}

// Read is a key that a transaction has read, in a version.
type Read struct {
	Key     string  `json:"key"`
	Version Version `json:"version"`
}

// Version is the transaction that has written a key.
type Version struct {
	BlockNum Scalar `json:"block_num"`
	TxNum    Scalar `json:"tx_num"`
}

// Trend counts blocks and transactions by time, the latest first (ListBlockAndTxResult of the public documentation).
type Trend struct {
	Blocks []TrendPoint `json:"blocks"`
	Txs    []TrendPoint `json:"txs"`
}

// TrendPoint is how many there were in the hour, or the five minutes, that begin at Time.
type TrendPoint struct {
	Count int64  `json:"count"`
	Time  string `json:"time"`
}

// Modes of a trend: by the hour, and by five minutes.
const (
	TrendHour = "hour"
	TrendMin  = "min"
)

// GetChain reads the chain of an instance (contract/bcs.md 1H.4).
func (c *Client) GetChain(ctx context.Context, id string) (*Chain, error) {
	return ofInstance[Chain](ctx, c, chainRoute, nil, id)
}

// GetBesuChain is GetChain for an instance of the kind Besu (contract/bcs.md 1H).
func (c *Client) GetBesuChain(ctx context.Context, id string) (*Chain, error) {
	return ofInstance[Chain](ctx, c, besuRoute+"/chain/summary", nil, id)
}

// ListBlocks reads the latest blocks of a chain, the latest first: at most limit, of which the API gives 500 a page
// (contract/bcs.md 1H.4). It does not read a chain to its beginning.
func (c *Client) ListBlocks(ctx context.Context, id string, offset, limit int) ([]Block, error) {
	return c.listBlocks(ctx, chainRoute, id, offset, limit)
}

// ListBesuBlocks is ListBlocks for an instance of the kind Besu (contract/bcs.md 1H).
func (c *Client) ListBesuBlocks(ctx context.Context, id string, offset, limit int) ([]Block, error) {
	return c.listBlocks(ctx, besuRoute+"/chain", id, offset, limit)
}

func (c *Client) listBlocks(ctx context.Context, route, id string, offset, limit int) ([]Block, error) {
	type page struct {
		Blocks []Block `json:"blocks"`
	}
	query := url.Values{"offset": {strconv.Itoa(offset)}, "limit": {strconv.Itoa(min(limit, maxChainPage))}}
	reply, err := ofInstance[page](ctx, c, route+"/blocks", query, id)
	if err != nil {
		return nil, err
	}
	return reply.Blocks, nil
}

// GetBlock reads one block by its height (contract/bcs.md 1H).
func (c *Client) GetBlock(ctx context.Context, id string, height int64) (*Block, error) {
	return ofInstance[Block](ctx, c, chainRoute+"/blocks/{block_height}", nil, id, strconv.FormatInt(height, 10))
}

// GetBesuBlock is GetBlock for an instance of the kind Besu (contract/bcs.md 1H).
func (c *Client) GetBesuBlock(ctx context.Context, id string, height int64) (*Block, error) {
	return ofInstance[Block](ctx, c, besuRoute+"/chain/blocks/{block_height}", nil, id, strconv.FormatInt(height, 10))
}

// ListTransactions reads the transactions of a block (contract/bcs.md 1H.4).
func (c *Client) ListTransactions(ctx context.Context, id string, height int64) ([]Transaction, error) {
	return c.listTransactions(ctx, chainRoute, id, height)
}

// ListBesuTransactions is ListTransactions for an instance of the kind Besu (contract/bcs.md 1H).
func (c *Client) ListBesuTransactions(ctx context.Context, id string, height int64) ([]Transaction, error) {
	return c.listTransactions(ctx, besuRoute+"/chain", id, height)
}

func (c *Client) listTransactions(ctx context.Context, route, id string, height int64) ([]Transaction, error) {
	type page struct {
		Count int           `json:"count"`
		Txs   []Transaction `json:"txs"`
	}
	query := url.Values{"block_height": {strconv.FormatInt(height, 10)}}
	txs, err := list(ctx, c, maxChainPage, route+"/transactions", query, func(p *page) ([]Transaction, int) { return p.Txs, p.Count }, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return txs, nil
}

// GetTransaction reads one transaction by its id (contract/bcs.md 1H.4).
func (c *Client) GetTransaction(ctx context.Context, id, transaction string) (*Transaction, error) {
	return ofInstance[Transaction](ctx, c, chainRoute+"/transactions/{transaction_id}", nil, id, transaction)
}

// GetBesuTransaction reads one transaction of a Besu instance by its hash (contract/bcs.md 1H).
func (c *Client) GetBesuTransaction(ctx context.Context, id, hash string) (*Transaction, error) {
	return ofInstance[Transaction](ctx, c, besuRoute+"/chain/transactions/{transaction_hash}", nil, id, hash)
}

// GetTrend reads how many blocks and transactions there were lately: TrendHour or TrendMin (contract/bcs.md 1H.4).
func (c *Client) GetTrend(ctx context.Context, id, mode string) (*Trend, error) {
	return ofInstance[Trend](ctx, c, chainRoute+"/trend", url.Values{"mode": {mode}}, id)
}

// ofInstance reads a part of an instance.
func ofInstance[T any](ctx context.Context, c *Client, route string, query url.Values, id string, more ...string) (*T, error) {
	part, err := client.Get[T](ctx, c.api, route, query, append([]string{id}, more...)...)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return part, nil
}
