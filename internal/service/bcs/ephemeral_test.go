package bcs_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	certRoute     = instanceRoute + "/cert"
	sdkRoute      = instanceRoute + "/sdk-cfg"
	userCertRoute = instanceRoute + "/orgs/{org_name}/usercert/{user_name}"
)

// echo is a provider that writes what it is given, ephemeral or not, into the state.
var echo = map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()}

// opened is a step that opens an ephemeral resource and checks what it gives. The echo is made only once, so each step has
// one of its own.
func opened(cloud *acctest.Env, kind, lines string, wanted map[string]knownvalue.Check) resource.TestStep {
	name := fmt.Sprintf("test%x", crc32.ChecksumIEEE([]byte(lines)))
	step := resource.TestStep{Config: cloud.Provider() + strings.Replace(dataConfig(kind, lines), "data", "ephemeral", 1) + fmt.Sprintf(`
provider "echo" {
  data = ephemeral.%s.test
}
resource "echo" %q {}
`, kind, name)}
	for attribute, check := range wanted {
		step.ConfigStateChecks = append(step.ConfigStateChecks, statecheck.ExpectKnownValue("echo."+name, tfjsonpath.New("data").AtMapKey(attribute), check))
	}
	return step
}

func notOpened(cloud *acctest.Env, kind, lines, message string) resource.TestStep {
	return resource.TestStep{Config: opened(cloud, kind, lines, nil).Config, ExpectError: said(message)}
}

func ephemerals(cloud *acctest.Env, steps ...resource.TestStep) {
	cloud.Test(resource.TestCase{
		ProtoV6ProviderFactories: echo,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)},
		Steps:                    steps,
	})
}

// gives are what the steps want of an ephemeral resource.
type gives map[string]knownvalue.Check

// zipped is an archive in base64.
var zipped = knownvalue.StringRegexp(regexp.MustCompile(`^UEsD`)) // PK

// holds is a text with these words in it.
func holds(words string) knownvalue.Check {
	return knownvalue.StringRegexp(regexp.MustCompile(regexp.QuoteMeta(words)))
}

// pems are files in PEM: so many private keys and certificates, and nothing else.
type pems struct{ keys, certificates int }

func (p pems) CheckValue(value any) error {
	files, _ := value.(map[string]any)
	var got pems
	for name, content := range files {
		text, _ := content.(string)
		block, rest := pem.Decode([]byte(text))
		if block == nil || len(rest) != 0 {
			return fmt.Errorf("%s is not one block of PEM", name)
		}
		if _, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			got.keys++
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil {
			got.certificates++
		}
	}
	if got != p || len(files) != p.keys+p.certificates {
		return fmt.Errorf("there are %s in %d files, want %s", got, len(files), p)
	}
	return nil
}

func (p pems) String() string {
	return fmt.Sprintf("%d private keys and %d certificates", p.keys, p.certificates)
}

func TestAccBcsCertificateEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_certificate"
	of := blockchainLine(seeded)
	ephemerals(cloud,
		notOpened(cloud, kind, of+"org_name = \"org1\"\ncert_type = \"blok\"", `cert_type value must be one of: \["admin" "user" "ca"\]`),
		notOpened(cloud, kind, of+"org_name = \"org9\"\ncert_type = \"admin\"", `Could not read the certificate of org9 of the BCS instance .*BCS.4001051.*request id.*What to do: check the name of the organization`),
		notOpened(cloud, kind, lacking+"\norg_name = \"org1\"\ncert_type = \"admin\"", `certificate of org1 of the BCS instance `+nobody+`.*does not exist`),
		opened(cloud, kind, of+"org_name = \"org1\"\ncert_type = \"admin\"",
			gives{"region": text(acctest.Region), "content_base64": zipped, "files_base64": knownvalue.MapSizeExact(3), "files": pems{1, 2}}), // the certificate and the authority's
		opened(cloud, kind, of+"org_name = \"org1\"\ncert_type = \"user\"", gives{"files": pems{1, 2}}),
		opened(cloud, kind, of+"org_name = \""+seeded.OrdererInfo.Name+"\"\ncert_type = \"ca\"", gives{"files": pems{0, 1}}),
	)
}

