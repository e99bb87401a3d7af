# An endpoint to a service of this account. For a service of another account, whose owner has to accept the endpoint
# first, give its id.
resource "hwc_vpcep_endpoint" "orders" {
  service_id = hwc_vpcep_service.orders.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
  enable_dns = true

  enable_whitelist = true
  whitelist        = ["192.168.0.0/24", "10.10.10.10"]

  tags = {
    team = "shop"
  }
}

resource "hwc_vpcep_service" "orders" {
  name             = "orders"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id          = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type      = "LB"
  approval_enabled = false
  ports            = [{ client_port = 443, server_port = 8443 }]
}
