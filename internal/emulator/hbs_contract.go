package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Statuses of contracts (public page ListContractsNew).
const (
	contractInstalling = "Installing"
	contractFailed     = "Failed"
	contractSuccess    = "Success"
)

// hbsContract is one contract of a chain.
type hbsContract struct {
	stamps
	name, version, kind    string
	description            string
	installOrgs            []string
	endorseOrgs            []string
	endorsePolicy          string
	hash                   string
	securityCheck          bool
	status                 string
	change                 *change
	failure                *failure
	address, abi, bytecode string // of Besu
}

var (
	contractNamePattern    = regexp.MustCompile(`^.{6,25}$`)
	contractVersionPattern = regexp.MustCompile(`^.{2,14}$`)
)

// maxContractFile is the largest file of each type in bytes (contract/bcs.md 1H.4). A body has at most 12 MB anyway.
var maxContractFile = map[string]int{"go": 30 << 20, "solidity": 30 << 20, "java": 100 << 20}

const maxContractText = 50

// settleChain ends what is due on a chain: contracts and endpoints, and makes the automatic backup.
func (e *Emulator) settleChain(i *hbsInstance, now time.Time) {
	for n := range i.contracts {
		if done := i.contracts[n].change; done.due(now) {
			e.store.hbsInstances.touch(i.id)
			i.contracts = slices.Clone(i.contracts)
			contract := &i.contracts[n]
			contract.change, contract.failure, contract.status = nil, done.policy.fail, contractSuccess
			if contract.failure != nil {
				contract.status = contractFailed
				continue
			}
			e.addBlock(i, contract.installOrgs[0], commonTransaction, contract.name)
		}
	}
	for n := range i.endpoints {
		if done := i.endpoints[n].change; done.due(now) {
			e.store.hbsInstances.touch(i.id)
			i.endpoints = slices.Clone(i.endpoints)
			i.endpoints[n].change, i.endpoints[n].failure = nil, done.policy.fail
		}
	}
	e.backupByRule(i, now)
}

// form is a multipart body: its texts and its one file.
type form struct {
	texts map[string][]string
	file  []byte
}

// readForm decodes a multipart body; unknown parts are refused like unknown fields of JSON.
func (c *call) readForm(known ...string) (*form, *reply) {
	kind, parameters, err := mime.ParseMediaType(c.req.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, new(hbsFail("HBS.40000001", "Content-Type must be multipart/form-data."))
	}
	f := &form{texts: map[string][]string{}}
	reader := multipart.NewReader(bytes.NewReader(c.body), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF { //nolint:errorlint // this method returns the bare value, and says so
			return f, nil
		}
		if err != nil {
			return nil, new(hbsFail("HBS.40000001", "The form is broken: ", err, "."))
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, new(hbsFail("HBS.40000001", "The form is broken: ", err, "."))
		}
		name := part.FormName()
		if !slices.Contains(known, name) && !c.options.Loose {
			return nil, new(hbsFail("HBS.40000001", "unknown part \"", name, "\"."))
		}
		if name == "file" {
			f.file = content
		} else {
			f.texts[name] = append(f.texts[name], string(content))
		}
	}
}

func (f *form) text(name string) string { return strings.Join(f.texts[name], ",") }

