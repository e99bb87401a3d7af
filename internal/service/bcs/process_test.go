package bcs_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

var kinds = []acctest.Kind{{
	Resource: "hwc_bcs_instance", Config: instanceConfig(""), Route: instancesRoute,
	Create: emulator.BCSCreate, Delete: emulator.BCSDelete, Fails: failedOnce, KeptWhileCreated: true,
	Objects: func(t *testing.T, cloud *acctest.Env) []string {
		t.Helper()
		return cloud.Instances(context.Background())
	},
}}

// failedOnce lets the next read of an instance show that its creation has failed, and its status say why.
func failedOnce(cloud *acctest.Env, id string) *regexp.Regexp {
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Status: 200, Body: fmt.Sprintf(
		`{"basic_info":{"id":%q,"name":"chain-test","status":"Abnormal","process_status":"","deploy_status":2,"created_time":"2024-01-30T07:42:01Z"}}`, id)})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute + "/status", Status: 200, Body: `{"sfs":{"status":"failed","detail":"the quota of file systems is used up"}}`})
	return acctest.Said(`The object is lost.*Abnormal.*sfs.*the quota of file systems is used up`)
}

func TestAccBcs_interrupted(t *testing.T) {
	t.Parallel()
	acctest.Interrupted(t, kinds...)
}

func TestAccBcs_interruptedThenFailed(t *testing.T) {
	t.Parallel()
	acctest.InterruptedThenFailed(t, kinds...)
}

func TestAccBcs_interruptedDestroy(t *testing.T) {
	t.Parallel()
	acctest.InterruptedDestroy(t, kinds...)
}

func TestAccBcs_killed(t *testing.T) {
	t.Parallel()
	acctest.Killed(t, kinds...)
}
