variable "resource_password" {
  description = "Password of the instance. It is sent once, and stays in no state and no plan."
  type        = string
  ephemeral   = true
}

# A consortium's instance in a cluster that is there, with two organizations on an SFS Turbo file system.
resource "hwc_bcs_instance" "trade" {
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

  volume_type   = "efs"
  org_disk_size = 1228

  turbo_info = {
    available_zone     = "cn-north-4a"
    resource_spec_code = "sfs.turbo.40MBps"
  }

  # Changed in place. An organization that is added later needs pvc_name, the name of its volume in the cluster.
  peer_orgs = [
    { name = "importer", node_count = 2 },
    { name = "exporter", node_count = 1 },
  ]

  channels = [
    { name = "orders", org_names = ["importer", "exporter"] },
  ]

  block_info = {
    batch_timeout     = 2
    max_message_count = 500
  }

  delete_storage = true
}
