# To a gateway service of the cloud, such as object storage: through route tables, with a policy.
resource "hwc_vpcep_endpoint" "storage" {
  service_id      = "26391a76-546b-42a9-b2fc-496ec68c0e4d"
  vpc_id          = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
  route_table_ids = ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"]

  policy_statement = jsonencode([{
    Effect   = "Allow"
    Action   = ["obs:bucket:ListBucket", "obs:object:GetObject"]
    Resource = ["obs:*:*:*:*/*", "obs:*:*:*:*"]
  }])
}