// A hosted certificate is the same each time; of the others there is one more.
func TestAccBcsUserCertificateArchiveEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_user_certificate_archive"
	of := blockchainLine(seeded) + "org_name = \"org1\"\n"
	hosted, err := cloud.BCS().CreateUserCertificate(t.Context(), seeded.ID(), "org1", "alice", true)
	if err != nil {
		t.Fatal(err)
	}
	files, encoded := gives{}, gives{}
	for name, content := range unzip(t, hosted) {
		files[name], encoded[name] = text(string(content)), text(base64.StdEncoding.EncodeToString(content))
	}
	ephemerals(cloud,
		notOpened(cloud, kind, of+"security_mode = true\nuser_name = \"Al\"", `user_name must have 4 to 24 lower-case letters and digits.*"Al"`),
		notOpened(cloud, kind, of+`user_name = "alice"`, `argument "security_mode" is required`),
		notOpened(cloud, kind, lacking+"\norg_name = \"org1\"\nsecurity_mode = true\nuser_name = \"alice\"", `Could not issue the certificate of the user.*`+nobody+`.*does not exist`),
		opened(cloud, kind, of+"security_mode = true\nuser_name = \"alice\"", gives{"content_base64": zipped, "files": knownvalue.MapExact(files), "files_base64": knownvalue.MapExact(encoded)}),
		opened(cloud, kind, of+"security_mode = false\nuser_name = \"bobby\"", gives{"content_base64": zipped, "files": pems{1, 2}}),
	)
}

func TestAccBcsSdkConfigEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_sdk_config"
	peers := peerNames(t, cloud, seeded, "org1")
	// In the wrong order: the API wants the first peer first.
	if peers[0] < peers[1] {
		peers[0], peers[1] = peers[1], peers[0]
	}
	of := blockchainLine(seeded) + fmt.Sprintf("cert_path = \"/opt/demo\"\npeer_orgs = { org1 = [%q, %q] }\n", peers[0], peers[1])
	const one = "chaincode_name = \"chaincode\"\nchannel_name = \"orders\"\n"
	const several = "is_multi_chan = true\nchannel_chaincode = { orders = [\"chaincode\", \"another\"] }\n"
	config := knownvalue.MapPartial(gives{"chain-one-sdk-config.yaml": holds("\"channels\":\n  \"orders\":\n"), "chain-one-sdk-config.json": holds(`"channels":`)})
	ephemerals(cloud,
		notOpened(cloud, kind, of+"channel_name = \"orders\"", `chaincode_name is required`),
		notOpened(cloud, kind, of+one+several, `chaincode_name must be left out|channel_name must be left out`),
		notOpened(cloud, kind, of+"is_multi_chan = true", `channel_chaincode is required`),
		notOpened(cloud, kind, of+"chaincode_name = \"Code\"\nchannel_name = \"orders\"", `chaincode_name must have 6 to 25 lower-case letters`),
		notOpened(cloud, kind, of+"chaincode_name = \"chaincode\"\nchannel_name = \"nowhere\"", `Could not read the SDK configuration of the BCS instance .*BCS.4006012.*request id`),
		opened(cloud, kind, of+one, gives{"content_base64": zipped, "files": config}),
		opened(cloud, kind, of+several+"union_info = { other = [\"8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d\"] }", gives{"files": config}),
	)
}

