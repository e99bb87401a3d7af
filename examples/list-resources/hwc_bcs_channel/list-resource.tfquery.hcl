list "hwc_bcs_channel" "trade" {
  provider         = hwc
  include_resource = true

  config {
    blockchain_id = hwc_bcs_instance.trade.id
    name          = "prices"
  }
}
