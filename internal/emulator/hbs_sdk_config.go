package emulator

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// hbsConfigRequest is the body of POST sdk-config (contract/bcs.md 1H.4).
type hbsConfigRequest struct {
	CertPath   *string   `json:"cert_path"`
	DownloadCA bool      `json:"download_ca"`
	Orgs       *[]string `json:"orgs"`
	AccessMode *string   `json:"access_mode"`
	EndpointIP *string   `json:"endpoint_ip"`
}

const highPerformance = "HighPerformanceChannel"

// downloadHBSConfig gives what an application needs to reach the chain: for each organization a YAML file and the
// certificate of a user.
func downloadHBSConfig(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[hbsConfigRequest](c)
	if refused == nil {
		refused = i.checkConfig(request)
	}
	if refused != nil {
		return *refused
	}
	files := map[string][]byte{}
	folder := path.Join(strings.Trim(*request.CertPath, "/"), "orgcerts")
	for _, id := range *request.Orgs {
		a := c.orgAuthority(i, id)
		files[i.chainID+"-"+id+"-sdk.yaml"] = i.sdkYAML(request, id)
		certs := a.files(c.issue(a, "user", "client"))
		if !request.DownloadCA {
			for name := range a.caFiles() {
				delete(certs, name)
			}
		}
		for name, content := range certs {
			files[path.Join(folder, id, name)] = content
		}
	}
	return c.archiveReply(i.signAlgorithm == "sm2_with_sm3", i.chainID+"-sdk-config", files)
}

// orgAuthority is the certificate authority of an organization.
func (c *call) orgAuthority(i *hbsInstance, org string) *authority {
	return c.authority(i.id+"/"+org, org, org+"."+i.chainID)
}

func (i *hbsInstance) checkConfig(r *hbsConfigRequest) *reply {
	mode := orEmpty(r.AccessMode)
	switch {
	case orEmpty(r.CertPath) == "":
		return hbsMissing("cert_path")
	case r.Orgs == nil:
		return hbsMissing("orgs")
	case len(*r.Orgs) < 1 || len(*r.Orgs) > 100:
		return hbsInvalid("orgs must have 1 to 100 items.")
	case mode == "":
		return hbsMissing("access_mode")
	case !slices.Contains([]string{"StandardChannel", highPerformance}, mode):
		return hbsInvalid("access_mode must be StandardChannel or HighPerformanceChannel.")
	case mode == highPerformance && orEmpty(r.EndpointIP) == "":
		return hbsMissing("endpoint_ip")
	}
	for _, id := range *r.Orgs {
		if _, known := find(i.orgs, func(o hbsOrg) bool { return o.chainOrgID == id }); !known {
			return new(hbsFail("HBS.40000005", "The chain ", i.chainID, " has no organization ", id, "."))
		}
	}
	return nil
}

// sdkYAML is the configuration of one organization's client. Its members are not documented.
func (i *hbsInstance) sdkYAML(r *hbsConfigRequest, org string) []byte {
	host := org + "." + i.chainID + ".hbs." + i.project.region + ".internal"
	if *r.AccessMode == highPerformance {
		host = *r.EndpointIP
	}
	certs := path.Join(*r.CertPath, "orgcerts", org, "msp")
	return fmt.Appendf(nil, `client:
  chain_id: %s
  org_id: %s
  access_mode: %s
  sign_algorithm: %s
  cert_path: %s
nodes:
  - host: %s
    port: 30605
`, i.chainID, org, *r.AccessMode, i.signAlgorithm, certs, host)
}

// downloadBesuCerts gives the certificates for the nodes of a Besu chain: server.crt of the authority, and client.key
// with client.crt (public page DownloadCerts).
func downloadBesuCerts(c *call) reply {
	i, refused := c.chain(kindBesu)
	if refused != nil {
		return *refused
	}
	a := c.orgAuthority(i, i.orgs[0].chainOrgID)
	client := c.issue(a, "client", "client")
	return c.archiveReply(false, i.name+"-certs", map[string][]byte{"server.crt": pemOf("CERTIFICATE", a.cert.Raw),
		"client.crt": pemOf("CERTIFICATE", client.cert.Raw), "client.key": pemOf("PRIVATE KEY", client.keyDER())})
}
