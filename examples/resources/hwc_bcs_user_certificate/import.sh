# By the id of the instance and the names of organization and user, in the provider's region:
terraform import hwc_bcs_user_certificate.alice 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/importer/alice

# In another region:
terraform import hwc_bcs_user_certificate.alice cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/importer/alice
