package framework

import (
	"context"
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var uuidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// FromFunc makes a validator of a rule, worded so that it follows "the value".
func FromFunc(rule string, valid func(string) bool) validator.String {
	return funcValidator{rule: rule, valid: valid}
}

// FromFuncUnsaid is FromFunc for values that may hold a secret: the message does not repeat them.
func FromFuncUnsaid(rule string, valid func(string) bool) validator.String {
	return funcValidator{rule: rule, valid: valid, unsaid: true}
}

// FromError makes a validator of a check whose error says what is wrong with the value.
func FromError(check func(string) error) validator.String { return errorValidator{check} }

type errorValidator struct{ check func(string) error }

func (v errorValidator) Description(context.Context) string         { return "value is well formed" }
func (v errorValidator) MarkdownDescription(context.Context) string { return "value is well formed" }

func (v errorValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("%s: %s.", req.Path, err))
	}
}

// UUID wants an id as the cloud gives them: 36 characters, hexadecimal in lower case, with hyphens.
func UUID() validator.String {
	return FromFunc("must be a UUID in lower case such as "+exampleID, func(text string) bool {
		return uuidPattern.MatchString(text) && text == strings.ToLower(text)
	})
}

// AnyUUID is UUID with capitals, too, for ids that are compared without regard to them, see KeptID.
func AnyUUID() validator.String {
	return FromFunc("must be a UUID such as "+exampleID, uuidPattern.MatchString)
}

// NotEmpty refuses the empty text, where leaving the argument out is what is meant.
func NotEmpty() validator.String { return stringvalidator.LengthAtLeast(1) }

// NoAngleBrackets is the API's rule for descriptions (contract/vpcep.md 1.3).
func NoAngleBrackets() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[^<>]*$`), "must not contain < or >")
}

// IPv4 wants an IPv4 address.
func IPv4() validator.String {
	return FromFunc("must be an IPv4 address such as 192.168.0.10", isIPv4)
}

// IPv6 wants an IPv6 address.
func IPv6() validator.String {
	return FromFunc("must be an IPv6 address in its short form such as 2001:db8::10", func(text string) bool {
		address, err := netip.ParseAddr(text)
		return err == nil && address.Is6() && !address.Is4In6() && address.Zone() == "" && address.String() == text
	})
}

// IPv4OrCIDR wants an IPv4 address or an IPv4 network whose host bits are zero, as the API stores them.
func IPv4OrCIDR() validator.String {
	return FromFunc("must be an IPv4 address such as 192.168.0.10, or an IPv4 network without host bits such as 192.168.0.0/24",
		func(text string) bool {
			network, err := netip.ParsePrefix(text)
			return isIPv4(text) || (err == nil && network.Addr().Is4() && network == network.Masked())
		})
}

func isIPv4(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is4()
}

type funcValidator struct {
	rule   string
	valid  func(string) bool
	unsaid bool
}

func (v funcValidator) Description(context.Context) string         { return "value " + v.rule }
func (v funcValidator) MarkdownDescription(context.Context) string { return "value " + v.rule }

func (v funcValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || v.valid(req.ConfigValue.ValueString()) {
		return
	}
	detail := fmt.Sprintf("%s %s", req.Path, v.rule)
	if !v.unsaid {
		detail += fmt.Sprintf("; it is %q", req.ConfigValue.ValueString())
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", detail+".")
}
