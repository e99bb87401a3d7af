package hbs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// BesuContract is a contract on a Besu chain (ListBesuContracts of the public documentation).
type BesuContract struct {
	Address     string `json:"address"`
	Status      string `json:"status"`
	Abi         string `json:"abi"`
	Bytecode    string `json:"bytecode"`
	Description string `json:"description"`
	CreateTime  string `json:"create_time"`
}

// BesuToken is a credential for a Besu chain; what it consists of is answered only once, see CreateBesuToken.
type BesuToken struct {
	TokenID     string `json:"token_id"`
	Description string `json:"description"`
	CreateTime  string `json:"create_time"`
}

// ListBesuContracts reads all contracts of a Besu instance (contract/bcs.md 1H).
func (c *Client) ListBesuContracts(ctx context.Context, id string) ([]BesuContract, error) {
	type page struct {
		Count     int            `json:"count"`
		Contracts []BesuContract `json:"contracts"`
	}
	contracts, err := list(ctx, c, maxChainPage, besuRoute+"/chain/contracts", nil, func(p *page) ([]BesuContract, int) { return p.Contracts, p.Count }, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return contracts, nil
}

// InstallBesuContract puts a contract on a Besu chain; initParam and description may be empty (contract/bcs.md 1H). It
// is not repeated when the reply is lost.
func (c *Client) InstallBesuContract(ctx context.Context, id, abi, bytecode, initParam, description string) error {
	form := &client.Form{Fields: map[string]string{"abi": abi, "bytecode": bytecode, "description": description}}
	if initParam != "" {
		form.Fields["init_param"] = initParam
	}
	if err := client.PostNoContent(ctx, c.api, besuRoute+"/chain/contracts", form, id); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// ListBesuTokens reads the credentials of a Besu instance; this list has no pages (contract/bcs.md 1H).
func (c *Client) ListBesuTokens(ctx context.Context, id string) ([]BesuToken, error) {
	type reply struct {
		Tokens []BesuToken `json:"tokens"`
	}
	all, err := ofInstance[reply](ctx, c, besuRoute+"/chain/tokens", nil, id)
	if err != nil {
		return nil, err
	}
	return all.Tokens, nil
}

// CreateBesuToken makes a credential and returns the file that holds it, which cannot be had again (contract/bcs.md 1H).
// If the reply is lost, the error is a *client.CreateError that says that it may exist.
func (c *Client) CreateBesuToken(ctx context.Context, id, description string) (file []byte, _ error) {
	body := struct {
		Description string `json:"description,omitempty"`
	}{description}
	file, err := client.PostBytes(ctx, c.api, besuRoute+"/chain/tokens", body, id)
	switch {
	case err == nil:
		return file, nil
	case client.Undecided(err):
		return nil, &client.CreateError{What: "credential of " + what(id), MayExist: true, Unseen: true, Err: err}
	}
	return nil, c.orGone(ctx, id, err)
}

// DeleteBesuToken deletes a credential (contract/bcs.md 1H).
func (c *Client) DeleteBesuToken(ctx context.Context, id, token string) error {
	if err := client.Delete(ctx, c.api, besuRoute+"/chain/tokens/{token_id}", id, token); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// GetBesuCertificates downloads the certificates of a Besu instance, with the private key of its nodes, as a zip archive
// (contract/bcs.md 1H). It changes nothing, so it is repeated like a read.
func (c *Client) GetBesuCertificates(ctx context.Context, id string) (archive []byte, _ error) {
	archive, err := client.PostIdempotentBytes(ctx, c.api, besuRoute+"/chain/certs", nil, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return archive, nil
}
