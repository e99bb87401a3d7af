import {
  to = hwc_vpcep_service_connection.shop
  id = "4189d3c2-8882-4871-a3c2-d380272eed83/530d6f2f-d115-4df2-8c36-32d19f3c0bbc"
}
