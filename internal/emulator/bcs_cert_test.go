package emulator

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"testing"
)

// unzip gives the files of an archive.
func unzip(t *testing.T, what string, a answer) map[string]string {
	t.Helper()
	if a.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment; filename=") {
		t.Errorf("%s: headers %v", what, a.header)
	}
	archive, err := zip.NewReader(strings.NewReader(a.text), int64(len(a.text)))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	files := map[string]string{}
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name] = string(text)
	}
	return files
}

// folders are the folders of an archive with a file in them.
func folders(files map[string]string) string {
	var found []string
	for name := range files {
		found = append(found, path.Dir(name))
	}
	return fmt.Sprint(slices.Sorted(slices.Values(found)))
}

// inFolder gives the one file of a folder, decoded.
func inFolder(t *testing.T, files map[string]string, folder string) []byte {
	t.Helper()
	for name, text := range files {
		if path.Dir(name) == folder {
			block, rest := pem.Decode([]byte(text))
			if block == nil || len(rest) > 0 {
				t.Fatalf("%s is not one PEM block", name)
			}
			return block.Bytes
		}
	}
	t.Fatalf("nothing in %s among %v", folder, slices.Collect(maps.Keys(files)))
	return nil
}

func certIn(t *testing.T, files map[string]string, folder string) *x509.Certificate {
	t.Helper()
	cert, err := x509.ParseCertificate(inFolder(t, files, folder))
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// checkUser verifies that an archive holds a key, its certificate and the authority that signed it.
func checkUser(t *testing.T, what string, files map[string]string) *x509.Certificate {
	t.Helper()
	if got := folders(files); got != "[msp/cacerts msp/keystore msp/signcerts]" {
		t.Errorf("%s: folders %s", what, got)
	}
	cert, authority := certIn(t, files, "msp/signcerts"), certIn(t, files, "msp/cacerts")
	key, err := x509.ParsePKCS8PrivateKey(inFolder(t, files, "msp/keystore"))
	if err != nil {
		t.Fatal(err)
	}
	if private, isECDSA := key.(*ecdsa.PrivateKey); !isECDSA || !private.PublicKey.Equal(cert.PublicKey) {
		t.Errorf("%s: the key is not that of the certificate", what)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	if _, err := cert.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil || !authority.IsCA {
		t.Errorf("%s: %v", what, err)
	}
	return cert
}

// The three kinds of certificates of an organization (contract/bcs.md 4).
func TestCertificates(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain(twoOrgs)
	download := func(org, kind string) map[string]string {
		return unzip(t, org+" "+kind, a.must(200, "GET", blockchains+"/"+id+"/cert?org_name="+org+"&cert_type="+kind, ""))
	}
	authorities := map[string]*x509.Certificate{}
	for _, org := range []string{"org-one", "org-two", "bcs-demo01-orderer"} {
		ca := download(org, "ca")
		if got := folders(ca); got != "[msp/cacerts]" {
			t.Errorf("%s: folders %s", org, got)
		}
		authorities[org] = certIn(t, ca, "msp/cacerts")
		for kind, role := range map[string]string{"admin": "admin", "user": "client"} {
			files := download(org, kind)
			cert := checkUser(t, org+" "+kind, files)
			if err := cert.CheckSignatureFrom(authorities[org]); err != nil || !slices.Equal(cert.Subject.OrganizationalUnit, []string{role}) {
				t.Errorf("%s %s: %v %v", org, kind, err, cert.Subject)
			}
			if again := download(org, kind); !maps.Equal(again, files) {
				t.Errorf("%s %s: the second download differs", org, kind)
			}
		}
	}
	if authorities["org-one"].Equal(authorities["org-two"]) {
		t.Error("two organizations have one authority")
	}
	for _, test := range []struct{ code, query string }{
		{"BCS.4006009", "cert_type=ca"}, {"BCS.4006009", "org_name=org-one"},
		{"BCS.4001051", "org_name=org&cert_type=ca"}, {"BCS.4006005", "org_name=org-one&cert_type=blok"},
	} {
		a.refused(400, test.code, "GET", blockchains+"/"+id+"/cert?"+test.query, "")
	}
	if got := a.call("GET", blockchains+"/"+id+"/cert?org_name=org-one&cert_type=blok", ""); got.str("error_msg") != "keyType error, keyType: blok not supported" {
		t.Errorf("message %s", got.text)
	}
	c.SetProgress(BCSCreate, Held())
	a.refused(400, "BCS.4001001", "GET", blockchains+"/"+a.newBlockchain()+"/cert?org_name=organization01&cert_type=ca", "")
}

// The name of an instance may be Chinese; headers have no such letters.
func TestArchiveNames(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	got := a.must(200, "GET", blockchains+"/"+a.newBlockchain(`{"name":"区块链测试"}`)+"/cert?org_name=organization01&cert_type=ca", "")
	_, parameters, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
	if err != nil || parameters["filename"] != "区块链测试-organization01-ca.zip" {
		t.Errorf("%v %v", parameters, err)
	}
}

func TestPlainStreams(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{BCS: BCSChoices{PlainStreams: true}}}).tenantA()
	got := a.must(200, "GET", blockchains+"/"+a.newBlockchain()+"/cert?org_name=organization01&cert_type=ca", "")
	if got.header.Get("Content-Type") != "application/octet-stream" || got.header.Get("Content-Disposition") != "" || !strings.HasPrefix(got.text, "PK") {
		t.Errorf("headers %v", got.header)
	}
}

