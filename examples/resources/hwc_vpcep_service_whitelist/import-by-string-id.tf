import {
  to = hwc_vpcep_service_whitelist.orders
  id = "cn-north-4/4189d3c2-8882-4871-a3c2-d380272eed83"
}
