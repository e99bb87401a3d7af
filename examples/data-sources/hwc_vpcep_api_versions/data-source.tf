# Whether the cloud offers upgrades and further backends, which came with the second version of its API.
data "hwc_vpcep_api_versions" "cloud" {}

output "has_v2" {
  value = contains(data.hwc_vpcep_api_versions.cloud.versions[*].id, "v2")
}
