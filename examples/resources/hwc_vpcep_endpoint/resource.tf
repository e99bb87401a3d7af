# To a service of another account, whose owner has to accept the endpoint first.
resource "hwc_vpcep_endpoint" "orders" {
  service_id = "2da0fe8f-5cb7-4d93-bb35-dc05334da1be"
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
  enable_dns = true

  enable_whitelist = true
  whitelist        = ["192.168.0.0/24", "10.10.10.10"]

  tags = {
    team = "shop"
  }
}
