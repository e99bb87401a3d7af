# What a year with ten organizations costs.
data "hwc_hbs_price" "year" {
  edition     = "Enterprise"
  org_num     = 10
  period_type = 3
}

output "price" {
  value = "${data.hwc_hbs_price.year.amount} ${data.hwc_hbs_price.year.currency}"
}
