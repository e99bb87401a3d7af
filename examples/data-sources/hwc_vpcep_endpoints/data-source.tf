# The endpoints of a VPC that work.
data "hwc_vpcep_endpoints" "vpc" {
  vpc_id = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  status = "accepted"
}

output "services_in_reach" {
  value = distinct(data.hwc_vpcep_endpoints.vpc.endpoints[*].service_name)
}
