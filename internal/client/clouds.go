package client

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// cloudFacts is what is known of one of the clouds that run this API. A fact that is missing means that nothing is
// ruled out, so the zero value is a cloud nobody knows, such as a private one (HCS).
type cloudFacts struct {
	domain  string
	regions []string
	// hosts are the services whose host does not begin with their name.
	hosts map[string]string
	// services are those that only some regions offer; an empty list is none at all.
	services map[string][]string
	// spares are the domains of services that have a second endpoint.
	spares map[string]string
	// lacks are the operations that the cloud does not offer, a brace standing for any name in braces.
	lacks []string
}

// clouds is contract/auth.md 5, contract/bcs.md 0 and contract/vpcep.md 8 as one table.
var clouds = []cloudFacts{
	{
		domain: defaultCloud,
		regions: []string{
			"cn-north-1", "cn-north-2", "cn-north-4", "cn-north-9", "cn-north-11", "cn-north-12",
			"cn-east-2", "cn-east-3", "cn-east-4", "cn-east-5", "cn-south-1", "cn-south-2", "cn-south-4",
			"cn-southwest-2", "cn-southwest-3",
			"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
			"af-south-1", "af-north-1", "la-south-2", "la-north-2", "na-mexico-1", "sa-brazil-1", "tr-west-1",
			"eu-west-0", "my-kualalumpur-1", "ae-ad-1", "me-east-1", "ru-moscow-1", "ru-northwest-2",
		},
		services: map[string][]string{
			"bcs": {"cn-north-1", "cn-north-4", "cn-south-1", "cn-east-2"},
			"hbs": {"cn-north-4"},
		},
		spares: map[string]string{"bcs": "myhuaweicloud.cn"},
	},
	{domain: euCloud, regions: []string{"eu-west-101"}, services: noBlockchains},
	{domain: "otc.t-systems.com", regions: []string{"eu-de", "eu-nl"}, services: noBlockchains, lacks: append(newerOperations, routeTables)},
	{
		domain: "sc.otc.t-systems.com", regions: []string{"eu-ch2"}, hosts: map[string]string{"iam": "iam-pub"},
		services: noBlockchains, lacks: append(newerOperations, routeTables),
	},
	{domain: "prod-cloud-ocb.orange-business.com", regions: []string{"eu-west-0"}, services: noBlockchains, lacks: newerOperations},
}

var noBlockchains = map[string][]string{"bcs": {}, "hbs": {}}

// newerOperations are those of VPCEP that only Huawei Cloud documents.
var newerOperations = slices.Clip([]string{
	"PUT /v1/{}/vpc-endpoint-services/{}/name",
	"PUT /v1/{}/vpc-endpoint-services/{}/connections/description",
	"POST /v1/{}/vpc-endpoint-services/{}/permissions/batch-create",
	"POST /v1/{}/vpc-endpoint-services/{}/permissions/batch-delete",
	"PUT /v1/{}/vpc-endpoint-services/{}/permissions/{}",
	"POST /v2/{}/vpc-endpoint-services/{}/upgrade",
	"POST /v2/{}/vpc-endpoint-services/{}/add-server-resources",
	"PUT /v1/{}/vpc-endpoints/{}",
	"PUT /v1/{}/vpc-endpoints/{}/policy",
	"DELETE /v1/{}/vpc-endpoints/{}/policy",
	"POST /v2/{}/vpc-endpoints/{}/upgrade",
})

const routeTables = "PUT /v1/{}/vpc-endpoints/{}/routetables"

// factsOf returns what is known of the cloud with a domain.
func factsOf(domain string) cloudFacts {
	for _, facts := range clouds {
		if strings.EqualFold(facts.domain, domain) {
			return facts
		}
	}
	return cloudFacts{domain: domain}
}

// KnownRegion reports whether a cloud is known to have a region; "" is the region's own cloud. Of a cloud that nobody
// knows it is always true. Regions are added faster than this list, so false is worth a warning, not an error
// (contract/auth.md 5.2).
func KnownRegion(cloud, region string) bool {
	facts := factsOf(cloudOf(cloud, region))
	return facts.regions == nil || slices.Contains(facts.regions, region)
}

