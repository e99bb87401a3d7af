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

data "hwc_bcs_nodes" "trade" {
  blockchain_id = hwc_bcs_instance.trade.id
}

# Without channels of its own an instance has one that is named "channel".
ephemeral "hwc_bcs_sdk_config" "shop" {
  blockchain_id  = hwc_bcs_instance.trade.id
  cert_path      = "/opt/shop/config"
  channel_name   = "channel"
  chaincode_name = "orders"
  peer_orgs      = { for node in data.hwc_bcs_nodes.trade.nodes : node.organization => node.name... }
}

locals {
  # The files of the archive as text, by their names.
  config = ephemeral.hwc_bcs_sdk_config.shop.files
}
