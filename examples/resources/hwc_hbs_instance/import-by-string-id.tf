import {
  to = hwc_hbs_instance.trade
  id = "cn-north-4/e224e6b6-e215-11ec-9675-0255ac101552"
}
