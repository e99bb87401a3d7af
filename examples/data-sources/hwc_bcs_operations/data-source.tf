# What failed in the last three days, and why.
data "hwc_bcs_operations" "failed" {
  operation_status = "failed"
}

output "failures" {
  value = { for operation in data.hwc_bcs_operations.failed.operations : operation.operation_id => "${operation.blockchain_name}: ${operation.failure}" }
}
