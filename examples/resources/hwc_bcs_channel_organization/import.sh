# By the id of the instance and the names of channel and organization, in the provider's region:
terraform import 'hwc_bcs_channel_organization.members["importer"]' 50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/prices/importer

# In another region:
terraform import 'hwc_bcs_channel_organization.members["importer"]' cn-north-1/50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa/prices/importer
