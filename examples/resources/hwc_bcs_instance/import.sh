# By id, in the provider's region:
terraform import hwc_bcs_instance.trade 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa

# In another region:
terraform import hwc_bcs_instance.trade cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa
