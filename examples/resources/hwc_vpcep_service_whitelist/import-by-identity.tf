import {
  to = hwc_vpcep_service_whitelist.orders
  identity = {
    region     = "cn-north-4"
    service_id = "4189d3c2-8882-4871-a3c2-d380272eed83"
  }
}
