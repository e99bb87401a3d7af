resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  description = "Order service, for the shops' VPCs"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"

  ports = [
    { client_port = 443, server_port = 8443 },
  ]

  tags = {
    team = "orders"
  }
}
