package emulator

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"maps"
	"math/big"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// certLife is how long a certificate is good for.
const certLife = 10 * 365 * 24 * time.Hour

// authority is the certificate authority of one organization, with what it issued to hosted users.
type authority struct {
	org    string
	key    *ecdsa.PrivateKey
	cert   *x509.Certificate
	issued map[string]*credential
}

// credential is a certificate with its key.
type credential struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// authorityOf gives the authority of an organization, which exists from the first time it is asked for.
func (e *Emulator) authorityOf(b *blockchain, org string) *authority {
	return e.authority(b.id+"/"+org, org, b.certDomain(org))
}

func (e *Emulator) authority(id, org, domain string) *authority {
	a := e.store.authorities[id]
	if a == nil {
		a = &authority{org: org, issued: map[string]*credential{}}
		root := e.newCredential(nil, pkix.Name{CommonName: "ca." + domain, Organization: []string{domain}})
		a.key, a.cert = root.key, root.cert
		e.store.authorities[id] = a
	}
	return a
}

// forgetAuthorities ends the authorities of a deleted instance.
func (s *store) forgetAuthorities(instanceID string) {
	maps.DeleteFunc(s.authorities, func(id string, _ *authority) bool { return strings.HasPrefix(id, instanceID+"/") })
}

func (b *blockchain) certDomain(org string) string {
	if org == b.ordererOrg() {
		return "orderer-" + b.hash(org) + clusterDomain
	}
	return b.orgDomain(org)
}

// newCredential makes a key and a certificate for it, signed by the authority, or by itself without one.
func (e *Emulator) newCredential(by *authority, subject pkix.Name) *credential {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic("emulator: no key: " + err.Error()) // the curve and the source of randomness are fixed
	}
	serial, now := sha256.Sum256([]byte(newUUID())), e.now()
	template := &x509.Certificate{SerialNumber: new(big.Int).SetBytes(serial[:16]), Subject: subject, NotBefore: now.Add(-time.Minute),
		NotAfter: now.Add(certLife), KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
	parent, signer := template, key
	if by == nil {
		template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign|x509.KeyUsageDigitalSignature
	} else {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		panic("emulator: no certificate: " + err.Error()) // the template is this function's own
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic("emulator: unreadable certificate: " + err.Error()) // it was made two lines ago
	}
	return &credential{cert: cert, key: key}
}

// issue gives the kept certificate of a user, or makes it. The role is the organizational unit, as Fabric has it.
func (e *Emulator) issue(a *authority, user, role string) *credential {
	if a.issued[user] == nil {
		a.issued[user] = e.issueOnce(a, user, role)
	}
	return a.issued[user]
}

// issueOnce makes a certificate that is not kept.
func (e *Emulator) issueOnce(a *authority, user, role string) *credential {
	domain := a.cert.Subject.Organization[0]
	return e.newCredential(a, pkix.Name{CommonName: user + "@" + domain, Organization: []string{domain},
		OrganizationalUnit: []string{role}})
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func (c *credential) keyDER() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(c.key)
	if err != nil {
		panic("emulator: key cannot be encoded: " + err.Error()) // ECDSA keys always can
	}
	return der
}

// files are the msp folder of a user (contract/bcs.md 4): key, certificate, and the authority's.
func (a *authority) files(c *credential) map[string][]byte {
	identifier := sha256.Sum256(elliptic.MarshalCompressed(c.key.Curve, c.key.X, c.key.Y))
	files := a.caFiles()
	files["msp/keystore/"+hex.EncodeToString(identifier[:])+"_sk"] = pemOf("PRIVATE KEY", c.keyDER())
	files["msp/signcerts/"+c.cert.Subject.CommonName+"-cert.pem"] = pemOf("CERTIFICATE", c.cert.Raw)
	return files
}

// caFiles are what everybody may know of the authority.
func (a *authority) caFiles() map[string][]byte {
	return map[string][]byte{"msp/cacerts/" + a.cert.Subject.CommonName + "-cert.pem": pemOf("CERTIFICATE", a.cert.Raw)}
}

// noSM2 stands in archives of instances with sm2: Go has no SM2.
const noSM2 = "The blockchain signs with SM2. The emulator cannot: these keys and certificates are ECDSA P-256.\n"

func (b *blockchain) sm2() bool { return strings.EqualFold(b.sign, "sm2") }

// archiveReply sends files as a zip; the type and name of the stream are not documented.
func (c *call) archiveReply(sm2 bool, name string, files map[string][]byte) reply {
	if sm2 {
		files["NOTICE.txt"] = []byte(noSM2)
	}
	header := map[string]string{"Content-Type": "application/zip",
		"Content-Disposition": mime.FormatMediaType("attachment", map[string]string{"filename": name + ".zip"})}
	if c.choices.BCS.PlainStreams {
		header = map[string]string{"Content-Type": "application/octet-stream"}
	}
	return reply{status: http.StatusOK, raw: zipOf(files, c.now()), header: header}
}

func zipOf(files map[string][]byte, at time.Time) []byte {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = file.Write(files[name])
		}
		if err != nil {
			panic("emulator: zip: " + err.Error()) // writes to memory do not fail
		}
	}
	if err := archive.Close(); err != nil {
		panic("emulator: zip: " + err.Error())
	}
	return buffer.Bytes()
}

// downloadCert gives a certificate of an organization of peers, or of the orderers (contract/bcs.md 4).
func downloadCert(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	org, kind := c.query.Get("org_name"), c.query.Get("cert_type")
	if refused := required(text("org_name", &org), text("cert_type", &kind)); refused != nil {
		return *refused
	}
	if refused := b.deployedNow(); refused != nil {
		return *refused
	}
	if _, known := b.org(org); !known && org != b.ordererOrg() {
		return *noSuchOrg(org)
	}
	a := c.authorityOf(b, org)
	name := b.name + "-" + org + "-" + kind
	switch kind {
	case "admin":
		return c.archiveReply(b.sm2(), name, a.files(c.issue(a, "Admin", "admin")))
	case "user":
		return c.archiveReply(b.sm2(), name, a.files(c.issue(a, "User1", "client")))
	case "ca":
		return c.archiveReply(b.sm2(), name, a.caFiles())
	}
	return *invalid("keyType error, keyType: %s not supported", kind)
}

// deployedNow refuses what needs a running instance.
func (b *blockchain) deployedNow() *reply {
	switch {
	case b.deployed == deployDone:
		return nil
	case b.task != nil:
		return b.busy()
	}
	return invalid("the status of the blockchain %s is %s", b.id, b.status)
}
