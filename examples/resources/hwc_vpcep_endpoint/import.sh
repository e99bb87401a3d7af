# By id, in the provider's region:
terraform import hwc_vpcep_endpoint.orders 530d6f2f-d115-4df2-8c36-32d19f3c0bbc

# In another region:
terraform import hwc_vpcep_endpoint.orders ap-southeast-1/530d6f2f-d115-4df2-8c36-32d19f3c0bbc
