variable "resource_password" {
  type      = string
  ephemeral = true
}

variable "couchdb_password" {
  type      = string
  ephemeral = true
}

# CouchDB for rich queries, with fault-tolerant orderers and the REST API.
resource "hwc_bcs_instance" "catalog" {
  name                = "catalog-chain"
  version_type        = 2
  consensus           = "SFLIC"
  orderer_node_number = 4
  database_type       = "couchdb"
  restful_api_support = true

  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1

  cce_cluster_info = {
    cluster_id   = "22222222-7b69-11f1-946d-0255ac100260"
    cluster_name = "catalog-cluster"
  }

  couchdb_info = {
    user_name           = "administrator"
    password_wo         = var.couchdb_password
    password_wo_version = 1
  }
}
