# A user of an account (domain), with a password.
provider "hwc" {
  region      = "cn-north-4"
  user_name   = "terraform"
  password    = var.password
  domain_name = "my-account"
}

variable "password" {
  type      = string
  sensitive = true
}
