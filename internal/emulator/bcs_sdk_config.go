package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sdkConfigRequest is the body of POST sdk-cfg (contract/bcs.md 4).
type sdkConfigRequest struct {
	Chaincode  *string             `json:"chaincode_name"`
	CertPath   *string             `json:"cert_path"`
	Channel    *string             `json:"channel_name"`
	Orgs       map[string][]string `json:"peer_orgs"`
	Union      map[string][]string `json:"union_info"`
	Many       bool                `json:"is_multi_chan"`
	Chaincodes map[string][]string `json:"channel_chaincode"`
}

var chaincodePattern = regexp.MustCompile(`^[a-z][a-z0-9]{5,24}$`)

// downloadSDKConfig gives what an application needs to find its peers, as YAML and as JSON.
func downloadSDKConfig(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	r, refused := readBCS[sdkConfigRequest](c)
	if refused == nil {
		refused = b.deployedNow()
	}
	if refused == nil {
		refused = b.checkSDKConfig(r)
	}
	if refused != nil {
		return *refused
	}
	config := b.sdkConfig(r)
	text, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		panic("emulator: SDK config cannot be encoded: " + err.Error()) // maps of plain values
	}
	name := b.name + "-sdk-config"
	return c.archiveReply(b.sm2(), name, map[string][]byte{name + ".json": text, name + ".yaml": []byte(yamlOf(config, ""))})
}

// checkSDKConfig: one channel with one chaincode, or several channels with several.
func (b *blockchain) checkSDKConfig(r *sdkConfigRequest) *reply {
	if refused := required(text("cert_path", r.CertPath), parameter{"peer_orgs", len(r.Orgs) > 0}); refused != nil {
		return refused
	}
	if r.Many {
		if len(r.Chaincodes) == 0 {
			return missing("channel_chaincode")
		}
		if orEmpty(r.Chaincode) != "" || orEmpty(r.Channel) != "" {
			return invalid("chaincode_name and channel_name must be empty when is_multi_chan is true")
		}
	} else {
		if refused := required(text("chaincode_name", r.Chaincode), text("channel_name", r.Channel)); refused != nil {
			return refused
		}
		r.Chaincodes = map[string][]string{*r.Channel: {*r.Chaincode}}
	}
	for name, chaincodes := range r.Chaincodes {
		if _, exists := b.channel(name); !exists {
			return new(bcsFail("BCS.4006012"))
		}
		for _, chaincode := range chaincodes {
			if !chaincodePattern.MatchString(chaincode) {
				return invalid("the chaincode name %s is invalid", chaincode)
			}
		}
	}
	for org, peers := range r.Orgs {
		o, known := b.org(org)
		if !known {
			return noSuchOrg(org)
		}
		// Peers are named in ascending order from the first one on.
		if len(peers) == 0 || len(peers) > o.peers || !slices.Equal(peers, b.peerNames(org, firstPeers(len(peers)))) {
			return invalid("the peers %v of org %s are wrong", peers, org)
		}
	}
	return nil
}

// sdkConfig is the connection profile; its real layout is not known, so it is that of Fabric's own SDKs.
func (b *blockchain) sdkConfig(r *sdkConfigRequest) object {
	channels, organizations, peers, orderers := object{}, object{}, object{}, object{}
	orderer := "orderer-" + b.hash(b.ordererOrg())
	for i := range b.orderers {
		name := orderer + "-" + strconv.Itoa(i)
		orderers[name] = object{"url": "grpcs://" + b.nodeIP() + ":" + strconv.Itoa(firstOrdererPort+i)}
	}
	port := firstPeerPort
	for _, o := range b.orgs {
		if names := r.Orgs[o.name]; names != nil {
			organizations[o.name] = object{"mspid": b.hash(o.name) + "MSP", "peers": names,
				"cryptoPath": strings.TrimSuffix(*r.CertPath, "/") + "/" + o.name + "/msp"}
			for i, name := range names {
				peers[name] = object{"url": "grpcs://" + b.nodeIP() + ":" + strconv.Itoa(port+i)}
			}
		}
		port += o.peers
	}
	for name, chaincodes := range r.Chaincodes {
		channels[name] = object{"orderers": slices.Sorted(maps.Keys(orderers)), "peers": slices.Sorted(maps.Keys(peers)),
			"chaincodes": chaincodes}
	}
	for member, hashes := range r.Union {
		organizations[member] = object{"hashes": hashes}
	}
	return object{"name": b.name, "version": "1.0.0", "channels": channels, "organizations": organizations,
		"orderers": orderers, "peers": peers}
}

// yamlOf writes an object of objects, lists of strings and strings as YAML.
func yamlOf(node object, indent string) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(node)) {
		switch value := node[name].(type) {
		case object:
			if len(value) == 0 {
				fmt.Fprintf(&text, "%s%q: {}\n", indent, name)
				continue
			}
			fmt.Fprintf(&text, "%s%q:\n%s", indent, name, yamlOf(value, indent+"  "))
		case []string:
			fmt.Fprintf(&text, "%s%q:\n", indent, name)
			for _, item := range value {
				fmt.Fprintf(&text, "%s  - %q\n", indent, item)
			}
		default:
			fmt.Fprintf(&text, "%s%q: %q\n", indent, name, value)
		}
	}
	return text.String()
}
