// Package iam holds the Terraform objects of Identity and Access Management: who is calling, where, and short-lived
// credentials for others.
package iam

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// DataSources are the data sources this package offers.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewProjectDataSource,
		NewProjectsDataSource,
		NewRegionsDataSource,
		NewCallerIdentityDataSource,
	}
}

// EphemeralResources are the ephemeral resources this package offers.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		NewTokenEphemeral,
		NewSecurityTokenEphemeral,
	}
}

// advice is what to do about the errors of this service (contract/auth.md 1.4), by code in lower case.
var advice = framework.AdviceTable{
	"iam.0002": {Text: "give the user the permission for this call in IAM, or use credentials that have it."},
	"iam.0003": {Text: "give the user the permission for this call in IAM, or use credentials that have it."},
	"iam.1109": {Text: "the project does not exist, or this account has no access to it. The data source `hwc_iam_projects` shows the ones there are."},
}

// couldNot is the failure of an object of this package: the verb is "read" or "issue".
func couldNot(verb, what, region string, err error) diag.Diagnostic {
	return advice.Failure("Could not "+verb+" the "+what, what+" in "+region, err)
}
