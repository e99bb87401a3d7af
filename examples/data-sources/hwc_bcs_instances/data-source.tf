# Everything in the project, and what has one name: names need not be unique.
data "hwc_bcs_instances" "all" {}

data "hwc_bcs_instances" "trade" {
  name = "trade-chain"
}

output "ids" {
  value = { for instance in data.hwc_bcs_instances.all.instances : instance.id => instance.name }
}

output "is_there" {
  value = length(data.hwc_bcs_instances.trade.instances) > 0
}
