# An entry of a clouds.yaml.
provider "hwc" {
  cloud_config = "production"
}
