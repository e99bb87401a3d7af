// Terraform-provider-hwc is a Terraform provider for Huawei Cloud's VPC Endpoint service.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/hwc-community/terraform-provider-hwc/internal/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run for a debugger, and print how to attach a CLI to this process")
	flag.Parse()

	if err := provider.PrepareProcess(*debug); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/hwc-community/hwc",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
