# The organizations by their ids on the chain.
data "hwc_hbs_organizations" "all" {
  instance_id = hwc_hbs_instance.trade.id
}

output "organizations" {
  value = { for org in data.hwc_hbs_organizations.all.organizations : org.name => org.chain_org_id }
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
