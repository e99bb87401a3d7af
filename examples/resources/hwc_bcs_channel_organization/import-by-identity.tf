import {
  to = hwc_bcs_channel_organization.members["importer"]
  identity = {
    region        = "cn-north-4"
    blockchain_id = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"
    channel_name  = "prices"
    org_name      = "importer"
  }
}
