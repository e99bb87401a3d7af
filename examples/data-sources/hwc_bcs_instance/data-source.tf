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

# An instance that is managed here or elsewhere, by its id or by its name.
data "hwc_bcs_instance" "trade" {
  id = hwc_bcs_instance.trade.id
}

output "orderers" {
  value = data.hwc_bcs_instance.trade.orderer_info.address[*].ip_port
}
