# How many endpoints may still be created.
data "hwc_vpcep_quotas" "endpoints" {
  type = "endpoint"
}

output "endpoints_left" {
  value = one([for q in data.hwc_vpcep_quotas.endpoints.quotas : q.quota - q.used])
}
