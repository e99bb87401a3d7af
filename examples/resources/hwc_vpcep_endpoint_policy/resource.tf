# Only reading is allowed through an endpoint that another configuration manages; here it stands in the same one, so that
# the example is whole.
resource "hwc_vpcep_endpoint_policy" "storage" {
  endpoint_id = hwc_vpcep_endpoint.storage.id

  policy_statement = jsonencode([{
    Effect   = "Allow"
    Action   = ["obs:bucket:ListBucket", "obs:object:GetObject"]
    Resource = ["obs:*:*:*:*/*", "obs:*:*:*:*"]
  }])
}

data "hwc_vpcep_public_service" "storage" {
  name = "obs"
}

# Without `policy_statement`: it would contradict the policy above.
resource "hwc_vpcep_endpoint" "storage" {
  service_id = data.hwc_vpcep_public_service.storage.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
}
