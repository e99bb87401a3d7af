package emulator

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"path"
	"regexp"
	"slices"
	"strings"
)

// userCert is a certificate of a user's own. A hosted one is kept by the service; of the others it knows the serial.
type userCert struct {
	org, user string
	hosted    bool
	frozen    bool
	serial    string
}

const (
	maxHostedCerts = 100      // of one organization
	maxCertFile    = 30 << 10 // bytes of an uploaded archive
)

var certUserPattern = regexp.MustCompile(`^[a-z][a-z0-9]{3,23}$`)

// createUserCert makes a certificate and sends it. The body may be absent.
func createUserCert(c *call) reply {
	b, refused := c.certOrg()
	if refused != nil {
		return *refused
	}
	request, refused := readOptional[struct {
		Hosted bool `json:"security_mode"`
	}](c)
	if refused != nil {
		return *refused
	}
	org, user := c.req.PathValue("org_name"), c.req.PathValue("user_name")
	if !certUserPattern.MatchString(user) {
		return *invalid("the user name %s is invalid", user)
	}
	a, name := c.authorityOf(b, org), b.name+"-"+org+"-"+user
	if !request.Hosted {
		made := c.issueOnce(a, user, "client")
		c.addUser(b, userCert{org: org, user: user, serial: made.cert.SerialNumber.Text(16)})
		return c.archiveReply(b.sm2(), name, a.files(made))
	}
	if kept := b.hostedUser(org, user); kept >= 0 {
		if c.choices.BCS.HostedCertOnce {
			return *invalid("the user %s of org %s has a certificate", user, org)
		}
		return c.archiveReply(b.sm2(), name, a.files(c.issue(a, user, "client")))
	}
	if b.hostedCount(org) >= maxHostedCerts {
		return *invalid("org %s has %d hosted certificates", org, maxHostedCerts)
	}
	made := c.issue(a, user, "client")
	c.addUser(b, userCert{org: org, user: user, hosted: true, serial: made.cert.SerialNumber.Text(16)})
	return c.archiveReply(b.sm2(), name, a.files(made))
}

// certOrg finds the instance of the path and checks that it has the organization of the path.
func (c *call) certOrg() (*blockchain, *reply) {
	b, refused := c.ownBlockchain()
	if refused == nil {
		refused = b.deployedNow()
	}
	if refused != nil {
		return nil, refused
	}
	if _, known := b.org(c.req.PathValue("org_name")); !known {
		return nil, noSuchOrg(c.req.PathValue("org_name"))
	}
	return b, nil
}

func (c *call) addUser(b *blockchain, u userCert) {
	c.store.blockchains.touch(b.id)
	b.users = append(slices.Clone(b.users), u)
}

func (b *blockchain) hostedUser(org, user string) int {
	return slices.IndexFunc(b.users, func(u userCert) bool { return u.hosted && u.org == org && u.user == user })
}

func (b *blockchain) hostedCount(org string) int {
	count := 0
	for _, u := range b.users {
		if u.hosted && u.org == org {
			count++
		}
	}
	return count
}

func freezeCert(c *call) reply   { return c.setFrozen(true) }
func unfreezeCert(c *call) reply { return c.setFrozen(false) }

// setFrozen freezes or unfreezes a certificate: the hosted one of the user, or the one of the uploaded archive.
func (c *call) setFrozen(frozen bool) reply {
	b, refused := c.certOrg()
	if refused != nil {
		return *refused
	}
	upload, err := c.uploadedCert()
	if err != nil {
		return *invalid("%s", err)
	}
	org, user := c.req.PathValue("org_name"), c.req.PathValue("user_name")
	which := b.hostedUser(org, user)
	switch {
	case upload != nil:
		which = slices.IndexFunc(b.users, func(u userCert) bool {
			return u.org == org && u.user == user && u.serial == upload.SerialNumber.Text(16)
		})
	case which < 0, c.choices.BCS.FreezeNeedsFile:
		return *missing("file")
	}
	switch {
	case which < 0:
		return *invalid("the certificate is not one of the user %s of org %s", user, org)
	case c.choices.BCS.FreezeOnce && b.users[which].frozen == frozen:
		return *invalid("the certificate of the user %s is in this state already", user)
	}
	c.store.blockchains.touch(b.id)
	b.users = slices.Clone(b.users)
	b.users[which].frozen = frozen
	return ok(success())
}

// uploadedCert reads the certificate of the archive in the form field "file"; nil when there is none.
func (c *call) uploadedCert() (*x509.Certificate, error) {
	if len(c.body) == 0 {
		return nil, nil
	}
	kind, parameters, err := mime.ParseMediaType(c.req.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, errors.New("the body is not multipart/form-data")
	}
	form, err := multipart.NewReader(bytes.NewReader(c.body), parameters["boundary"]).ReadForm(maxBody)
	if err != nil {
		return nil, errors.New("the form cannot be read")
	}
	files := form.File["file"]
	switch {
	case len(form.Value) > 0 || len(form.File) > 1 || len(files) > 1:
		return nil, errors.New("the form has more than one file")
	case len(files) == 0:
		return nil, nil
	case path.Ext(files[0].Filename) != ".zip" || files[0].Size > maxCertFile:
		return nil, errors.New("the file is not a .zip of at most 30 KB")
	}
	file, err := files[0].Open()
	if err != nil {
		return nil, errors.New("the file cannot be read")
	}
	defer file.Close()
	return certOf(file, files[0].Size)
}

// certOf finds the certificate of the user in an archive.
func certOf(file io.ReaderAt, size int64) (*x509.Certificate, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, errors.New("the file is not a zip archive")
	}
	i := slices.IndexFunc(archive.File, func(entry *zip.File) bool { return strings.HasPrefix(entry.Name, "msp/signcerts/") })
	if i < 0 {
		return nil, errors.New("the archive has nothing in msp/signcerts")
	}
	content, err := archive.File[i].Open()
	if err != nil {
		return nil, errors.New("the archive cannot be read")
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, maxCertFile))
	block, _ := pem.Decode(data)
	if err != nil || block == nil {
		return nil, errors.New("the file in msp/signcerts is not PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}
