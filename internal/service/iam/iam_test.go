package iam_test

import (
	"os"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

// Shorter names of what the tests of all services share.
var (
	said       = acctest.Said
	value      = acctest.Value
	text       = acctest.Text
	exactly    = acctest.Exactly
	dataConfig = acctest.DataSource
)

// The sub-project of tenant a, and its project in the other region.
const (
	subProjectID   = "0605767a5780d5762fb5c018607290b1"
	otherRegion    = "ap-southeast-1"
	otherProjectID = "0605767a5780d5762fb5c018607290a1"
	userID         = "a1b5767a5780d5762fb5c0186072aa01"
)
