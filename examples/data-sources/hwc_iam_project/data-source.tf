# The project that the provider works in.
data "hwc_iam_project" "own" {}

# A project of another region, by its name.
data "hwc_iam_project" "singapore" {
  name = "ap-southeast-1"
}

output "project_ids" {
  value = [data.hwc_iam_project.own.id, data.hwc_iam_project.singapore.id]
}
