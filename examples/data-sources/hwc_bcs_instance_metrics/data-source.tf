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

data "hwc_bcs_instance_metrics" "peer" {
  blockchain_id = hwc_bcs_instance.trade.id
  entity_name   = "importer"
  instance_name = data.hwc_bcs_nodes.trade.nodes[0].name
}

# The values are others in each plan; the metrics stay.
output "metrics_of_the_first_peer" {
  value = data.hwc_bcs_instance_metrics.peer.metrics[*].metric_name
}
