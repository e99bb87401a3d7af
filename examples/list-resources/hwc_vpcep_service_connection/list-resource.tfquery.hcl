list "hwc_vpcep_service_connection" "shop" {
  provider         = hwc
  include_resource = true

  config {
    service_id = hwc_vpcep_service.orders.id
    status     = "accepted"
  }
}
