package iam

import (
	"context"
	"errors"
	"fmt"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// CallerIdentity is who calls, as far as the cloud tells: what it does not tell is empty. The account is always known.
type CallerIdentity struct {
	AccountID, AccountName string
	// PrincipalURN and PrincipalID are told for an access key: "iam::<account id>:user:<name>" and the like.
	PrincipalURN, PrincipalID string
	// UserID and UserName are told for a token; for an agency they are its id and "<account>/<agency>".
	UserID, UserName string
	// ProjectID and ProjectName are what a token is for.
	ProjectID, ProjectName string
}

// GetCallerIdentity asks who is calling: IAM about a token, and STS about an access key (contract/auth.md 1.3, 1.7). In
// clouds and regions without STS, IAM tells at least the account.
func (c *Client) GetCallerIdentity(ctx context.Context) (*CallerIdentity, error) {
	token, err := c.core.OwnToken(ctx, c.Region())
	switch {
	case err != nil:
		return nil, err
	case token != nil:
		return &CallerIdentity{
			AccountID: token.UserDomain.ID, AccountName: token.UserDomain.Name,
			UserID: token.User.ID, UserName: token.User.Name, ProjectID: token.Project.ID, ProjectName: token.Project.Name,
		}, nil
	}
	identity, err := c.askSTS(ctx)
	if client.NotOffered(err) || client.HostNotFound(err) {
		return c.account(ctx)
	}
	return identity, err
}

func (c *Client) askSTS(ctx context.Context) (*CallerIdentity, error) {
	type identity struct {
		AccountID    string `json:"account_id"`
		PrincipalURN string `json:"principal_urn"`
		PrincipalID  string `json:"principal_id"`
	}
	reply, err := client.Get[identity](ctx, c.sts, "/v5/caller-identity", nil)
	if err != nil {
		return nil, err
	}
	return &CallerIdentity{AccountID: reply.AccountID, PrincipalURN: reply.PrincipalURN, PrincipalID: reply.PrincipalID}, nil
}

// account finds the account by the one domain of the caller, or else by the project of the region.
func (c *Client) account(ctx context.Context) (*CallerIdentity, error) {
	domains, domainErr := c.ListDomains(ctx)
	if domainErr == nil && len(domains) == 1 {
		return &CallerIdentity{AccountID: domains[0].ID, AccountName: domains[0].Name}, nil
	}
	projects, err := c.ListProjects(ctx, ProjectFilter{Name: c.Region()})
	switch {
	case err != nil:
		return nil, errors.Join(domainErr, err)
	case len(projects) != 1:
		return nil, fmt.Errorf("the account of the access key cannot be found: it has %d domains, and %d projects are named %q",
			len(domains), len(projects), c.Region())
	}
	return &CallerIdentity{AccountID: projects[0].DomainID}, nil
}
