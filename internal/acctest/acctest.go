// Package acctest is what every acceptance test calls: an emulator of its own, the provider, and a real CLI.
package acctest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bss"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
	"github.com/hwc-community/terraform-provider-hwc/internal/provider"
)

// Region is where the tests work.
const Region = "cn-north-4"

// Tenant a of the emulator, and objects of its VPC. The emulator takes any UUID for an existing object.
const (
	AccessKey = "AKTENANTA00000000001"
	SecretKey = "SKTENANTA0000000000000000000000000000001" //nolint:gosec // a fixture
	User      = "user-a"
	Password  = "password-A1" //nolint:gosec // a fixture
	Domain    = "domain-a"
	ProjectID = "0605767a5780d5762fb5c0186072909c"
	DomainID  = "5fc973eea581490997e82ea11a1df31f"

	VPC    = "4189d3c2-8882-4871-a3c2-d380272eed80"
	Port   = "4189d3c2-8882-4871-a3c2-d380272eed88"
	Subnet = "61881173-3899-4981-a700-170253d469b6"
)

// Env is the cloud of one test.
type Env struct {
	*emulator.Emulator
	URL string

	t      testing.TB
	issued secrets
}

// Tenant b.
const (
	AccessKeyB = "AKTENANTB00000000001"
	SecretKeyB = "SKTENANTB0000000000000000000000000000001" //nolint:gosec // a fixture
	ProjectIDB = "0715867b6791e6873fc6d1297183a0ad"
	DomainIDB  = "6e9dfd51d1124e8d8498dce894923a0d"
)

// Start runs an emulator for the time of one test. At the test's end nothing may be left in it.
func Start(t testing.TB, options emulator.Options) *Env {
	t.Helper()
	e := &Env{t: t}
	options.Issued = e.issued.add
	cloud := emulator.New(options)
	before := cloud.State()
	server := httptest.NewServer(cloud)
	t.Cleanup(func() {
		server.Close()
		if after := cloud.State(); !t.Failed() && !t.Skipped() && !reflect.DeepEqual(before, after) {
			t.Errorf("the emulator holds objects that the test did not remove:\n%v\ninstead of\n%v", after, before)
		}
	})
	e.Emulator, e.URL = cloud, server.URL
	e.remember()
	return e
}

// Test runs acceptance steps against this cloud, in parallel with other tests. The test case may bring more providers.
func (e *Env) Test(test resource.TestCase) {
	factories := maps.Clone(Factories)
	maps.Copy(factories, test.ProtoV6ProviderFactories)
	test.ProtoV6ProviderFactories = factories
	t, ok := e.t.(*testing.T)
	if !ok {
		e.t.Fatal("acceptance steps need a *testing.T")
	}
	resource.Test(t, test)
}

// Factories serve the provider in the test's own process.
var Factories = map[string]func() (tfprotov6.ProviderServer, error){
	"hwc": providerserver.NewProtocol6WithError(provider.New("test")()),
}

// Source is the address under which the test's CLI finds the provider.
func Source() string {
	return cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io") + "/hashicorp/hwc"
}

// Provider is a provider block for tenant a with an access key; more lines may be given.
func (e *Env) Provider(lines ...string) string {
	return e.block(append([]string{
		"region     = " + quote(Region),
		"access_key = " + quote(AccessKey),
		"secret_key = " + quote(SecretKey),
	}, lines...))
}

// ProviderB is a provider block for tenant b with an access key; more lines may be given, such as an alias.
func (e *Env) ProviderB(lines ...string) string {
	return e.block(append([]string{
		"region     = " + quote(Region),
		"access_key = " + quote(AccessKeyB),
		"secret_key = " + quote(SecretKeyB),
	}, lines...))
}

// PasswordProvider is a provider block for tenant a with a password.
func (e *Env) PasswordProvider(lines ...string) string {
	return e.block(append([]string{
		"region      = " + quote(Region),
		"user_name   = " + quote(User),
		"password    = " + quote(Password),
		"domain_name = " + quote(Domain),
	}, lines...))
}

