list "hwc_vpcep_service_whitelist_record" "orders" {
  provider         = hwc
  include_resource = true

  config {
    service_id = hwc_vpcep_service.orders.id
  }
}
