import {
  to = hwc_vpcep_service_whitelist_record.shop
  id = "cn-north-4/4189d3c2-8882-4871-a3c2-d380272eed83/iam:domain::6e9dfd51d1124e8d8498dce894923a0d"
}
