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

# The cloud keeps this certificate, so each run gets the same. With security_mode = false each plan and each apply would
# issue one more.
ephemeral "hwc_bcs_user_certificate_archive" "alice" {
  blockchain_id = hwc_bcs_instance.trade.id
  org_name      = "importer"
  user_name     = "alice"
  security_mode = true
}

locals {
  alice_key = one([for name, text in ephemeral.hwc_bcs_user_certificate_archive.alice.files : text if strcontains(name, "keystore/")])
}
