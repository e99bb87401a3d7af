# The endpoint of a VPC to a service.
data "hwc_vpcep_endpoint" "orders" {
  service_id = hwc_vpcep_service.orders.id
  vpc_id     = hwc_vpcep_endpoint.orders.vpc_id
  status     = "accepted"
}

output "orders_address" {
  value = data.hwc_vpcep_endpoint.orders.ip_address
}

# Here both stand in the same configuration, so that the example is whole.
resource "hwc_vpcep_endpoint" "orders" {
  service_id = hwc_vpcep_service.orders.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
}

resource "hwc_vpcep_service" "orders" {
  name             = "orders"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id          = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type      = "LB"
  approval_enabled = false
  ports            = [{ client_port = 443, server_port = 8443 }]
}
