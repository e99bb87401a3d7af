# What went wrong, and why.
data "hwc_hbs_jobs" "failed" {
  status = ["Failed"]
}

output "failures" {
  value = { for job in data.hwc_hbs_jobs.failed.jobs : job.id => "${job.type} of ${job.instance_name}: ${job.failed_message}" }
}
