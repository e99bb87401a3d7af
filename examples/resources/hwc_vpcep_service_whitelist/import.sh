# In the provider's region:
terraform import hwc_vpcep_service_whitelist.orders '4189d3c2-8882-4871-a3c2-d380272eed83'

# In another region:
terraform import hwc_vpcep_service_whitelist.orders 'ap-southeast-1/4189d3c2-8882-4871-a3c2-d380272eed83'
