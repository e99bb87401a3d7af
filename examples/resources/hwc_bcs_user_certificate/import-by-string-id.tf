import {
  to = hwc_bcs_user_certificate.alice
  id = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/importer/alice"
}
