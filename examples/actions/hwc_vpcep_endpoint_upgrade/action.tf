# The service takes professional endpoints once it is upgraded; then the endpoint becomes one.
action "hwc_vpcep_service_upgrade" "orders" {
  config {
    service_id = hwc_vpcep_service.orders.id
  }
}

action "hwc_vpcep_endpoint_upgrade" "shop" {
  config {
    endpoint_id = hwc_vpcep_endpoint.shop.id
    timeout     = "5m"
  }
}

resource "hwc_vpcep_service" "orders" {
  approval_enabled = false
  name             = "orders"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id          = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type      = "LB"
  ports            = [{ client_port = 443, server_port = 8443 }]

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.hwc_vpcep_service_upgrade.orders]
    }
  }
}

resource "hwc_vpcep_endpoint" "shop" {
  service_id = hwc_vpcep_service.orders.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.hwc_vpcep_endpoint_upgrade.shop]
    }
  }
}
