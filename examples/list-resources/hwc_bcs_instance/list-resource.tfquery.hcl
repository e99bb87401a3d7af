list "hwc_bcs_instance" "trade" {
  provider         = hwc
  include_resource = true

  config {
    name = "trade-chain"
  }
}
