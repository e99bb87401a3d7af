# The newest version; with it in chain_engine_version of hwc_hbs_instance an instance follows the upgrades.
data "hwc_hbs_service_info" "this" {}

output "newest_engine" {
  value = data.hwc_hbs_service_info.this.chain_engine_version
}

output "organizations_by_edition" {
  value = { for edition in data.hwc_hbs_service_info.this.editions : edition.name => edition.max_org_num }
}
