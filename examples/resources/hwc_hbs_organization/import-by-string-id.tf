import {
  to = hwc_hbs_organization.carrier
  id = "e224e6b6-e215-11ec-9675-0255ac101552/carrier"
}
