# How large the chain has grown.
data "hwc_hbs_chain" "trade" {
  instance_id = hwc_hbs_instance.trade.id
}

output "block_num" {
  value = data.hwc_hbs_chain.trade.block_num
}

# Here it stands in the same configuration, so that the example is whole.
resource "hwc_hbs_instance" "trade" {
  name              = "trade-chain"
  edition           = "Enterprise"
  data_management   = "Cloud"
  orgs              = ["buyer", "seller"]
  org_order_info    = { period_type = 2, period_num = 1, is_auto_pay = true }
  allow_unsubscribe = true
}
