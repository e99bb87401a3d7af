import {
  to = hwc_bcs_user_certificate.alice
  identity = {
    region        = "cn-north-4"
    blockchain_id = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"
    org_name      = "importer"
    user_name     = "alice"
  }
}
