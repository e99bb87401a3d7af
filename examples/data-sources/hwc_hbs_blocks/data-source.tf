# The latest block.
data "hwc_hbs_blocks" "latest" {
  instance_id = hwc_hbs_instance.trade.id
  limit       = 1
}

output "latest_block" {
  value = one(data.hwc_hbs_blocks.latest.blocks[*].block_height)
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