// Warnings returns what New found odd in the configuration but went on with, one sentence each.
func (c *Client) Warnings() []string {
	region := c.cfg.Region
	if c.unready != nil || c.endpoint != nil || KnownRegion(c.cfg.Cloud, region) {
		return nil
	}
	facts := factsOf(cloudOf(c.cfg.Cloud, region))
	text := fmt.Sprintf("The region %q is not known to be one of %s, which has %s.", region, facts.domain, strings.Join(facts.regions, ", "))
	for _, other := range clouds {
		if slices.Contains(other.regions, region) {
			text += fmt.Sprintf(" It is one of %s: set cloud to that.", other.domain)
		}
	}
	return []string{text}
}

// NotOfferedError is a call that was not sent because the cloud is known not to offer it (contract/auth.md 5,
// contract/bcs.md 0, contract/vpcep.md 8).
type NotOfferedError struct {
	Method, Route          string // empty if no call was asked for
	Service, Region, Cloud string
	// Operation means that the cloud has the service, but not this operation of it.
	Operation bool
	// Regions are those that do offer the service; with none, the cloud does not.
	Regions []string
}

func (e *NotOfferedError) Error() string {
	where := fmt.Sprintf("%s is not offered by %s", e.Service, e.Cloud)
	switch {
	case e.Operation:
		where = fmt.Sprintf("%s of %s does not offer this operation", e.Service, e.Cloud)
	case len(e.Regions) > 0:
		where = fmt.Sprintf("%s is not offered in region %s of %s, only in %s", e.Service, e.Region, e.Cloud, strings.Join(e.Regions, ", "))
	}
	text := where + "; if it is by now, give its URL under endpoints"
	if e.Route == "" {
		return text
	}
	return fmt.Sprintf("%s %s: %s", e.Method, e.Route, text)
}

var braces = regexp.MustCompile(`\{[^}]*\}`)

// Offered returns a *NotOfferedError if the cloud is known not to offer the service in its region. A configured endpoint
// is trusted to do so.
func (s *Service) Offered() error {
	facts := s.facts()
	regions, limited := facts.services[s.name]
	if !limited || slices.Contains(regions, s.region) {
		return nil
	}
	return &NotOfferedError{Service: s.name, Region: s.region, Cloud: facts.domain, Regions: regions}
}

// Offers is Offered for one operation of the service, by its method and route.
func (s *Service) Offers(method, route string) error {
	if refusal, ok := errors.AsType[*NotOfferedError](s.Offered()); ok {
		refusal.Method, refusal.Route = method, route
		return refusal
	}
	facts := s.facts()
	if !slices.Contains(facts.lacks, method+" "+braces.ReplaceAllString(route, "{}")) {
		return nil
	}
	return &NotOfferedError{Method: method, Route: route, Service: s.name, Region: s.region, Cloud: facts.domain, Operation: true}
}

// facts returns what is known of the cloud that a service is in; nothing is known of a configured endpoint, or of a
// client without a configuration.
func (s *Service) facts() cloudFacts {
	if s.client.unready != nil || s.configuredURL() != nil {
		return cloudFacts{}
	}
	return factsOf(cloudOf(s.client.cfg.Cloud, s.region))
}

// cloudOfURL returns the domain of the cloud that an auth URL belongs to, or "" if it tells none: users of the partner
// clouds' own providers configure that URL and nothing else.
func cloudOfURL(auth *url.URL, region string) string {
	if auth == nil {
		return ""
	}
	label, rest, _ := strings.Cut(strings.ToLower(auth.Hostname()), ".")
	if label != "iam" && label != "iam-pub" {
		return ""
	}
	if domain, ok := strings.CutPrefix(rest, region+"."); ok {
		return domain
	}
	if factsOf(rest).regions != nil { // the global host, without a region
		return rest
	}
	return ""
}

// RegionOfURL returns the region whose IAM an auth URL leads to, in one of the known clouds, or "".
func RegionOfURL(auth string) string {
	u, err := parseBaseURL(auth)
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	region, domain, _ := strings.Cut(rest, ".")
	if !slices.Contains(factsOf(domain).regions, region) {
		return ""
	}
	return region
}
