data "hwc_bcs_flavors" "all" {}

output "most_peers_of_an_organization" {
  value = { for flavor in data.hwc_bcs_flavors.all.flavors : flavor.name => flavor.org_peer_max_num }
}
