data "hwc_iam_regions" "all" {}

output "region_names" {
  value = { for region in data.hwc_iam_regions.all.regions : region.id => lookup(region.locales, "en-us", region.id) }
}
