import {
  to = hwc_vpcep_service_connection_policy.orders
  id = "4189d3c2-8882-4871-a3c2-d380272eed83"
}
