variable "domain_name" {
  type = string
}

variable "user_name" {
  type = string
}

variable "password" {
  type      = string
  ephemeral = true
}

provider "hwc" {
  domain_name = var.domain_name
  user_name   = var.user_name
  password    = var.password
}

# For the project that the provider works in.
ephemeral "hwc_iam_token" "project" {}

# The token is for whatever takes one: here a second block of this provider.
provider "hwc" {
  alias = "with_token"
  token = ephemeral.hwc_iam_token.project.token
}

data "hwc_vpcep_quotas" "all" {
  provider = hwc.with_token
}