// list reads a list. The public example sends JSON; repeated parts and commas do, too [CHOICE].
func (f *form) list(name string) []string {
	text := f.text(name)
	var items []string
	if json.Unmarshal([]byte(text), &items) == nil {
		return items
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// installHBSContract installs a contract, or a new version of it (contract/bcs.md 1H.4).
func installHBSContract(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused == nil && i.status != hbsAvailable {
		refused = i.wrongState()
	}
	if refused != nil {
		return *refused
	}
	f, refused := c.readForm("name", "version", "type", "install_orgs", "endorse_orgs", "endorse_policy", "file", "description",
		"security_check", "byte_code")
	if refused != nil {
		return *refused
	}
	contract, refused := i.checkContract(f)
	if refused != nil {
		return *refused
	}
	contract.stamps, contract.change = c.newStamps(), c.begin(HBSContract, "")
	c.store.hbsInstances.touch(i.id)
	i.contracts = append(slices.DeleteFunc(slices.Clone(i.contracts), func(other hbsContract) bool { return other.name == contract.name }),
		contract)
	return ok(success())
}

// checkContract validates the form.
func (i *hbsInstance) checkContract(f *form) (hbsContract, *reply) {
	for _, name := range []string{"name", "version", "type", "install_orgs", "endorse_orgs", "endorse_policy"} {
		if f.text(name) == "" {
			return hbsContract{}, hbsMissing(name)
		}
	}
	contract := hbsContract{name: f.text("name"), version: f.text("version"), kind: f.text("type"), description: f.text("description"),
		installOrgs: f.list("install_orgs"), endorseOrgs: f.list("endorse_orgs"), endorsePolicy: f.text("endorse_policy"),
		securityCheck: f.text("security_check") == "true", status: contractInstalling}
	before, exists := find(i.contracts, func(other hbsContract) bool { return other.name == contract.name })
	switch {
	case !contractNamePattern.MatchString(contract.name):
		return contract, hbsInvalid("name must have 6 to 25 characters.")
	case !contractVersionPattern.MatchString(contract.version):
		return contract, hbsInvalid("version must have 2 to 14 characters.")
	case maxContractFile[contract.kind] == 0:
		return contract, hbsInvalid("type must be go, solidity or java.")
	case contract.endorsePolicy != "OR" && contract.endorsePolicy != "AND":
		return contract, hbsInvalid("endorse_policy must be OR or AND.")
	case len(f.file) == 0 && (contract.kind != "solidity" || f.text("byte_code") == ""): // the public example sends either
		return contract, hbsMissing("file")
	case len(f.file) > maxContractFile[contract.kind]:
		return contract, hbsInvalid("file must have at most %d bytes.", maxContractFile[contract.kind])
	case len(f.file) > 0 && !bytes.HasPrefix(f.file, []byte("PK")):
		return contract, hbsInvalid("file must be a zip archive.")
	case utf8.RuneCountInString(contract.description) > maxContractText:
		return contract, hbsInvalid("description must have at most %d characters.", maxContractText)
	case exists && before.version == contract.version:
		return contract, hbsInvalid("contract %s has version %s already.", contract.name, contract.version)
	}
	for _, id := range slices.Concat(contract.installOrgs, contract.endorseOrgs) {
		if _, known := find(i.orgs, func(o hbsOrg) bool { return o.chainOrgID == id }); !known {
			return contract, new(hbsFail("HBS.40000005", "The chain ", i.chainID, " has no organization ", id, "."))
		}
	}
	sum := sha256.Sum256(append(f.file, f.text("byte_code")...))
	contract.hash = hex.EncodeToString(sum[:])
	return contract, nil
}

// contractView is one contract (public page ListContractsNew).
func (i *hbsInstance) contractView(contract hbsContract) object {
	message, check := "", 0
	if contract.failure != nil {
		message = contract.failure.code + ": " + contract.failure.message
	}
	if contract.securityCheck {
		check = 2 // done
	}
	return object{"name": contract.name, "version": contract.version, "type": contract.kind, "status": contract.status,
		"failed_message": message, "description": contract.description, "chain_id": i.chainID,
		"install_orgs": contract.installOrgs, "endorse_orgs": contract.endorseOrgs, "endorse_policy": contract.endorsePolicy,
		"file_hash_code": contract.hash, "security_check": contract.securityCheck, "security_check_status": check,
		"install_time": contract.created.Format(serviceTime)}
}

// contract finds the contract that the query names.
func (c *call) contract(i *hbsInstance) (hbsContract, *reply) {
	name := c.query.Get("name")
	if name == "" {
		return hbsContract{}, hbsMissing("name")
	}
	contract, found := find(i.contracts, func(other hbsContract) bool { return other.name == name })
	if !found {
		return contract, new(hbsFail("HBS.40000012", "The chain ", i.chainID, " has no contract ", name, "."))
	}
	if !c.stale {
		contract.change.sawRead()
	}
	return contract, nil
}

func showHBSContract(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	contract, refused := c.contract(i)
	if refused != nil {
		return *refused
	}
	return ok(i.contractView(contract))
}

func listHBSContracts(c *call) reply { return c.listContracts(kindHBS, (*hbsInstance).contractView) }

func (c *call) listContracts(kind string, view func(*hbsInstance, hbsContract) object) reply {
	i, refused := c.chain(kind)
	if refused != nil {
		return *refused
	}
	p, refused := c.hbsPage(maxChainLimit)
	if refused != nil {
		return *refused
	}
	return counted("contracts", pageOf(p, i.contracts), len(i.contracts), func(contract hbsContract) object {
		if !c.stale {
			contract.change.sawRead()
		}
		return view(i, contract)
	})
}

// downloadHBSReport gives the report of the security check of a Go contract.
func downloadHBSReport(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	contract, refused := c.contract(i)
	if refused != nil {
		return *refused
	}
	if language := c.query.Get("language"); !slices.Contains([]string{"", "en-us", "zh-cn"}, language) {
		return *hbsInvalid("language must be en-us or zh-cn.")
	}
	if contract.kind != "go" || !contract.securityCheck {
		return *hbsInvalid("contract %s was not checked.", contract.name)
	}
	text := "Contract " + contract.name + " " + contract.version + "\nSHA-256 " + contract.hash + "\nProblems found: 0\n"
	return c.archiveReply(false, contract.name+"-report", map[string][]byte{"report.txt": []byte(text)})
}
