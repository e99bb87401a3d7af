# What waits for its payment.
data "hwc_hbs_instances" "unpaid" {
  status = "Unpaid"
}

output "unpaid_instances" {
  value = data.hwc_hbs_instances.unpaid.instances[*].name
}
