# The inviter, which has its own configuration in real life.
provider "hwc" {
  alias      = "inviter"
  access_key = var.other_access_key
  secret_key = var.other_secret_key
}

variable "other_access_key" {
  type = string
}

variable "other_secret_key" {
  type      = string
  sensitive = true
}

variable "other_domain_id" {
  description = "Id of the inviter's account."
  type        = string
}

variable "domain_name" {
  description = "Name of this account, which the inviter has to know."
  type        = string
}

variable "resource_password" {
  type      = string
  ephemeral = true
}

resource "hwc_bcs_instance" "trade" {
  provider = hwc.inviter

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

data "hwc_iam_project" "inviter" {
  provider = hwc.inviter
}

resource "hwc_bcs_invitation" "partner" {
  provider = hwc.inviter

  invitor_bcs_id = hwc_bcs_instance.trade.id
  channel_name   = "orders"
  invited_user   = var.domain_name
}

# An instance that is made for the inviter, with the same edition, consensus and versions.
resource "hwc_bcs_instance" "partner" {
  name                = "partner-chain"
  version_type        = hwc_bcs_instance.trade.version_type
  blockchain_type     = "union"
  consensus           = hwc_bcs_instance.trade.consensus
  orderer_node_number = 3

  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1

  cce_cluster_info = {
    cluster_id   = "22222222-7b69-11f1-946d-0255ac100260"
    cluster_name = "partner-cluster"
  }

  peer_orgs = [
    { name = "carrier", node_count = 2 },
  ]

  invitor_infos = {
    tenant_id     = var.other_domain_id
    project_id    = data.hwc_iam_project.inviter.id
    blockchain_id = hwc_bcs_instance.trade.id
  }
}

# The answer; destroying it leaves the channel. Where the inviter has its own configuration, it tells the two names.
resource "hwc_bcs_invitation_response" "orders" {
  invitor_bcs_id = hwc_bcs_invitation.partner.invitor_bcs_id
  channel_name   = hwc_bcs_invitation.partner.channel_name
  agreed         = true
  invitee_bcs_id = hwc_bcs_instance.partner.id
  invited_orgs   = ["carrier"]
}
