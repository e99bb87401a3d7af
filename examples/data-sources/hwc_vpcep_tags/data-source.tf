# Which tags the endpoints have.
data "hwc_vpcep_tags" "endpoints" {
  resource_type = "endpoint"
}

output "keys" {
  value = data.hwc_vpcep_tags.endpoints.tags[*].key
}
