list "hwc_vpcep_endpoint" "vpc" {
  provider         = hwc
  include_resource = true

  config {
    vpc_id = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
    status = "accepted"
  }
}
