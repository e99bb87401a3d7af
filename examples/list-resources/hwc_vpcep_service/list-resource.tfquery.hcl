list "hwc_vpcep_service" "orders" {
  provider         = hwc
  include_resource = true

  config {
    tags = { team = "orders" }
  }
}
