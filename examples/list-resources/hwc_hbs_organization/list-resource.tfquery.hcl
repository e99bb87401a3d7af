list "hwc_hbs_organization" "trade" {
  provider         = hwc
  include_resource = true

  config {
    instance_id = hwc_hbs_instance.trade.id
  }
}
