# A VPC endpoint service, and an endpoint that connects a VPC to it. `make demo` applies this folder against
# the emulator; with the settings of a real account and the ids of real objects it works there as well.

terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}

# Region and credentials come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY.
provider "hwc" {}

variable "vpc_id" {
  description = "VPC of the backend and of the endpoint."
  type        = string
  default     = "4189d3c2-8882-4871-a3c2-d380272eed80"
}

variable "port_id" {
  description = "Port (network interface) of the server that is offered."
  type        = string
  default     = "4189d3c2-8882-4871-a3c2-d380272eed88"
}

variable "subnet_id" {
  description = "Subnet that gives the endpoint its address."
  type        = string
  default     = "61881173-3899-4981-a700-170253d469b6"
}

resource "hwc_vpcep_service" "web" {
  name             = "web"
  description      = "The web server, for other VPCs"
  vpc_id           = var.vpc_id
  port_id          = var.port_id
  server_type      = "VM"
  approval_enabled = false

  ports = [
    { client_port = 80, server_port = 8080 },
    { client_port = 443, server_port = 8443 },
  ]

  tags = {
    environment = "demo"
  }
}

resource "hwc_vpcep_endpoint" "web" {
  service_id       = hwc_vpcep_service.web.id
  vpc_id           = var.vpc_id
  subnet_id        = var.subnet_id
  enable_dns       = true
  enable_whitelist = true
  whitelist        = ["192.168.0.0/24"]
}

output "service_name" {
  description = "The name by which other accounts find the service."
  value       = hwc_vpcep_service.web.service_name
}

output "endpoint_address" {
  description = "Where the VPC reaches the web server now."
  value       = hwc_vpcep_endpoint.web.ip_address
}

output "endpoint_names" {
  description = "The private domain names of that address."
  value       = hwc_vpcep_endpoint.web.dns_names
}
