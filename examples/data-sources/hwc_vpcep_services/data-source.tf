# All services of a team that can take endpoints.
data "hwc_vpcep_services" "team" {
  status = "available"
  tags   = { team = "orders" }
}

output "service_names" {
  value = data.hwc_vpcep_services.team.services[*].service_name
}
