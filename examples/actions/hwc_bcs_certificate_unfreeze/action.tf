# Alice is back: raising the number makes her certificate valid again.
action "hwc_bcs_certificate_unfreeze" "alice" {
  config {
    blockchain_id = hwc_bcs_instance.trade.id
    org_name      = "importer"
    user_name     = "alice"
  }
}

resource "terraform_data" "unfreezes" {
  triggers_replace = [1]
  depends_on       = [ephemeral.hwc_bcs_user_certificate_archive.alice]

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.hwc_bcs_certificate_unfreeze.alice]
    }
  }
}

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

ephemeral "hwc_bcs_user_certificate_archive" "alice" {
  blockchain_id = hwc_bcs_instance.trade.id
  org_name      = "importer"
  user_name     = "alice"
  security_mode = true
}
