import {
  to = hwc_vpcep_endpoint_route_table.storage["frontend"]
  id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc/cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
}
