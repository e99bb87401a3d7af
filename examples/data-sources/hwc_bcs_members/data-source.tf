# Who takes part in the channel "orders", with how many peers.
data "hwc_bcs_members" "orders" {
  channel_name = "orders"
}

output "peers" {
  value = { for member in data.hwc_bcs_members.orders.members : member.invitee_username => sum([for org in member.invited_orgs : org.node_count]) }
}
