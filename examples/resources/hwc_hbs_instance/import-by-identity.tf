import {
  to = hwc_hbs_instance.trade
  identity = {
    region = "cn-north-4"
    id     = "e224e6b6-e215-11ec-9675-0255ac101552"
  }
}
