# The endpoints of two teams that are not marked as permanent.
data "hwc_vpcep_resources_by_tags" "temporary" {
  resource_type = "endpoint"
  tags          = [{ key = "team", values = ["shop", "orders"] }]
  not_tags      = [{ key = "permanent", values = [] }]
}

output "temporary_endpoints" {
  value = data.hwc_vpcep_resources_by_tags.temporary.resources[*].id
}
