resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  description = "order service"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "VM"

  ports = [
    { client_port = 80, server_port = 8080 },
    { client_port = 443, server_port = 8443 },
  ]

  tags = {
    team  = "orders"
    stage = "live"
  }

  timeouts = {
    create = "20m"
  }
}

resource "hwc_vpcep_endpoint" "shop" {
  service_id       = hwc_vpcep_service.orders.id
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  subnet_id        = "61881173-3899-4981-a700-170253d469b6"
  description      = "shop"
  enable_dns       = true
  enable_whitelist = true
  whitelist        = ["10.0.0.0/8"]

  tags = {
    team = "shop"
  }
}

resource "hwc_vpcep_service_connection" "shop" {
  service_id  = hwc_vpcep_service.orders.id
  endpoint_id = hwc_vpcep_endpoint.shop.id
  accepted    = true
}

moved {
  from = huaweicloud_vpcep_service.orders
  to   = hwc_vpcep_service.orders
}

moved {
  from = huaweicloud_vpcep_endpoint.shop
  to   = hwc_vpcep_endpoint.shop
}

moved {
  from = huaweicloud_vpcep_approval.shop
  to   = hwc_vpcep_service_connection.shop
}
