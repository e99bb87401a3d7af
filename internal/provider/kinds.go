package provider

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// settingKind is what a value must look like, and whether it may be shown.
type settingKind int

const (
	text settingKind = iota
	secret
	address
	boolean
	number
	seconds
	duration
	region
	domain
	algorithm
	pem
	secretPEM
	// What is no argument, but only in the environment; and what is only in the provider block.
	variable
	addresses
	tags
	tagKeys
)

// The life that temporary access keys may have.
const minSeconds, maxSeconds = int64(client.MinDuration / time.Second), int64(client.MaxDuration / time.Second)

func (s setting) valid(value string) bool {
	switch s.kind {
	case boolean:
		_, err := strconv.ParseBool(value)
		return err == nil
	case number:
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0
	case seconds:
		n, err := strconv.ParseInt(value, 10, 64)
		return err == nil && n >= minSeconds && n <= maxSeconds
	case duration:
		d, err := time.ParseDuration(value)
		return err == nil && d > 0
	case address, addresses:
		return isBaseURL(value)
	case region:
		return client.ValidRegion(value)
	case domain:
		return client.ValidDomain(value) && strings.Contains(value, ".")
	case algorithm:
		return slices.Contains(signingAlgorithms, value)
	case variable:
		return !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' })
	case text, secret, pem, secretPEM, tags, tagKeys:
	}
	return true
}

// rule is what valid wants, worded to follow the name of the setting.
func (s setting) rule() string {
	switch s.kind {
	case boolean:
		return "must be true or false"
	case number:
		return "must be a whole number, 0 or more"
	case seconds:
		return fmt.Sprintf("must be a whole number of seconds from %d to %d", minSeconds, maxSeconds)
	case duration:
		return "must be a duration greater than zero, such as 30s or 2m"
	case address, addresses:
		return "must be an http or https URL without user, query and fragment, such as https://iam.cn-north-4.myhuaweicloud.com"
	case region:
		return "must be the id of a region, such as cn-north-4"
	case domain:
		return "must be the DNS domain of a cloud, such as myhuaweicloud.com; an entry of clouds.yaml goes into cloud_config"
	case algorithm:
		return "must be " + strings.Join(signingAlgorithms, " or ")
	case variable:
		return "must be printable ASCII text"
	case text, secret, pem, secretPEM, tags, tagKeys:
	}
	return ""
}

// shown reports whether a message may repeat a value.
func (s setting) shown() bool {
	switch s.kind {
	case secret, pem, secretPEM, address, addresses: // a URL may hold a password, and what is no file may be a key
		return false
	default:
		return true
	}
}

// schema is the attribute of one row of the settings.
func (s setting) schema() schema.Attribute {
	description := s.description + s.sources()
	switch s.kind {
	case boolean:
		return schema.BoolAttribute{MarkdownDescription: description, Optional: true}
	case number:
		return schema.Int64Attribute{MarkdownDescription: description, Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}}
	case seconds:
		return schema.Int64Attribute{
			MarkdownDescription: description, Optional: true, Validators: []validator.Int64{int64validator.Between(minSeconds, maxSeconds)},
		}
	case addresses:
		return schema.MapAttribute{MarkdownDescription: description, Optional: true, ElementType: types.StringType, Validators: []validator.Map{
			mapvalidator.KeysAre(stringvalidator.OneOf(services...)),
			mapvalidator.NoNullValues(),
			mapvalidator.ValueStringsAre(s.validator()),
		}}
	case tags:
		return schema.MapAttribute{MarkdownDescription: description, Optional: true, ElementType: types.StringType, Validators: framework.TagValidators()}
	case tagKeys:
		return schema.SetAttribute{
			MarkdownDescription: description, Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues()},
		}
	default:
		attribute := schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: s.kind == secret || s.kind == secretPEM}
		if s.rule() != "" {
			attribute.Validators = []validator.String{s.validator()}
		}
		return attribute
	}
}

func (s setting) validator() validator.String {
	if !s.shown() {
		return framework.FromFuncUnsaid(s.rule(), s.valid)
	}
	return framework.FromFunc(s.rule(), s.valid)
}

func isBaseURL(value string) bool {
	if !strings.Contains(value, "://") {
		value = "https://" + value
	}
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}
