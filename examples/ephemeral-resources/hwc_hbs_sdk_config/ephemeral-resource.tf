ephemeral "hwc_hbs_sdk_config" "buyer" {
  instance_id = hwc_hbs_instance.trade.id
  orgs        = [data.hwc_hbs_organization.buyer.chain_org_id]
  cert_path   = "/opt/chain"
  access_mode = "StandardChannel"
  download_ca = true
}

# For whatever takes ephemeral values, such as a write-only argument of a secrets manager. They are in no state and no plan.
locals {
  sdk_yaml = one([
    for name, text in ephemeral.hwc_hbs_sdk_config.buyer.files : text if endswith(name, "-sdk.yaml")
  ])
}

data "hwc_hbs_organization" "buyer" {
  instance_id = hwc_hbs_instance.trade.id
  name        = "buyer"
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
