# A user with a virtual MFA device: the id of the user, a password and a passcode.
provider "hwc" {
  region   = "cn-north-4"
  user_id  = "7116d09f88fa41908676fdd4b039e95b"
  password = var.password
  passcode = var.passcode
}

variable "password" {
  type      = string
  sensitive = true
}

variable "passcode" {
  type      = string
  sensitive = true
}
