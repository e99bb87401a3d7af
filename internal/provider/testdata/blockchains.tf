# Every resource and ephemeral resource of the blockchain services, with every secret that they take, in two accounts.

variable "resource_password" {
  type      = string
  ephemeral = true
}

variable "couchdb_password" {
  type      = string
  ephemeral = true
}

variable "init_node_password" {
  type      = string
  ephemeral = true
}

variable "domain_id" {
  type = string
}

variable "project_id" {
  type = string
}

resource "hwc_bcs_instance" "inviter" {
  name                         = "trade-chain"
  version_type                 = 2
  blockchain_type              = "union"
  consensus                    = "etcdraft"
  orderer_node_number          = 3
  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1
  database_type                = "couchdb"
  delete_resource              = true

  couchdb_info = {
    user_name           = "administrator"
    password_wo         = var.couchdb_password
    password_wo_version = 1
  }

  cce_create_info = {
    node_num                      = 2
    node_flavor                   = "c6.xlarge.2"
    cce_flavor                    = "cce.s1.small"
    az                            = "cn-north-4a"
    cluster_platform_type         = "VirtualMachine"
    init_node_password_wo         = var.init_node_password
    init_node_password_wo_version = 1
  }

  peer_orgs = [{ name = "importer", node_count = 2 }, { name = "exporter", node_count = 1 }]
  channels  = [{ name = "first", org_names = ["exporter"] }]
}

resource "hwc_bcs_channel" "orders" {
  blockchain_id = hwc_bcs_instance.inviter.id
  name          = "orders"
}

resource "hwc_bcs_channel_organization" "importer" {
  blockchain_id = hwc_bcs_instance.inviter.id
  channel_name  = hwc_bcs_channel.orders.name
  org_name      = "importer"
  peers         = 2
}

resource "hwc_bcs_invitation" "partner" {
  invitor_bcs_id = hwc_bcs_channel.orders.blockchain_id
  channel_name   = hwc_bcs_channel.orders.name
  invited_user   = "domain-b"
}

resource "hwc_bcs_instance" "partner" {
  provider                     = hwc.partner
  name                         = "partner-chain"
  version_type                 = 2
  blockchain_type              = "union"
  consensus                    = "etcdraft"
  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1
  cce_cluster_info             = { cluster_id = "22222222-7b69-11f1-946d-0255ac100260", cluster_name = "partner" }
  peer_orgs                    = [{ name = "carrier", node_count = 2 }]

  invitor_infos = {
    tenant_id     = var.domain_id
    project_id    = var.project_id
    blockchain_id = hwc_bcs_instance.inviter.id
  }
}

resource "hwc_bcs_invitation_response" "orders" {
  provider       = hwc.partner
  invitor_bcs_id = hwc_bcs_invitation.partner.invitor_bcs_id
  channel_name   = hwc_bcs_invitation.partner.channel_name
  agreed         = true
  invitee_bcs_id = hwc_bcs_instance.partner.id
  invited_orgs   = ["carrier"]
}

resource "hwc_bcs_user_certificate" "alice" {
  blockchain_id = hwc_bcs_instance.inviter.id
  org_name      = "importer"
  user_name     = "alice"
  security_mode = true
  frozen        = true
}

# The cloud does not keep this one; freezing it takes its archive.
ephemeral "hwc_bcs_user_certificate_archive" "bobby" {
  blockchain_id = hwc_bcs_instance.inviter.id
  org_name      = "importer"
  user_name     = "bobby"
  security_mode = false
}

resource "hwc_bcs_user_certificate" "bobby" {
  blockchain_id = hwc_bcs_instance.inviter.id
  org_name      = "importer"
  user_name     = "bobby"
  security_mode = false
  frozen        = true
  file_wo       = ephemeral.hwc_bcs_user_certificate_archive.bobby.content_base64
}

ephemeral "hwc_bcs_certificate" "admin" {
  blockchain_id = hwc_bcs_instance.inviter.id
  org_name      = "importer"
  cert_type     = "admin"
}

data "hwc_bcs_nodes" "inviter" {
  blockchain_id = hwc_bcs_instance.inviter.id
}

ephemeral "hwc_bcs_sdk_config" "orders" {
  blockchain_id  = hwc_bcs_channel_organization.importer.blockchain_id
  cert_path      = "/opt/config"
  channel_name   = "orders"
  chaincode_name = "trading"
  peer_orgs      = { importer = [for node in data.hwc_bcs_nodes.inviter.nodes : node.name if node.organization == "importer"] }
}

resource "hwc_hbs_instance" "trade" {
  name              = "trade-engine"
  edition           = "Enterprise"
  data_management   = "Cloud"
  orgs              = ["buyer", "seller"]
  org_order_info    = { period_type = 2, period_num = 1, is_auto_pay = true }
  allow_unsubscribe = true
}

resource "hwc_hbs_organization" "carrier" {
  instance_id       = hwc_hbs_instance.trade.id
  name              = "carrier"
  org_order_info    = { period_type = 2, period_num = 1, is_auto_pay = true }
  allow_unsubscribe = true
}

ephemeral "hwc_hbs_sdk_config" "carrier" {
  instance_id = hwc_hbs_instance.trade.id
  orgs        = [hwc_hbs_organization.carrier.chain_org_id]
  cert_path   = "/opt/chain"
  access_mode = "StandardChannel"
  download_ca = true
}

resource "terraform_data" "application" {
  input = "made with all of them"

  depends_on = [
    ephemeral.hwc_bcs_certificate.admin, ephemeral.hwc_bcs_sdk_config.orders, ephemeral.hwc_hbs_sdk_config.carrier,
  ]
}
