# By the id of the service, in the provider's region. The rules are Terraform's alone: the next plan adds them.
terraform import hwc_vpcep_service_connection_policy.orders 4189d3c2-8882-4871-a3c2-d380272eed83

# In another region:
terraform import hwc_vpcep_service_connection_policy.orders ap-southeast-1/4189d3c2-8882-4871-a3c2-d380272eed83
