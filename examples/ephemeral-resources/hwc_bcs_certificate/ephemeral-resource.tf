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

# In no state and no plan: for a provider block, or a write-only argument such as one of a secret store.
ephemeral "hwc_bcs_certificate" "admin" {
  blockchain_id = hwc_bcs_instance.trade.id
  org_name      = "importer"
  cert_type     = "admin"
}

locals {
  admin_key  = one([for name, text in ephemeral.hwc_bcs_certificate.admin.files : text if strcontains(name, "keystore/")])
  admin_cert = one([for name, text in ephemeral.hwc_bcs_certificate.admin.files : text if strcontains(name, "signcerts/")])
}
