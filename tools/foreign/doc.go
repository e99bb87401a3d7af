// Package foreign runs clients that other people wrote against the emulator, to show that it is the cloud they expect.
// It is a module of its own, so that nothing of the provider depends on these clients. `make foreign` runs it.
//
// The Terraform providers huaweicloud and opentelekomcloud are no libraries: the files named after them replay what
// these send for their documented examples, as it was read in their sources, which each test names. To run the first of
// them itself against the emulator:
//
//	provider "huaweicloud" {
//	  region     = "cn-north-4"
//	  access_key = "AKTENANTA00000000001"
//	  secret_key = "SKTENANTA0000000000000000000000000000001"
//	  auth_url   = "http://127.0.0.1:8787/v3"
//	  endpoints = {
//	    for service in ["iam", "bss", "vpcep", "bcs", "eps", "cce", "dms", "ecs", "sts"] : service => "http://127.0.0.1:8787"
//	  }
//	}
//
// and the second, against `hwc-emulator -cloud otc`:
//
//	provider "opentelekomcloud" {
//	  domain_name = "domain-a"
//	  tenant_name = "eu-de"
//	  user_name   = "user-a"
//	  password    = "password-A1"
//	  auth_url    = "http://127.0.0.1:8787/v3"
//	}
package foreign
