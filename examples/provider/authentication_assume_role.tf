# Act as an agency of another account. Several blocks are a chain: each agency is assumed as the one before.
provider "hwc" {
  region     = "cn-north-4"
  access_key = var.access_key
  secret_key = var.secret_key

  assume_role {
    agency_name = "network-admin"
    domain_name = "other-account" # or domain_id, for STS
    duration    = 3600
  }
}

variable "access_key" {
  type = string
}

variable "secret_key" {
  type      = string
  sensitive = true
}
