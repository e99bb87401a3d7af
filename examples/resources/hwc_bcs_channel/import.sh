# By the id of the instance and the name of the channel, in the provider's region:
terraform import hwc_bcs_channel.prices 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/prices

# In another region:
terraform import hwc_bcs_channel.prices cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/prices
