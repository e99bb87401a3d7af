# The agency of the ECS instance that Terraform runs on.
provider "hwc" {
  region       = "cn-north-4"
  ecs_metadata = true
}
