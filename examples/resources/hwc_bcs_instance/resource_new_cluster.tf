variable "resource_password" {
  type      = string
  ephemeral = true
}

variable "init_node_password" {
  description = "First password of the nodes' user root."
  type        = string
  ephemeral   = true
}

# An instance for one account, with a cluster of its own that goes with it.
resource "hwc_bcs_instance" "audit" {
  name                = "audit-chain"
  version_type        = 4
  consensus           = "etcdraft"
  orderer_node_number = 3
  use_eip             = true
  bandwidth_size      = 5

  resource_password_wo         = var.resource_password
  resource_password_wo_version = 1

  cce_create_info = {
    node_num              = 2
    node_flavor           = "c6.xlarge.2"
    cce_flavor            = "cce.s1.small"
    az                    = "cn-north-4a"
    cluster_platform_type = "VirtualMachine"

    init_node_password_wo         = var.init_node_password
    init_node_password_wo_version = 1
  }

  delete_resource = true
}
