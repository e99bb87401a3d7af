# A token that somebody else got, for the project that is worked in.
provider "hwc" {
  region = "cn-north-4"
  token  = var.token
}

variable "token" {
  type      = string
  sensitive = true
}
