# The cloud's own DNS service, for an endpoint in a VPC.
data "hwc_vpcep_public_service" "dns" {
  name = "dns"
}

resource "hwc_vpcep_endpoint" "dns" {
  service_id = data.hwc_vpcep_public_service.dns.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
}
