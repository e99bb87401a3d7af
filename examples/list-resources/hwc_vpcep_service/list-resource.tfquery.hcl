list "hwc_vpcep_service" "all" {
  provider         = hwc
  include_resource = true

  config {
    region = "cn-north-4"
  }
}
