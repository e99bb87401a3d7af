# By id, in the provider's region:
terraform import hwc_hbs_instance.trade e224e6b6-e215-11ec-9675-0255ac101552

# With the region, where the provider has another one:
terraform import hwc_hbs_instance.trade cn-north-4/e224e6b6-e215-11ec-9675-0255ac101552
