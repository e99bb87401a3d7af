package emulator

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// Cloud names an operator of the same APIs.
type Cloud string

// The clouds the emulator can be (contract/vpcep.md 8).
const (
	HuaweiCloud      Cloud = "huawei"
	OpenTelekomCloud Cloud = "otc" // fewer operations and fields, other limits of tags, and servers that are bare metal
)

// ParseCloud reads the name of a cloud, naming those there are; "" is Huawei Cloud.
func ParseCloud(name string) (Cloud, error) {
	cloud := Cloud(name)
	if cloud == "" {
		cloud = HuaweiCloud
	}
	if _, known := operators[cloud]; !known {
		return "", fmt.Errorf("no cloud %q: there are %s and %s", name, HuaweiCloud, OpenTelekomCloud)
	}
	return cloud, nil
}

// Regions are those of the emulated cloud, in each of which the tenants have a project of its name.
func (e *Emulator) Regions() []string { return slices.Clone(e.operator.regions) }

// operator is what one cloud offers.
type operator struct {
	partner bool // runs the older part of the APIs
	regions []string

	publicPrefix string // of the names of public services
	publicOwner  string
	public       []publicService
	dnsDomain    string

	serverTypes            []string // of endpoint services
	maxTagKey, maxTagValue int      // characters
	maxFilterKeys          int      // in one filter of resource_instances/action (contract/vpcep.md 5)
	tagKey, tagValue       *regexp.Regexp
}

var operators = map[Cloud]operator{
	HuaweiCloud: {
		regions:      []string{"cn-north-4", "ap-southeast-1"},
		publicPrefix: "com.myhuaweicloud.", publicOwner: "example", public: publicCatalogue, dnsDomain: "huaweicloud.com",
		maxTagKey: maxTagKey, maxTagValue: maxTagValue, tagKey: tagKeyPattern, tagValue: tagValuePattern, maxFilterKeys: 10,
		serverTypes: []string{"VM", "LB", "VIP"},
	},
	OpenTelekomCloud: {
		partner:      true,
		regions:      []string{"eu-de", "eu-nl"},
		publicPrefix: "com.t-systems.otc.", publicOwner: "OTC", public: otcCatalogue, dnsDomain: "otc.t-systems.com",
		maxTagKey: 36, maxTagValue: 43, tagKey: otcTagPattern, tagValue: otcTagPattern, maxFilterKeys: 20,
		serverTypes: []string{"VM", "LB", "VIP", "BMS"},
	},
}

var otcTagPattern = regexp.MustCompile(`^[A-Za-z0-9_@-]*$`)

// huaweiFields are what partner clouds neither take nor show (contract/vpcep.md 8). They show policy_statement only.
var huaweiFields = []string{"enable_policy", "policy_document", "ip_version", "ipv6_address", "snat_network_id",
	"supported_editions", "public_border_group"}

// refuseHuaweiFields refuses a body with a field that partner clouds do not have, and the type of permissions, which
// they do not ask for. A loose emulator takes the fields away instead.
func (c *call) refuseHuaweiFields() error {
	var fields map[string]json.RawMessage
	if !c.operator.partner || !json.Valid(c.body) {
		return nil // decode says what is wrong with the body
	}
	if err := json.Unmarshal(c.body, &fields); err != nil {
		return err
	}
	for name := range fields {
		if name != "permission_type" && !slices.Contains(huaweiFields, name) {
			continue
		}
		if !c.options.Loose {
			return fmt.Errorf("unknown field %q", name)
		}
		delete(fields, name)
	}
	var err error
	c.body, err = json.Marshal(fields)
	return err
}

// withoutHuaweiFields takes away what partner clouds do not show, however deep it is.
func withoutHuaweiFields(tree any) {
	switch node := tree.(type) {
	case object:
		for _, name := range huaweiFields {
			delete(node, name)
		}
		for _, value := range node {
			withoutHuaweiFields(value)
		}
	case []any:
		for _, value := range node {
			withoutHuaweiFields(value)
		}
	}
}
