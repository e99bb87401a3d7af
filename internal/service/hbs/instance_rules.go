package hbs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// firstEngine is the version that cannot be upgraded (contract/bcs.md 1H.4).
const firstEngine = "1.0.0.39"

// conflicts are the rules between the arguments of an instance (contract/bcs.md 1H.1). What is not known yet breaks none.
func (m instanceModel) conflicts() (diags diag.Diagnostics) {
	edition, chain, at := m.Edition.ValueString(), chainInfoOf(m.ChainInfo), path.Root("chain_info")
	if most, known := maxOrgs[edition]; known && len(m.Orgs.Elements()) > most {
		diags.AddAttributeError(path.Root("orgs"), "Too many organizations", fmt.Sprintf("An instance of the edition %s has at most %d organizations, not %d.", edition, most, len(m.Orgs.Elements())))
	}
	if chain.SignAlgorithm.ValueString() == sm2 && edition == professional {
		diags.AddAttributeError(at.AtName("sign_algorithm"), "No such algorithm", "The edition Professional does not have sm2_with_sm3; Enterprise and Platinum do.")
	}
	kind, consensus := m.Type.ValueString(), chain.Consensus.ValueString()
	besu, ibft := kind == kindBesu, consensus == consensusIBFT
	if consensus != "" && besu != ibft && !m.Type.IsUnknown() {
		diags.AddAttributeError(at.AtName("consensus"), "No such consensus", "Instances of the type HuaweiCloudChain agree by raft, those of the type Besu by IBFT2.0.")
	}
	diags.Append(termsConflicts(m.OrgOrderInfo)...)
	return diags
}

// replacing are the arguments whose change needs a new instance. A value that the state lacks is no change: it was
// imported, or the cloud does not tell.
func (m instanceModel) replacing(state instanceModel) (names []string) {
	chain, was := chainInfoOf(m.ChainInfo), chainInfoOf(state.ChainInfo)
	for _, argument := range []struct {
		name       string
		value, was attr.Value
	}{
		{"name", m.Name, state.Name},
		{"edition", m.Edition, state.Edition},
		{"data_management", m.DataManagement, state.DataManagement},
		{"type", m.Type, state.Type},
		{"chain_info", chain.Consensus, was.Consensus},
		{"chain_info", chain.SignAlgorithm, was.SignAlgorithm},
		{"enterprise_project_id", m.EnterpriseProjectID, state.EnterpriseProjectID},
		{"backup_id", m.BackupID, state.BackupID},
	} {
		if !argument.value.IsNull() && !argument.was.IsNull() && !argument.value.Equal(argument.was) && !slices.Contains(names, argument.name) {
			names = append(names, argument.name)
		}
	}
	return names
}

// refusals are changes that no call makes.
func (m instanceModel) refusals(state instanceModel) (diags diag.Diagnostics) {
	has := names(state.Orgs)
	added := slices.DeleteFunc(names(m.Orgs), func(name string) bool { return slices.Contains(has, name) })
	if len(added) > 0 {
		diags.AddAttributeError(path.Root("orgs"), "Organizations are added with another resource", fmt.Sprintf(
			"%s: Terraform looks after no organization %s of it. If it is there, import it as a resource \"hwc_hbs_organization\" (terraform import ADDRESS %s/%s); else buy it with one. "+
				"Either way, take it out of `orgs`.", state.object(), strings.Join(added, ", "), state.ID.ValueString(), added[0]))
	}
	version, was := m.ChainEngineVersion.ValueString(), state.ChainEngineVersion.ValueString()
	switch at := path.Root("chain_engine_version"); {
	case version == "" || was == "" || version == was:
	case newer(was, version):
		diags.AddAttributeError(at, "The engine cannot go back", fmt.Sprintf("%s has version %s, which is newer than %s. Set that version, or leave the argument out.", state.object(), was, version))
	case was == firstEngine:
		diags.AddAttributeError(at, "The engine cannot be upgraded", fmt.Sprintf("%s has version %s, the one that the service cannot upgrade. Leave the argument out.", state.object(), was))
	}
	return diags
}

// replacement tells of arguments whose change needs a new instance: a warning where Terraform may unsubscribe from the old
// one, and else an error.
func (m instanceModel) replacement(state instanceModel, names []string) diag.Diagnostic {
	if err := state.bill().refusal(); err != nil {
		return framework.Failure{Summary: "The HBS instance is not replaced", Object: state.object(), Err: fmt.Errorf("the API has no call that changes %s: %w", strings.Join(names, ", "), err)}.Diagnostic()
	}
	return diag.NewAttributeWarningDiagnostic(path.Root(names[0]), "The HBS instance would be replaced", fmt.Sprintf(
		"%s: the API has no call that changes `%s`, so Terraform would unsubscribe from the instance, with its chain, and buy a new one. Take the change back to keep it.",
		state.object(), strings.Join(names, "`, `")))
}
