package vpcep

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// ServiceName are the parts of the full name of an endpoint service (contract/vpcep.md 2.4).
type ServiceName struct {
	Region string
	Name   string // empty when the service has none
	ID     string
}

var (
	shortName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,16}$`)
	uuid      = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
)

// ParseServiceName takes the full name of an endpoint service apart: "region.name.id" or "region.id". Public services
// have names of another form, which hold no id (contract/vpcep.md 1.10 and 2.4).
func ParseServiceName(full string) (ServiceName, error) {
	var parts ServiceName
	switch split := strings.Split(full, "."); len(split) {
	case 2:
		parts = ServiceName{Region: split[0], ID: split[1]}
	case 3:
		parts = ServiceName{Region: split[0], Name: split[1], ID: split[2]}
		if !shortName.MatchString(parts.Name) {
			return ServiceName{}, fmt.Errorf(`the name %q is not one to 16 letters, digits, "_" and "-"`, parts.Name)
		}
	default:
		return ServiceName{}, fmt.Errorf(`%q is not "region.name.id" or "region.id"; names of public services hold no id`, full)
	}
	if !client.ValidRegion(parts.Region) {
		return ServiceName{}, fmt.Errorf("%q cannot be a region", parts.Region)
	}
	if !uuid.MatchString(parts.ID) {
		return ServiceName{}, fmt.Errorf("%q is not the id of an endpoint service: want a UUID with hyphens", parts.ID)
	}
	return parts, nil
}
