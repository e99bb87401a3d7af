// Command schema prints the provider's schema to standard output in the JSON form of `terraform providers schema -json`,
// for tfplugindocs.
//
// It asks the provider in this process, so it needs no Terraform CLI and shows what an older one leaves out: resource
// identities, list resources, actions and functions.
//
// With the argument "settings" it prints the table of the provider's arguments and environment variables in Markdown.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/hwc-community/terraform-provider-hwc/internal/provider"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "settings" {
		fmt.Print(provider.SettingsTable())
		return
	}
	server := providerserver.NewProtocol6(provider.New("docs")())()
	if err := write(context.Background(), os.Stdout, server); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// write puts the schemas of a provider server on out, as one JSON document.
func write(ctx context.Context, out io.Writer, server tfprotov6.ProviderServer) error {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	if err := firstError(schemas.Diagnostics); err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	if err := firstError(identities.Diagnostics); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(convertProvider(schemas, identities))
}

func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}
