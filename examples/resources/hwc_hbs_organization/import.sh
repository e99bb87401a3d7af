# By the id of the instance and the name, in the provider's region:
terraform import hwc_hbs_organization.carrier e224e6b6-e215-11ec-9675-0255ac101552/carrier

# With the region, where the provider has another one:
terraform import hwc_hbs_organization.carrier cn-north-4/e224e6b6-e215-11ec-9675-0255ac101552/carrier
