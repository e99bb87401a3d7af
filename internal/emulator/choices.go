package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Choices settle what the contract leaves open (contract/vpcep.md 10, contract/auth.md 9). The zero value is what
// the contract recommends or the clients suggest.
type Choices struct {
	ServiceAvailableAtOnce  bool `json:"service_available_at_once"` // POST service answers available, not creating
	PendingAfterCreating    bool `json:"pending_after_creating"`    // POST endpoint with approval answers creating first
	PendingShowsDNS         bool `json:"pending_shows_dns"`         // enable_dns shows as asked before the endpoint is connected
	OmittedWhitelistClears  bool `json:"omitted_whitelist_clears"`  // PUT endpoint: an absent field means its default, instead of no change
	WhitelistMasks          bool `json:"whitelist_masks"`           // an address in an endpoint's whitelist shows as a network of one, with /32
	RefuseUDP               bool `json:"refuse_udp"`                // UDP ports give EndPoint.3075
	RefuseNoRouteTables     bool `json:"refuse_no_route_tables"`    // an empty list of route tables gives EndPoint.1019, instead of unbinding all
	RefuseChangesInUse      bool `json:"refuse_changes_in_use"`     // PUT port_id, ports or tcp_proxy of a service in use gives EndPoint.3006
	OwnerPermissionHidden   bool `json:"owner_permission_hidden"`   // adding the owner's own account stores no record
	PermissionsAnswerAll    bool `json:"permissions_answer_all"`    // permissions/action answers with all records of the type, instead of those submitted (vpcep.md 10.3)
	StrictPermissions       bool `json:"strict_permissions"`        // adding a record that is there, or removing one that is not, gives EndPoint.3002 (vpcep.md 10.3)
	NamesAreDomains         bool `json:"names_are_domains"`         // iam:domainName records are of type domainId, instead of domainName (vpcep.md 10.4)
	BindFailures            bool `json:"bind_failures"`             // a route table in use is a bind_failed of PUT routetables, instead of EndPoint.2039
	DropOrphans             bool `json:"drop_orphans"`              // deleting a service deletes its unconnected endpoints, instead of keeping them
	UpgradeNeedsEdition     bool `json:"upgrade_needs_edition"`     // professional endpoints need a service upgraded before
	RefuseLimitZero         bool `json:"refuse_limit_zero"`         // limit=0 of a VPCEP list gives EndPoint.0006, instead of an empty page (vpcep.md 10.15)
	UpgradeNeedsBody        bool `json:"upgrade_needs_body"`        // upgrading a service without a body with an action gives EndPoint.0002, instead of upgrading it (vpcep.md 1.19, 10.14)
	RejectionIsFinal        bool `json:"rejection_is_final"`        // receive of a rejected endpoint gives EndPoint.2027, instead of connecting it (vpcep.md 2.2, 10.13)
	ReceiveFailed           bool `json:"receive_failed"`            // receive of a failed endpoint connects it, instead of giving EndPoint.2047 (vpcep.md 10.13)
	RejectionDropsDNS       bool `json:"rejection_drops_dns"`       // an endpoint rejected after it was accepted has no DNS (vpcep.md 2.2, 10.13)
	DescribeChecksWhitelist bool `json:"describe_checks_whitelist"` // describe of a service that does not list the caller gives EndPoint.2012 (vpcep.md 10.7)
	DescribeQueryCode       int  `json:"describe_query_code"`       // number of the code when describe gets neither or both of its parameters, 2 or 2002; 0: 2002 for neither, 2 for both (vpcep.md 1.9, 10.7)
	MissingServiceCode      int  `json:"missing_service_code"`      // number of the code, with 404, of a service that is not there, 5 or 2003; 0: 5 (vpcep.md 10.5)
	MissingEndpointCode     int  `json:"missing_endpoint_code"`     // number of the code of an endpoint that is not there, 5, 2006, 2007 or 2008; 0: 2006 (vpcep.md 10.5)
	ServiceInUseCode        int  `json:"service_in_use_code"`       // number of the code of DELETE of a service in use, 3005 or 3006; 0: 3006 (vpcep.md 10.6)
	ProjectMismatchCode     int  `json:"project_mismatch_code"`     // number of VPCEP's code for a login of another project, 4 or 14; 0: Common.0018 (vpcep.md 7.5)
	CommonMismatch          bool `json:"common_mismatch"`           // BCS and HBS answer Common.0018 too, instead of codes of their own (bcs.md 7.1, 7.2)
	ProjectMismatchStatus   int  `json:"project_mismatch_status"`   // HTTP status of Common.0018; 0: 401
	ServiceQuota            int  `json:"service_quota"`             // 0: 20
	EndpointQuota           int  `json:"endpoint_quota"`            // 0: 50
	MaxTags                 int  `json:"max_tags"`                  // 0: 20
	MaxPermissions          int  `json:"max_permissions"`           // records of one service, and of one call; 0: 1000
	MaxDescription          int  `json:"max_description"`           // characters; 0: 128

	IAMErrorCodes            bool `json:"iam_error_codes"`            // IAM's errors are error_code and error_msg, instead of an error object
	IAMErrorTwins            bool `json:"iam_error_twins"`            // IAM's errors have both forms in one body
	PasscodeOnce             bool `json:"passcode_once"`              // an MFA passcode is good for one login of its user
	RefuseOlderAgency        bool `json:"refuse_older_agency"`        // hw_assume_role is no method
	ChainedDurationShortened bool `json:"chained_duration_shortened"` // STS cuts a chained session to 3600 s, instead of refusing a longer one
	ExpiredTokenAs0301       bool `json:"expired_token_as_0301"`      // an expired token gives APIGW.0301, instead of APIGW.0307
	RegionMismatchAsProject  bool `json:"region_mismatch_as_project"` // a token of another region is refused as one of another project, instead of with APIGW.0307
	CheckContentHash         bool `json:"check_content_hash"`         // a header for the hash of the body has to be it, instead of being used as it is
	SkewAs0303               bool `json:"skew_as_0303"`               // an old signature gives APIGW.0303 as with app keys, instead of APIGW.0301
	ProjectHeaderAtGateway   bool `json:"project_header_at_gateway"`  // the gateway refuses an X-Project-Id unlike the URL's project with APIGW.0301, instead of the service (auth.md 9.4)
	NewerUnknownKey          bool `json:"newer_unknown_key"`          // an unknown access key is refused in the words of newer gateways
	SignSecurityToken        bool `json:"sign_security_token"`        // X-Security-Token has to be signed
	RefuseOlderSignature     bool `json:"refuse_older_signature"`     // the Credential= form of the partner clouds is refused
	RegionsNeedToken         bool `json:"regions_need_token"`         // GET /v3/regions takes a token only, instead of a signature too
	International            bool `json:"international"`              // the accounts are of the international website: its question gives CBC.0150
	RetryAfter               int  `json:"retry_after"`                // seconds in Retry-After of a 429 by rate; 0: no such header

	BCS BCSChoices `json:"bcs"`
	HBS HBSChoices `json:"hbs"`
}

