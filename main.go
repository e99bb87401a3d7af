// Terraform-provider-hwc is a Terraform provider for Huawei Cloud's VPC Endpoint service.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/hwc-community/terraform-provider-hwc/internal/provider"
)

// version is set by the linker.
var version = "dev"

// The garbage collector runs when the program gets near this many bytes, and hardly before: what is really
// needed stays far below, and collecting more often made a large apply a tenth slower.
const (
	memoryGoal       = 36 << 20
	garbagePerNeeded = 400 // percent
)

func main() {
	attach := flag.Bool("debug", false, "run for a debugger, and print how to attach a CLI to this process")
	flag.Parse()

	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
		debug.SetGCPercent(garbagePerNeeded)
	}
	if err := provider.SilenceUnreadLogs(); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/hwc-community/hwc",
		Debug:   *attach,
	})
	if err != nil {
		log.Fatal(err)
	}
}