func unzip(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	files, err := client.Unzip(archive)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// keyLines are the lines of the private key in an archive, each of which is secret.
func keyLines(t *testing.T, archive []byte) (lines []string) {
	t.Helper()
	for name, content := range unzip(t, archive) {
		if !strings.HasPrefix(name, "msp/keystore/") {
			continue
		}
		for line := range strings.Lines(string(content)) {
			if line = strings.TrimSpace(line); len(line) > 20 && !strings.HasPrefix(line, "-----") {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) == 0 {
		t.Fatal("the archive has no private key; the test proves nothing")
	}
	return lines
}

// A private key that was there while Terraform worked is afterwards in no state, no plan and no output.
func TestAccBcsEphemerals_leaveNothing(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	w := acctest.NewWorkspace(t, cloud.Provider()+fmt.Sprintf(`
ephemeral "hwc_bcs_certificate" "test" {
  blockchain_id = %[1]q
  org_name      = "org1"
  cert_type     = "admin"
}

ephemeral "hwc_bcs_user_certificate_archive" "test" {
  blockchain_id = %[1]q
  org_name      = "org1"
  user_name     = "alice"
  security_mode = true
}

resource "terraform_data" "test" {
  input = "made with them"
  depends_on = [ephemeral.hwc_bcs_certificate.test, ephemeral.hwc_bcs_user_certificate_archive.test]
}
`, seeded.ID()))
	w.Needs(t.Context(), "1.10")
	plan := filepath.Join(w.Dir, "plan.bin")
	outputs := w.MustRun(t.Context(), "plan", "-out", plan, "-no-color") + w.MustRun(t.Context(), "apply", "-no-color", plan)
	got := cloud.Requests()
	if got["GET "+certRoute] < 2 || got["POST "+userCertRoute] < 2 { // by the plan and by the apply
		t.Errorf("the certificates were not asked for:\n%s", cloud.RequestTable())
	}
	admin, err := cloud.BCS().GetCertificate(t.Context(), seeded.ID(), "org1", "admin")
	if err != nil {
		t.Fatal(err)
	}
	alice, err := cloud.BCS().CreateUserCertificate(t.Context(), seeded.ID(), "org1", "alice", true)
	if err != nil {
		t.Fatal(err)
	}
	secrets := append(keyLines(t, admin), keyLines(t, alice)...)
	if !strings.Contains(w.State(), "made with them") {
		t.Error("the state does not hold the resource; the test proves nothing")
	}
	for name, text := range map[string]string{"output": outputs, "state": w.State(), "plan": acctest.Unzipped(t, plan)} {
		if leak := acctest.Leak(text, secrets...); leak != "" {
			t.Errorf("the %s holds a private key: …%s…", name, leak)
		}
	}
}

// A refusal says what the cloud said, in a region without the service nothing is asked of anybody.
func TestAccBcsEphemerals_refused(t *testing.T) {
	t.Parallel()
	of := "blockchain_id = \"" + nobody + "\"\norg_name = \"org1\"\n"
	for kind, lines := range map[string]string{
		"hwc_bcs_certificate":              of + `cert_type = "ca"`,
		"hwc_bcs_user_certificate_archive": of + "user_name = \"alice\"\nsecurity_mode = true",
		"hwc_bcs_sdk_config":               lacking + "\ncert_path = \"/opt\"\npeer_orgs = { org1 = [\"peer-0\"] }\nchannel_name = \"orders\"\nchaincode_name = \"chaincode\"",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			cloud.AddFault(emulator.Fault{Status: 403, Code: "BCS.4030403", Message: "No permissions to request this method", Count: -1})
			config := strings.Replace(dataConfig(kind, lines), "data", "ephemeral", 1)
			ephemerals(cloud,
				resource.TestStep{
					Config:      cloud.Provider(`project_id = "`+acctest.ProjectID+`"`) + config,
					ExpectError: said(`Could not .* in cn-north-4: .*403 BCS.4030403 No permissions.*request id.*What to do: give the user the permission`),
				},
				resource.TestStep{
					Config:      elsewhere + config,
					ExpectError: said(`bcs is not offered in region ap-southeast-1 of myhuaweicloud.com, only in cn-north-1.*What to do: set .region. to one that offers`),
				},
			)
		})
	}
}
