import {
  to = hwc_hbs_organization.carrier
  identity = {
    region      = "cn-north-4"
    instance_id = "e224e6b6-e215-11ec-9675-0255ac101552"
    name        = "carrier"
  }
}
