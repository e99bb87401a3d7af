variable "resource_password" {
  type      = string
  ephemeral = true
}

resource "hwc_bcs_instance" "trade" {
  name                = "trade-chain"
  version_type        = 2
  orderer_node_number = 3

  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1

  cce_cluster_info = {
    cluster_id   = "11111111-7b69-11f1-946d-0255ac100260"
    cluster_name = "trade-cluster"
  }

  peer_orgs = [{ name = "importer", node_count = 2 }]
}

# What went wrong with a creation, component by component; nothing with this one.
data "hwc_bcs_instance_status" "trade" {
  blockchain_id = hwc_bcs_instance.trade.id
}

output "failed" {
  value = [for component in data.hwc_bcs_instance_status.trade.components : "${component.name}: ${component.detail}" if component.status == "failed"]
}
