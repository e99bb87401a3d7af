# "iam:domain::6e9dfd51d1124e8d8498dce894923a0d"
output "permission" {
  value = provider::hwc::domain_permission("6e9dfd51d1124e8d8498dce894923a0d")
}
