# "organizations:orgPath::o-xxx/r-yyy/ou-zzz/*"
output "permission" {
  value = provider::hwc::org_path_permission("o-xxx/r-yyy/ou-zzz/*")
}
