# Invitations that nobody has answered yet.
data "hwc_bcs_notifications" "waiting" {
  status = "waiting"
}

output "invited_to" {
  value = [for invitation in data.hwc_bcs_notifications.waiting.notifications : "${invitation.channel_name} of ${invitation.invitor_name}"]
}