// The emulator has no SM2 and says so in the archive.
func TestSM2CertificatesSaySo(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain(`{"version_type":3,"sign_algorithm":"sm2"}`)
	files := unzip(t, "sm2", a.must(200, "GET", blockchains+"/"+id+"/cert?org_name=organization01&cert_type=user", ""))
	if !strings.Contains(files["NOTICE.txt"], "SM2") {
		t.Errorf("NOTICE.txt: %q", files["NOTICE.txt"])
	}
	delete(files, "NOTICE.txt")
	checkUser(t, "sm2", files)
}

// userState is user:hosted:frozen of every user certificate.
func (c *cloud) userState() string {
	c.t.Helper()
	var shown []string
	for _, b := range c.control(200, "GET", "state", "").items("blockchains") {
		users, _ := b["user_certificates"].([]any)
		for _, user := range users {
			u, _ := user.(map[string]any)
			shown = append(shown, fmt.Sprintf("%v:%v:%v", u["user_name"], u["security_mode"], u["frozen"]))
		}
	}
	return fmt.Sprint(shown)
}

func TestUserCertificates(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	path := blockchains + "/" + a.newBlockchain(twoOrgs) + "/orgs/org-one/usercert/"
	first := checkUser(t, "own", unzip(t, "own", a.must(200, "POST", path+"user01", "")))
	second := checkUser(t, "own", unzip(t, "own", a.must(200, "POST", path+"user01", `{"security_mode":false}`)))
	if first.Equal(second) || !strings.HasPrefix(first.Subject.CommonName, "user01@") {
		t.Errorf("certificates %v and %v", first.Subject, second.Subject)
	}
	hosted := a.must(200, "POST", path+"user02", `{"security_mode":true}`)
	if again := a.must(200, "POST", path+"user02", `{"security_mode":true}`); !maps.Equal(unzip(t, "again", again), unzip(t, "hosted", hosted)) {
		t.Error("a hosted certificate changed")
	}
	if got := c.userState(); got != "[user01:false:false user01:false:false user02:true:false]" {
		t.Errorf("state %s", got)
	}
	for _, user := range []string{"abc", "1user", "User01", "user-01", strings.Repeat("a", 25)} {
		a.refused(400, "BCS.4006005", "POST", path+user, "")
	}
	a.refused(400, "BCS.4006003", "POST", path+"user03", `{"mode":true}`)
	a.refused(400, "BCS.4001051", "POST", strings.Replace(path, "org-one", "bcs-demo01-orderer", 1)+"user03", "")
	for n := range maxHostedCerts - 1 {
		a.must(200, "POST", fmt.Sprintf("%shost%02d", path, n), `{"security_mode":true}`)
	}
	a.refused(400, "BCS.4006005", "POST", path+"onemore", `{"security_mode":true}`)
	a.must(200, "POST", path+"onemore", `{"security_mode":false}`)

	once := start(t, Options{Choices: Choices{BCS: BCSChoices{HostedCertOnce: true}}}).tenantA()
	path = blockchains + "/" + once.newBlockchain() + "/orgs/organization01/usercert/"
	once.must(200, "POST", path+"user02", `{"security_mode":true}`)
	once.refused(400, "BCS.4006005", "POST", path+"user02", `{"security_mode":true}`)
}

