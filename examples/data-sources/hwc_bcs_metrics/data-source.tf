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

data "hwc_bcs_metrics" "trade" {
  blockchain_id = hwc_bcs_instance.trade.id
  metric_names  = ["diskUsedRate", "memUsedRate"]
}

locals {
  # The latest value of each metric in percent. As an output it would be a change in nearly every plan.
  used = { for metric in data.hwc_bcs_metrics.trade.metrics : metric.metric_name => try(reverse(metric.data_points)[0].statistics["maximum"], 0) }
}

check "load" {
  assert {
    condition     = alltrue([for name, percent in local.used : percent < 90])
    error_message = "A cluster is nearly full: ${jsonencode(local.used)}"
  }
}
