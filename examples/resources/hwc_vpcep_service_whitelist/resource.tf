# Exactly these accounts may connect endpoints to the service.
resource "hwc_vpcep_service_whitelist" "orders" {
  service_id = hwc_vpcep_service.orders.id

  records = [
    { permission = provider::hwc::domain_permission("6e9dfd51d1124e8d8498dce894923a0d"), description = "shop" },
    { permission = "organizations:orgPath::o-xxx/r-yyy/ou-zzz/*", description = "logistics" },
  ]
}

resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"
  ports       = [{ client_port = 443, server_port = 8443 }]
}
