# By the ids of the service and of the endpoint, in the provider's region:
terraform import hwc_vpcep_service_connection.shop 4189d3c2-8882-4871-a3c2-d380272eed83/530d6f2f-d115-4df2-8c36-32d19f3c0bbc

# In another region:
terraform import hwc_vpcep_service_connection.shop ap-southeast-1/4189d3c2-8882-4871-a3c2-d380272eed83/530d6f2f-d115-4df2-8c36-32d19f3c0bbc
