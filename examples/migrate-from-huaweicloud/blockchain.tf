variable "resource_password" {
  type      = string
  sensitive = true
}

resource "hwc_bcs_instance" "trade" {
  name                  = "trade-chain"
  version_type          = 4
  fabric_version        = "2.2"
  blockchain_type       = "private"
  consensus             = "etcdraft"
  enterprise_project_id = "0"
  resource_password     = var.resource_password
  orderer_node_number   = 3
  use_eip               = true
  delete_storage        = true

  cce_cluster_info = {
    cluster_id   = "aaace2ac-c18b-11ea-aefb-0255ac100022"
    cluster_name = "trade-cluster"
  }

  volume_type   = "efs"
  org_disk_size = 1228

  turbo_info = {
    available_zone     = "cn-north-4a"
    resource_spec_code = "sfs.turbo.40MBps"
  }

  peer_orgs = [{ name = "organization01", node_count = 1 }]
  channels  = [{ name = "channeldemo001", org_names = ["organization01"] }]
}

moved {
  from = huaweicloud_bcs_instance.trade
  to   = hwc_bcs_instance.trade
}
