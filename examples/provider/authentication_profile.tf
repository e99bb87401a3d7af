# A profile of the hcloud command line (KooCLI).
provider "hwc" {
  shared_config_file = "~/.hcloud/config.json"
  profile            = "production"
}
