list "hwc_hbs_instance" "available" {
  provider         = hwc
  include_resource = true

  config {
    status = "Available"
  }
}
