data "hwc_caller_identity" "current" {}

# A whitelist entry that lets this account connect to somebody's endpoint service.
output "permission" {
  value = "iam:domain::${data.hwc_caller_identity.current.account_id}"
}
