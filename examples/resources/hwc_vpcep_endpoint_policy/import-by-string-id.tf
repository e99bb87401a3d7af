import {
  to = hwc_vpcep_endpoint_policy.storage
  id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"
}
