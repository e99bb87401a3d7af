# The service that another configuration made, found by its name.
data "hwc_vpcep_service" "orders" {
  name   = "orders"
  status = "available"

  depends_on = [hwc_vpcep_service.orders]
}

output "orders_service_name" {
  value = data.hwc_vpcep_service.orders.service_name
}

# Here it stands in the same configuration, so that the example is whole.
resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"
  ports       = [{ client_port = 443, server_port = 8443 }]
}
