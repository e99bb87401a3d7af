# By the id of the inviting instance, the name of the channel, and that of the invited account, in the provider's region:
terraform import hwc_bcs_invitation.partner 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/orders/partner

# In another region:
terraform import hwc_bcs_invitation.partner cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/orders/partner
