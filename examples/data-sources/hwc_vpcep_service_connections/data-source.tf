# Who waits for an answer.
data "hwc_vpcep_service_connections" "waiting" {
  service_id = hwc_vpcep_service.orders.id
  status     = "pendingAcceptance"
}

output "accounts_that_wait" {
  value = distinct(data.hwc_vpcep_service_connections.waiting.connections[*].domain_id)
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
