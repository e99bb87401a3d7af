package hbs

import (
	"context"
	"net/url"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Contract is a contract on the chain of an instance (ListContractsNew of the public documentation).
type Contract struct {
	Name                string   `json:"name"`
	Version             string   `json:"version"`
	Type                string   `json:"type"`   // go, solidity or java
	Status              string   `json:"status"` // Installing, Failed or Success
	FailedMessage       string   `json:"failed_message"`
	Description         string   `json:"description"`
	ChainID             string   `json:"chain_id"`
	InstallOrgs         []string `json:"install_orgs"`
	EndorseOrgs         []string `json:"endorse_orgs"`
	EndorsePolicy       string   `json:"endorse_policy"` // OR or AND
	FileHashCode        string   `json:"file_hash_code"` // SHA-256
	SecurityCheck       bool     `json:"security_check"`
	SecurityCheckStatus int64    `json:"security_check_status"` // 0 none, 1 running, 2 done, 3 failed
	InstallTime         string   `json:"install_time"`
}

// InstallContractRequest installs or updates a contract (contract/bcs.md 1H.4). Orgs are ids on the chain; the file is a
// zip of at most 30 MB (go) or 100 MB (java); a solidity contract comes as byte code instead.
type InstallContractRequest struct {
	Name, Version, Type        string
	InstallOrgs, EndorseOrgs   []string
	EndorsePolicy, Description string
	SecurityCheck              bool
	ByteCode                   string
	File                       []byte
}

func (r InstallContractRequest) form() *client.Form {
	form := &client.Form{Fields: map[string]string{}, File: r.File}
	for name, value := range map[string]string{
		"name": r.Name, "version": r.Version, "type": r.Type, "install_orgs": idList(r.InstallOrgs), "endorse_orgs": idList(r.EndorseOrgs),
		"endorse_policy": r.EndorsePolicy, "description": r.Description, "byte_code": r.ByteCode,
	} {
		if value != "" {
			form.Fields[name] = value
		}
	}
	if r.SecurityCheck {
		form.Fields["security_check"] = "true"
	}
	if len(r.File) > 0 {
		form.FileName = r.Name + ".zip"
	}
	return form
}

// idList is a list as a form takes it: ["org1-c0dx4mj1u","org2-spogt1az5"].
func idList(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return `["` + strings.Join(ids, `","`) + `"]`
}

// InstallContract installs or updates a contract (contract/bcs.md 1H.4). It is not repeated when the reply is lost; the
// contract tells by its version and status.
func (c *Client) InstallContract(ctx context.Context, id string, body InstallContractRequest) error {
	if err := client.PostNoContent(ctx, c.api, chainRoute+"/contract", body.form(), id); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// GetContract reads one contract by its name (contract/bcs.md 1H).
func (c *Client) GetContract(ctx context.Context, id, name string) (*Contract, error) {
	return ofInstance[Contract](ctx, c, chainRoute+"/contract", url.Values{"name": {name}}, id)
}

// ListContracts reads all contracts of an instance (contract/bcs.md 1H).
func (c *Client) ListContracts(ctx context.Context, id string) ([]Contract, error) {
	type page struct {
		Count     int        `json:"count"`
		Contracts []Contract `json:"contracts"`
	}
	contracts, err := list(ctx, c, maxChainPage, chainRoute+"/contracts", nil, func(p *page) ([]Contract, int) { return p.Contracts, p.Count }, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return contracts, nil
}

// Languages of a report; English is the default.
const (
	ReportChinese = "zh-cn"
	ReportEnglish = "en-us"
)

// GetContractReport downloads the report of the security check of a go contract as a zip archive (contract/bcs.md 1H;
// its query is that of ShowContractReport of the public documentation).
func (c *Client) GetContractReport(ctx context.Context, id, name, language string) (archive []byte, _ error) {
	query := url.Values{"name": {name}}
	if language != "" {
		query.Set("language", language)
	}
	archive, err := client.GetBytes(ctx, c.api, chainRoute+"/contract/report", query, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return archive, nil
}
