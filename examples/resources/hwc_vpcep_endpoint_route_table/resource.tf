# Two route tables that lead to object storage, each an object of its own.
resource "hwc_vpcep_endpoint_route_table" "storage" {
  for_each = {
    frontend = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
    backend  = "cd7fdf2b-d964-4a4a-a169-2af1112e7d03"
  }

  endpoint_id    = hwc_vpcep_endpoint.storage.id
  route_table_id = each.value
}

data "hwc_vpcep_public_service" "storage" {
  name = "obs"
}

# Without `route_table_ids`: it would contradict the associations above. The cloud binds the VPC's default route table.
resource "hwc_vpcep_endpoint" "storage" {
  service_id = data.hwc_vpcep_public_service.storage.id
  vpc_id     = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
}
