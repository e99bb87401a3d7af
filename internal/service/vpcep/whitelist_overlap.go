package vpcep

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// whitelistPart is how much of a whitelist a resource manages.
type whitelistPart int

const (
	wholeWhitelist whitelistPart = iota
	oneRecord
)

// whitelistClaims knows which whitelists the resources of this run manage, and how much of them.
type whitelistClaims struct {
	mu     sync.Mutex
	claims map[string][2]bool // region and service -> by whitelistPart
}

// claimWhitelist notes that a resource manages a part of a whitelist, and reports whether another kind of resource
// manages it too: the whole would remove the records of the others at each apply.
func claimWhitelist(object *framework.WithClient[*vpcep.Client], region, service string, part whitelistPart) (overlap bool) {
	shared := object.Memo("vpcep/whitelist claims", func() any { return &whitelistClaims{claims: map[string][2]bool{}} })
	c := shared.(*whitelistClaims) //nolint:forcetypeassert // the function above made it
	c.mu.Lock()
	defer c.mu.Unlock()
	claims := c.claims[region+"/"+service]
	claims[part] = true
	c.claims[region+"/"+service] = claims
	return claims[wholeWhitelist] && claims[oneRecord]
}

func whitelistOverlap(object string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Two kinds of resources manage one whitelist", object+": `hwc_vpcep_service_whitelist` holds exactly its own records and "+
		"removes those of `hwc_vpcep_service_whitelist_record`, which the next apply adds again. Use one of the two kinds for a service.")
}
