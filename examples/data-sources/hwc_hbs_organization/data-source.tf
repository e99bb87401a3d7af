# Until when an organization is paid for.
data "hwc_hbs_organization" "buyer" {
  instance_id = hwc_hbs_instance.trade.id
  name        = "buyer"
}

output "buyer_period" {
  value = data.hwc_hbs_organization.buyer.countdown.countdown_code
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
