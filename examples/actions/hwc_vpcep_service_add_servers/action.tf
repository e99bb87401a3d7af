# A second load balancer for the new service, in another availability zone.
action "hwc_vpcep_service_add_servers" "orders" {
  config {
    service_id = hwc_vpcep_service.orders.id

    server_resources = [{
      resource_id          = "5289d3c2-8882-4871-a3c2-d380272eed90"
      availability_zone_id = "cn-north-4b"
    }]
  }
}

resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"
  ports       = [{ client_port = 443, server_port = 8443 }]

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.hwc_vpcep_service_add_servers.orders]
    }
  }
}
