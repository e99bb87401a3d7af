import {
  to = hwc_bcs_channel_organization.members["importer"]
  id = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/prices/importer"
}
