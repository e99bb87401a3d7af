package client

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const (
	defaultCloud = "myhuaweicloud.com"
	euCloud      = "myhuaweicloud.eu"
	euRegions    = "eu-west-1" // the prefix; "eu-west-0" belongs to another cloud (contract/auth.md 5.1)
)

// globalServices are deployed once for all regions, so their host has no region (contract/auth.md 4).
var globalServices = []string{"bss", "cdn", "dns", "eps", "ram", "tms"}

// globalEvenInEU are the only services whose host has no region on HUAWEI CLOUD EU (contract/auth.md 5.1).
var globalEvenInEU = []string{"cdn", "ram"}

var (
	regionPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)
	domainPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?$`)
)

// ValidRegion reports whether a text can be the id of a region; it need not be one that is known.
func ValidRegion(region string) bool { return regionPattern.MatchString(region) }

// ValidDomain reports whether a text can be the DNS domain of a cloud, with or without a port.
func ValidDomain(domain string) bool { return domainPattern.MatchString(domain) }

// cloudOf returns the configured DNS domain or, without one, that of the region (contract/auth.md 5.1).
func cloudOf(cloud, region string) string {
	switch {
	case cloud != "":
		return cloud
	case strings.HasPrefix(region, euRegions):
		return euCloud
	default:
		return defaultCloud
	}
}

// hostOf applies the host rule of contract/auth.md 5.1.
func hostOf(service, region, cloud string) string {
	name := service
	if service == "hbs" { // an API of BCS (contract/bcs.md 0)
		name = "bcs"
	}
	if label, ok := factsOf(cloud).hosts[service]; ok {
		name = label
	}
	global := globalServices
	if strings.HasPrefix(region, euRegions) {
		global = globalEvenInEU
	}
	if slices.Contains(global, service) {
		return name + "." + cloud
	}
	return name + "." + region + "." + cloud
}

// baseURL returns where a service is reached: the configured URL, else that of the host rule.
func (s *Service) baseURL() (*url.URL, error) {
	if !ValidRegion(s.region) {
		return nil, fmt.Errorf("invalid region %q", s.region)
	}
	if configured := s.configuredURL(); configured != nil {
		return configured, nil
	}
	// A region of another cloud than the default one's still has its own domain.
	return &url.URL{Scheme: "https", Host: hostOf(s.name, s.region, cloudOf(s.client.cfg.Cloud, s.region))}, nil
}

// configuredURL returns the URL that the configuration gives a service, or nil if the host rule is to be used. IAM is
// found at the auth URL unless it has an endpoint of its own; everything else follows endpoint, endpoint URL.
func (s *Service) configuredURL() *url.URL {
	c := s.client
	switch {
	case c.endpoints[s.name] != nil:
		return c.endpoints[s.name]
	case s.name == "hbs" && c.endpoints["bcs"] != nil:
		return c.endpoints["bcs"]
	case s.name == "iam" && c.authURL != nil:
		return c.authURL
	default:
		return c.endpoint
	}
}

// loginURL returns where tokens are issued: the auth URL wins even over an endpoint of IAM.
func (s *Service) loginURL() (*url.URL, error) {
	if s.client.authURL != nil {
		return s.client.authURL, nil
	}
	return s.baseURL()
}

// parseBaseURL normalises a base URL given by a person: a missing scheme is https, a trailing slash is dropped.
func parseBaseURL(raw string) (*url.URL, error) {
	text := strings.TrimSpace(raw)
	if text == "" {
		return nil, errors.New("it is empty")
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		// The error would repeat the text, which may hold a password.
		return nil, errors.New("it is not a URL")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("scheme %q is neither http nor https", u.Scheme)
	case u.Hostname() == "":
		return nil, errors.New("it has no host")
	case u.User != nil:
		return nil, errors.New("it must not hold a user or password")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must not hold a query or fragment")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, nil
}
