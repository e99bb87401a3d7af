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

# Alarms of the last day that are still on, the latest first.
data "hwc_bcs_events" "alarms" {
  blockchain_id = hwc_bcs_instance.trade.id
  type          = "active_alert"
  time_range    = "-1.-1.1440"
  order_by      = ["starts_at"]
}

check "quiet" {
  assert {
    condition     = length(data.hwc_bcs_events.alarms.metrics) + length(data.hwc_bcs_events.alarms.events) == 0
    error_message = "The instance has active alarms."
  }
}
