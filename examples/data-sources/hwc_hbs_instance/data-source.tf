# The instance that another configuration bought, found by its name.
data "hwc_hbs_instance" "trade" {
  name = "trade-chain"

  depends_on = [hwc_hbs_instance.trade]
}

output "trade_chain_status" {
  value = data.hwc_hbs_instance.trade.status
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
