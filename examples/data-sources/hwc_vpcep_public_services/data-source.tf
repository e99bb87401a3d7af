# All services of the cloud that an endpoint can be connected to.
data "hwc_vpcep_public_services" "all" {}

output "free_of_charge" {
  value = [for s in data.hwc_vpcep_public_services.all.services : s.name if !s.is_charge]
}
