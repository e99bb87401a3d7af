data "hwc_iam_projects" "in_use" {
  enabled = true
}

output "project_ids" {
  value = { for project in data.hwc_iam_projects.in_use.projects : project.name => project.id }
}
