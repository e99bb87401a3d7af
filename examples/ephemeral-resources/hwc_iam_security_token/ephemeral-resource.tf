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

# Good for an hour, in all regions and projects of the account.
ephemeral "hwc_iam_security_token" "hour" {
  duration = 3600
}

# The key is for whatever takes one: here a second block of this provider.
provider "hwc" {
  alias          = "with_key"
  access_key     = ephemeral.hwc_iam_security_token.hour.access_key
  secret_key     = ephemeral.hwc_iam_security_token.hour.secret_key
  security_token = ephemeral.hwc_iam_security_token.hour.security_token
}

data "hwc_vpcep_quotas" "all" {
  provider = hwc.with_key
}
