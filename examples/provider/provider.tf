terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}

# With an access key. Better than writing it here: HW_ACCESS_KEY and HW_SECRET_KEY in the environment.
provider "hwc" {
  region     = "cn-north-4"
  access_key = var.access_key
  secret_key = var.secret_key

  default_tags = {
    managed_by = "terraform"
  }
}

variable "access_key" {
  type = string
}

variable "secret_key" {
  type      = string
  sensitive = true
}
