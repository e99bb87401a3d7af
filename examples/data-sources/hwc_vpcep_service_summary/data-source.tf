# What a consumer may know of a service: whether an endpoint costs money, and of which type it has to be.
data "hwc_vpcep_service_summary" "orders" {
  service_name = hwc_vpcep_service.orders.service_name
}

output "orders_type" {
  value = data.hwc_vpcep_service_summary.orders.service_type
}

# Here it stands in the same configuration, so that the example is whole.
resource "hwc_vpcep_service" "orders" {
  name             = "orders"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id          = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type      = "LB"
  approval_enabled = false
  ports            = [{ client_port = 443, server_port = 8443 }]
}
