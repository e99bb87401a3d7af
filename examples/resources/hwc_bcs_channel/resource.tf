variable "resource_password" {
  type      = string
  ephemeral = true
}

resource "hwc_bcs_instance" "trade" {
  name                = "trade-chain"
  version_type        = 2
  blockchain_type     = "union"
  consensus           = "etcdraft"
  orderer_node_number = 3

  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1

  cce_cluster_info = {
    cluster_id   = "11111111-7b69-11f1-946d-0255ac100260"
    cluster_name = "trade-cluster"
  }

  peer_orgs = [
    { name = "importer", node_count = 2 },
    { name = "exporter", node_count = 1 },
  ]

  channels = [
    { name = "orders", org_names = ["importer", "exporter"] },
  ]
}

# A second channel, with exactly these organizations: a change of their peers is applied in place.
resource "hwc_bcs_channel" "prices" {
  blockchain_id = hwc_bcs_instance.trade.id
  name          = "prices"
  description   = "Prices that both sides have agreed on."

  peers = {
    importer = 2
    exporter = 1
  }
}
