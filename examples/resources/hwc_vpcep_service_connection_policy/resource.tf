variable "other_domain_id" {
  description = "Id of the account to accept."
  type        = string
}

# One account is accepted, up to ten connections; every other one is rejected. Each apply answers who asks by then.
resource "hwc_vpcep_service_connection_policy" "orders" {
  service_id        = hwc_vpcep_service.orders.id
  accept_domain_ids = [var.other_domain_id]
  default           = "reject"
  max_connections   = 10
}

# Who waits: nobody, unless `max_connections` is reached.
output "waiting" {
  value = [for id, connection in hwc_vpcep_service_connection_policy.orders.connections : id if connection.status == "pendingAcceptance"]
}

resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"
  ports       = [{ client_port = 443, server_port = 8443 }]
}
