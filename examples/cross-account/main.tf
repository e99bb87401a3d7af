# A service of one account, and an endpoint of another one that connects to it: the owner lets the consumer's account ask,
# the consumer asks, the owner accepts. `terraform apply -var accepted=false` takes it back, and both sides see it.
#
# Here both accounts are in one configuration, so that the example is whole. Where each side has its own, they tell each
# other two ids: that of the service, and that of the endpoint.

terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}

# The owner. Region and credentials come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY.
provider "hwc" {}

# The consumer, in the same region.
provider "hwc" {
  alias      = "consumer"
  access_key = var.other_access_key
  secret_key = var.other_secret_key
}

variable "other_access_key" {
  description = "Access key of the consumer."
  type        = string
}

variable "other_secret_key" {
  description = "Secret key of the consumer."
  type        = string
  sensitive   = true
}

variable "other_domain_id" {
  description = "Id of the consumer's account."
  type        = string
}

variable "accepted" {
  description = "The owner's answer: true accepts the endpoint, false rejects it."
  type        = bool
  default     = true
}

# 1. The owner offers a service, whose endpoints need an answer, and lets the consumer's account ask for it.
resource "hwc_vpcep_service" "orders" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "LB"
  ports       = [{ client_port = 443, server_port = 8443 }]
}

resource "hwc_vpcep_service_whitelist" "orders" {
  service_id = hwc_vpcep_service.orders.id

  records = [{
    permission  = "iam:domain::${var.other_domain_id}"
    description = "shop"
  }]
}

# 2. The consumer asks. Its endpoint waits in the status pendingAcceptance, which is a warning and no error.
resource "hwc_vpcep_endpoint" "orders" {
  provider = hwc.consumer

  service_id = hwc_vpcep_service_whitelist.orders.service_id # not before the account may
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
}

# 3. The owner answers.
resource "hwc_vpcep_service_connection" "shop" {
  service_id  = hwc_vpcep_service.orders.id
  endpoint_id = hwc_vpcep_endpoint.orders.id
  accepted    = var.accepted
  description = "shop"
}

# 4. Both see it.
data "hwc_vpcep_endpoint" "answered" {
  provider = hwc.consumer

  id         = hwc_vpcep_service_connection.shop.endpoint_id # not before the answer
  depends_on = [hwc_vpcep_service_connection.shop]
}

output "owner_sees" {
  value = hwc_vpcep_service_connection.shop.status
}

output "consumer_sees" {
  value = data.hwc_vpcep_endpoint.answered.status
}
