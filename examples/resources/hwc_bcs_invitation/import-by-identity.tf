import {
  to = hwc_bcs_invitation.partner
  identity = {
    region         = "cn-north-4"
    invitor_bcs_id = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"
    channel_name   = "orders"
    invited_user   = "partner"
  }
}
