# A private cloud with a certificate authority of its own.
provider "hwc" {
  region      = "region-1"
  cloud       = "cloud.example.com"
  auth_url    = "https://iam-apigateway-proxy.cloud.example.com:443/v3"
  cacert_file = "~/cloud-ca.pem"
  access_key  = var.access_key
  secret_key  = var.secret_key

  endpoints = {
    vpcep = "https://vpcep.region-1.cloud.example.com"
  }
}

variable "access_key" {
  type = string
}

variable "secret_key" {
  type      = string
  sensitive = true
}
