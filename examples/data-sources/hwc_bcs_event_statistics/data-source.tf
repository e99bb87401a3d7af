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

# How many alarms there were in each hour of the last day.
data "hwc_bcs_event_statistics" "alarms" {
  blockchain_id = hwc_bcs_instance.trade.id
  time_range    = "-1.-1.1440"
  step          = 3600000

  metadata_relation = [
    { key = "event_type", value = ["alarm"] },
  ]
}

output "alarms" {
  value = data.hwc_bcs_event_statistics.alarms.metrics[*].metric_name
}
