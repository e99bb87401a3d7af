package bcs

import (
	"context"
	"net/url"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const userCertificateRoute = instanceRoute + "/orgs/{org_name}/usercert/{user_name}"

// Types of a certificate (contract/bcs.md 4).
const (
	CertAdmin = "admin"
	CertUser  = "user"
	CertCA    = "ca"
)

// GetCertificate downloads the certificate of a peer or orderer organization as a zip archive, see client.Unzip
// (contract/bcs.md 4). It holds private keys.
func (c *Client) GetCertificate(ctx context.Context, id, org, certType string) (archive []byte, _ error) {
	query := url.Values{"org_name": {org}, "cert_type": {certType}}
	archive, err := client.GetBytes(ctx, c.api, instanceRoute+"/cert", query, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return archive, nil
}

// CreateUserCertificate makes a certificate for a user of a peer organization and returns it as a zip archive with its
// private key, which cannot be had again. hosted lets the system keep it: one a user, 100 an organization
// (contract/bcs.md 4). If the reply is lost, the error is a *client.CreateError that says that it may exist.
func (c *Client) CreateUserCertificate(ctx context.Context, id, org, user string, hosted bool) (archive []byte, _ error) {
	body := struct {
		SecurityMode bool `json:"security_mode"`
	}{hosted}
	archive, err := whenIdle(ctx, c, id, func(ctx context.Context) ([]byte, error) {
		return client.PostBytes(ctx, c.api, userCertificateRoute, body, id, org, user)
	})
	switch {
	case err == nil:
		return archive, nil
	case client.Undecided(err):
		return nil, &client.CreateError{What: "certificate of the user " + user + " of " + org, MayExist: true, Unseen: true, Err: err}
	}
	return nil, c.orGone(ctx, id, err)
}

// FreezeCertificate makes a user's certificate invalid, half a minute to a minute later (contract/bcs.md 4). archive is
// the one its creation returned, at most 30 KB; a hosted certificate needs none.
func (c *Client) FreezeCertificate(ctx context.Context, id, org, user string, archive []byte) error {
	return c.switchCertificate(ctx, "/freeze", id, org, user, archive)
}

// UnfreezeCertificate makes a frozen certificate valid again (contract/bcs.md 4).
func (c *Client) UnfreezeCertificate(ctx context.Context, id, org, user string, archive []byte) error {
	return c.switchCertificate(ctx, "/unfreeze", id, org, user, archive)
}

func (c *Client) switchCertificate(ctx context.Context, action, id, org, user string, archive []byte) error {
	form := &client.Form{File: archive}
	if len(archive) > 0 {
		form.FileName = user + ".zip"
	}
	return c.change(ctx, id, func(ctx context.Context) (*struct{}, error) {
		return client.PostChange[struct{}](ctx, c.api, userCertificateRoute+action, form, id, org, user)
	})
}
