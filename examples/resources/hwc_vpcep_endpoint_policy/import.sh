# By the id of the endpoint, in the provider's region:
terraform import hwc_vpcep_endpoint_policy.storage 530d6f2f-d115-4df2-8c36-32d19f3c0bbc

# In another region:
terraform import hwc_vpcep_endpoint_policy.storage ap-southeast-1/530d6f2f-d115-4df2-8c36-32d19f3c0bbc
