# The id token that a CI system writes into a file, and an agency that its identity provider may act as.
provider "hwc" {
  region = "cn-north-4"

  assume_role_with_oidc {
    idp_id        = "my-ci"
    id_token_file = "/var/run/secrets/id-token"
    agency_name   = "deployment"
    domain_id     = "5fc973eea581490997e82ea11a1df31f"
  }
}
