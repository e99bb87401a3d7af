# "cn-north-4.orders.4189d3c2-8882-4871-a3c2-d380272eed83" gives the region, the short name and the id.
output "orders_id" {
  value = provider::hwc::parse_service_name("cn-north-4.orders.4189d3c2-8882-4871-a3c2-d380272eed83").id
}