// upload sends an archive the way a browser does.
func (s session) upload(path string, files map[string]string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, content := range files {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			s.t.Fatal(err)
		}
		_, _ = io.WriteString(part, content) // to memory
	}
	if err := form.Close(); err != nil {
		s.t.Fatal(err)
	}
	return s.do("POST", strings.ReplaceAll(path, "{p}", s.project), body.String(),
		map[string]string{"X-Auth-Token": s.token, "Content-Type": form.FormDataContentType()})
}

// Freezing takes the archive of a certificate that the user keeps, and needs none for a hosted one.
func TestFreezingCertificates(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	path := blockchains + "/" + a.newBlockchain(twoOrgs) + "/orgs/org-one/usercert/"
	own := a.must(200, "POST", path+"user01", "").text
	a.must(200, "POST", path+"user02", `{"security_mode":true}`)
	for _, test := range []struct {
		action, user, state string
		file                bool
	}{
		{"freeze", "user02", "[user01:false:false user02:true:true]", false},
		{"freeze", "user02", "[user01:false:false user02:true:true]", false}, // as often as one likes
		{"freeze", "user01", "[user01:false:true user02:true:true]", true},
		{"unfreeze", "user01", "[user01:false:false user02:true:true]", true},
		{"unfreeze", "user02", "[user01:false:false user02:true:false]", false},
	} {
		var got answer
		if test.file {
			got = a.upload(path+test.user+"/"+test.action, map[string]string{"user01.zip": own})
		} else {
			got = a.call("POST", path+test.user+"/"+test.action, "")
		}
		if got.status != 200 || got.body["result"] != "success" || c.userState() != test.state {
			t.Errorf("%s %s: %d %s, state %s, want %s", test.action, test.user, got.status, got.text, c.userState(), test.state)
		}
	}
	a.refused(400, "BCS.4006009", "POST", path+"user01/freeze", "") // needs its archive
	a.refused(400, "BCS.4006009", "POST", path+"nobody/freeze", "")
	a.refused(400, "BCS.4006005", "POST", path+"user01/freeze", `{"file":"x"}`)
	for name, files := range map[string]map[string]string{
		"another user's": {"user01.zip": a.must(200, "POST", path+"user03", "").text},
		"not a zip":      {"user01.zip": "hello"},
		"empty zip":      {"user01.zip": string(zipOf(map[string][]byte{"a.txt": nil}, c.now()))},
		"no PEM":         {"user01.zip": string(zipOf(map[string][]byte{"msp/signcerts/a": []byte("x")}, c.now()))},
		"other suffix":   {"user01.tar": own},
		"too large":      {"user01.zip": own + strings.Repeat(" ", maxCertFile)},
		"two files":      {"user01.zip": own, "user02.zip": own},
	} {
		if got := a.upload(path+"user01/freeze", files); got.status != 400 || got.code() != "BCS.4006005" {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	strict := start(t, Options{Choices: Choices{BCS: BCSChoices{FreezeNeedsFile: true, FreezeOnce: true}}}).tenantA()
	path = blockchains + "/" + strict.newBlockchain() + "/orgs/organization01/usercert/user02"
	hosted := strict.must(200, "POST", path, `{"security_mode":true}`).text
	strict.refused(400, "BCS.4006009", "POST", path+"/freeze", "")
	if got := strict.upload(path+"/freeze", map[string]string{"u.zip": hosted}); got.status != 200 {
		t.Errorf("with the archive: %s", got.text)
	}
	if got := strict.upload(path+"/freeze", map[string]string{"u.zip": hosted}); got.code() != "BCS.4006005" {
		t.Errorf("frozen twice: %d %s", got.status, got.text)
	}
}

// The SDK configuration of contract/bcs.md 4, in both languages.
func TestSDKConfig(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain(twoOrgs)
	path := blockchains + "/" + id + "/sdk-cfg"
	orgs, _ := a.must(200, "GET", blockchains+"/"+id+"/nodes", "").body["node_orgs"].(map[string]any)
	one, _ := orgs["org-one"].(map[string]any)
	peers, _ := one["peers"].(map[string]any)
	names := slices.Sorted(maps.Keys(peers))
	body := func(changes string) string {
		return fields(`{"chaincode_name":"chaincode","cert_path":"/opt/gosdkdemo/config","channel_name":"channel",
			"peer_orgs":{"org-one":["`+names[0]+`","`+names[1]+`"]},"is_multi_chan":false}`, changes)
	}
	files := unzip(t, "config", a.must(200, "POST", path, body("{}")))
	var config map[string]any
	if err := json.Unmarshal([]byte(files["bcs-demo01-sdk-config.json"]), &config); err != nil {
		t.Fatal(err)
	}
	node, _ := peers[names[1]].(map[string]any)
	has(t, "peer", nested(config, "peers", names[1]), map[string]any{"url": "grpcs://" + fmt.Sprint(node["ip_port"])})
	has(t, "channel", nested(config, "channels", "channel"), map[string]any{"peers": names, "chaincodes": "[chaincode]"})
	has(t, "organization", nested(config, "organizations", "org-one"), map[string]any{"mspid": one["org_msp_id"], "peers": names,
		"cryptoPath": "/opt/gosdkdemo/config/org-one/msp"})
	if got := nested(config, "orderers"); len(got) != 3 {
		t.Errorf("orderers %v", got)
	}
	for _, line := range []string{"\n\"name\": \"bcs-demo01\"\n", "\n    \"chaincodes\":\n      - \"chaincode\"\n", "\n\"peers\":\n  \"" + names[0] + "\":\n    \"url\": \"grpcs://"} {
		if !strings.Contains("\n"+files["bcs-demo01-sdk-config.yaml"], line) {
			t.Errorf("the YAML lacks %q:\n%s", line, files["bcs-demo01-sdk-config.yaml"])
		}
	}
	many := `"is_multi_chan":true,"channel_chaincode":{"channel":["chaincode1","chaincode2"]}`
	files = unzip(t, "many", a.must(200, "POST", path, body(`{"chaincode_name":"","channel_name":"",`+many+`,"union_info":{"domain-b":["hash"]}}`)))
	if text := files["bcs-demo01-sdk-config.json"]; !strings.Contains(text, "chaincode2") || !strings.Contains(text, "domain-b") {
		t.Errorf("config %s", text)
	}
	for _, test := range []struct{ code, changes string }{
		{"BCS.4006009", `{"chaincode_name":null}`}, {"BCS.4006009", `{"cert_path":null}`}, {"BCS.4006009", `{"channel_name":null}`},
		{"BCS.4006009", `{"peer_orgs":null}`}, {"BCS.4006009", `{"chaincode_name":"","channel_name":"","is_multi_chan":true}`},
		{"BCS.4006005", `{` + many + `}`}, {"BCS.4006005", `{"chaincode_name":"short"}`}, {"BCS.4006005", `{"chaincode_name":"Chaincode"}`},
		{"BCS.4006012", `{"channel_name":"nowhere"}`}, {"BCS.4001051", `{"peer_orgs":{"org-six":[]}}`},
		{"BCS.4006005", `{"peer_orgs":{"org-one":[]}}`}, {"BCS.4006005", `{"peer_orgs":{"org-one":["` + names[1] + `","` + names[0] + `"]}}`},
		{"BCS.4006003", `{"peer_orgs":[]}`},
	} {
		a.refused(400, test.code, "POST", path, body(test.changes))
	}
}