// numberChoice is a choice that is a number. 0 stands for its default.
type numberChoice struct {
	name     string // as in JSON
	value    *int
	fallback int
	allowed  allowed // zero: 0 or more
}

// allowed is what a number may be beside 0.
type allowed struct {
	says string
	fits func(int) bool
}

var errorStatus = allowed{"an error, 400 to 599", func(n int) bool { return n >= http.StatusBadRequest && n <= 599 }}

func anyOf(numbers ...int) allowed {
	return allowed{fmt.Sprintf("one of %v", numbers), func(n int) bool { return slices.Contains(numbers, n) }}
}

func (c *Choices) numbers() []numberChoice {
	return []numberChoice{
		{"project_mismatch_status", &c.ProjectMismatchStatus, http.StatusUnauthorized, errorStatus},
		{"project_mismatch_code", &c.ProjectMismatchCode, 0, anyOf(4, 14)},
		{"describe_query_code", &c.DescribeQueryCode, 0, anyOf(2, 2002)},
		{"missing_service_code", &c.MissingServiceCode, 5, anyOf(5, 2003)},
		{"missing_endpoint_code", &c.MissingEndpointCode, 2006, anyOf(5, 2006, 2007, 2008)},
		{"service_in_use_code", &c.ServiceInUseCode, 3006, anyOf(3005, 3006)},
		{"service_quota", &c.ServiceQuota, 20, allowed{}},
		{"endpoint_quota", &c.EndpointQuota, 50, allowed{}},
		{"max_tags", &c.MaxTags, 20, allowed{}},
		{"max_permissions", &c.MaxPermissions, 1000, allowed{}},
		{"max_description", &c.MaxDescription, 128, allowed{}},
		{"retry_after", &c.RetryAfter, 0, allowed{}},
		{"bcs.gone_status", &c.BCS.GoneStatus, http.StatusBadRequest, anyOf(http.StatusOK, http.StatusBadRequest, http.StatusNotFound)},
		{"bcs.channel_limit", &c.BCS.ChannelLimit, 0, allowed{}},
		{"bcs.member_limit", &c.BCS.MemberLimit, 5, allowed{}},
		{"bcs.max_password", &c.BCS.MaxPassword, maxPassword, allowed{}},
		{"bcs.quota", &c.BCS.Quota, 5, allowed{}},
		{"hbs.unknown_status", &c.HBS.UnknownStatus, http.StatusBadRequest, anyOf(http.StatusBadRequest, http.StatusNotFound)},
		{"hbs.default_limit", &c.HBS.DefaultLimit, 10, allowed{}},
		{"hbs.max_deleted_jobs", &c.HBS.MaxDeletedJobs, maxHBSLimit, allowed{}},
	}
}

// Check tells which numbers are none that the emulator can follow.
func (c Choices) Check() error {
	var problems []error
	for _, n := range c.numbers() {
		switch {
		case *n.value < 0:
			problems = append(problems, fmt.Errorf("%s must not be negative: %d", n.name, *n.value))
		case *n.value != 0 && n.allowed.fits != nil && !n.allowed.fits(*n.value):
			problems = append(problems, fmt.Errorf("%s must be %s: %d", n.name, n.allowed.says, *n.value))
		}
	}
	return errors.Join(problems...)
}

func (c Choices) withDefaults() Choices {
	for _, n := range c.numbers() {
		if *n.value == 0 {
			*n.value = n.fallback
		}
	}
	if c.HBS.EngineVersion == "" {
		c.HBS.EngineVersion = newestEngine
	}
	return c
}
