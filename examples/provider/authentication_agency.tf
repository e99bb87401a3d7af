# The same in the words of the opentelekomcloud provider.
provider "hwc" {
  region      = "eu-de"
  cloud       = "otc.t-systems.com"
  user_name   = "terraform"
  password    = var.password
  domain_name = "my-account"

  agency_name        = "network-admin"
  agency_domain_name = "other-account"
  delegated_project  = "eu-de_shared"
}

variable "password" {
  type      = string
  sensitive = true
}
