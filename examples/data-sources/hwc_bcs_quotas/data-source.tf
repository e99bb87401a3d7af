data "hwc_bcs_quotas" "all" {}

# A plan that needs one more instance than there may be says so before anything is made.
check "room" {
  assert {
    condition     = alltrue([for quota in data.hwc_bcs_quotas.all.quotas : quota.free > 0])
    error_message = "The project may have no more BCS instances."
  }
}