func (e *Env) block(lines []string) string {
	return "provider \"hwc\" {\n  endpoint_url = " + quote(e.URL) + "\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// Client is the API client of tenant a, for changes behind Terraform's back.
func (e *Env) Client() *vpcep.Client { return vpcep.New(e.core(AccessKey, SecretKey), Region) }

// HBS is the API client of tenant a's blockchain engine, for changes behind Terraform's back.
func (e *Env) HBS() *hbs.Client { return hbs.New(e.core(AccessKey, SecretKey), Region) }

// BSS is the API client of tenant a's billing.
func (e *Env) BSS() *bss.Client { return bss.New(e.core(AccessKey, SecretKey), Region) }

// ClientB is the API client of tenant b.
func (e *Env) ClientB() *vpcep.Client { return vpcep.New(e.core(AccessKeyB, SecretKeyB), Region) }

// BCS is the Blockchain Service as tenant a calls it, for changes behind Terraform's back.
func (e *Env) BCS() *bcs.Client { return bcs.New(e.core(AccessKey, SecretKey), Region) }

// Instances are the ids of the blockchain instances of tenant a.
func (e *Env) Instances(ctx context.Context) (ids []string) {
	e.t.Helper()
	instances, err := e.BCS().ListInstances(ctx)
	if err != nil {
		e.t.Fatal(err)
	}
	for _, instance := range instances {
		ids = append(ids, instance.ID)
	}
	return ids
}

func (e *Env) core(accessKey, secretKey string) *client.Client {
	e.t.Helper()
	core, err := client.New(client.Config{
		Region:      Region,
		EndpointURL: e.URL,
		Credentials: client.Credentials{AccessKey: accessKey, SecretKey: secretKey},
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return core
}

// PublicService is the id of a service of the cloud itself, such as "dns" or "obs".
func (e *Env) PublicService(ctx context.Context, name string) string {
	e.t.Helper()
	services, err := e.Client().ListPublicServices(ctx, vpcep.ListPublicServicesRequest{ServiceName: name})
	if err != nil {
		e.t.Fatal(err)
	}
	if len(services) != 1 {
		e.t.Fatalf("%d public services match %q, want one", len(services), name)
	}
	return services[0].ID
}

// Services are the endpoint services of tenant a.
func (e *Env) Services(ctx context.Context) []vpcep.Service {
	e.t.Helper()
	services, err := e.Client().ListServices(ctx, vpcep.ListServicesRequest{})
	if err != nil {
		e.t.Fatal(err)
	}
	return services
}

// Endpoints are the endpoints of tenant a.
func (e *Env) Endpoints(ctx context.Context) []vpcep.Endpoint {
	e.t.Helper()
	endpoints, err := e.Client().ListEndpoints(ctx, vpcep.ListEndpointsRequest{})
	if err != nil {
		e.t.Fatal(err)
	}
	return endpoints
}

// Afterwards is a context for what a test removes at its end, when its own has ended. It lasts a minute: a cloud in which
// a failed test left its faults may never show that something is gone.
func Afterwards(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// RemoveService deletes a service of tenant a that a test made behind Terraform's back, at the test's end.
func (e *Env) RemoveService(id string) {
	e.t.Helper()
	ctx := Afterwards(e.t)
	err := e.Client().DeleteService(ctx, id)
	if err == nil {
		err = e.Client().WaitServiceDeleted(ctx, id)
	}
	if err != nil {
		e.t.Error(err)
	}
}

// Requests counts the requests so far by "METHOD route".
func (e *Env) Requests() map[string]int {
	count := map[string]int{}
	for _, entry := range e.Journal() {
		count[entry.Method+" "+entry.Route]++
	}
	return count
}

// RequestTable shows Requests in the order of the routes, for messages.
func (e *Env) RequestTable() string {
	count := e.Requests()
	var b strings.Builder
	for _, route := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(&b, "%4d %s\n", count[route], route)
	}
	return b.String()
}

func quote(text string) string { return fmt.Sprintf("%q", text) }

// Accepted reports whether acceptance tests are to run.
func Accepted() bool { return os.Getenv("TF_ACC") != "" }
