# A consortium of two accounts: the inviter has a blockchain with a channel and invites the partner into it, the partner
# makes an instance for that, agrees, and is a member. Taking the answer away leaves the channel.
#
# Here both accounts are in one configuration, so that the example is whole. Where each side has its own, the inviter
# needs the name of the partner's account, and the partner needs the ids of the inviter's account, project and instance.

terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}

# The inviter. Region and credentials come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY.
provider "hwc" {}

# The partner, in the same region.
provider "hwc" {
  alias      = "partner"
  access_key = var.other_access_key
  secret_key = var.other_secret_key
}

variable "domain_id" {
  description = "Id of the inviter's account."
  type        = string
}

variable "other_access_key" {
  description = "Access key of the partner."
  type        = string
}

variable "other_secret_key" {
  description = "Secret key of the partner."
  type        = string
  sensitive   = true
}

variable "other_domain_name" {
  description = "Name of the partner's account."
  type        = string
}

variable "resource_password" {
  description = "Password of both instances. It is sent once, and stays in no state and no plan."
  type        = string
  ephemeral   = true
}

# What both instances must have in common.
locals {
  version_type = 2
  consensus    = "etcdraft"
  orderers     = 3
}

# The inviter's side.

resource "hwc_bcs_instance" "inviter" {
  name                = "trade-chain"
  version_type        = local.version_type
  blockchain_type     = "union"
  consensus           = local.consensus
  orderer_node_number = local.orderers

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
}

resource "hwc_bcs_channel" "orders" {
  blockchain_id = hwc_bcs_instance.inviter.id
  name          = "orders"
  description   = "Orders and their delivery."

  peers = {
    importer = 2
    exporter = 1
  }
}

resource "hwc_bcs_invitation" "partner" {
  invitor_bcs_id = hwc_bcs_channel.orders.blockchain_id
  channel_name   = hwc_bcs_channel.orders.name
  invited_user   = var.other_domain_name
}

# The partner's side.

data "hwc_iam_project" "inviter" {}

resource "hwc_bcs_instance" "partner" {
  provider = hwc.partner

  name                = "partner-chain"
  version_type        = local.version_type
  blockchain_type     = "union"
  consensus           = local.consensus
  orderer_node_number = local.orderers

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
    tenant_id     = var.domain_id
    project_id    = data.hwc_iam_project.inviter.id
    blockchain_id = hwc_bcs_instance.inviter.id
  }
}

resource "hwc_bcs_invitation_response" "orders" {
  provider = hwc.partner

  invitor_bcs_id = hwc_bcs_invitation.partner.invitor_bcs_id
  channel_name   = hwc_bcs_invitation.partner.channel_name
  agreed         = true
  invitee_bcs_id = hwc_bcs_instance.partner.id
  invited_orgs   = ["carrier"]
}

output "membership" {
  description = "What became of the invitation, as the partner sees it."
  value       = hwc_bcs_invitation_response.orders.status
}
