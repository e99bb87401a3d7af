# By the id of the inviting instance and the name of the channel, in the provider's region:
terraform import hwc_bcs_invitation_response.orders 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/orders

# In another region:
terraform import hwc_bcs_invitation_response.orders cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/orders
