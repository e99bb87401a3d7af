package provider

import (
	"os"
	"slices"
	"strings"
)

// assetTagFile is where Linux shows what the maker of a machine has written into it.
const assetTagFile = "/sys/class/dmi/id/chassis_asset_tag"

// instanceTags are what the clouds write into their instances; cloud-init tells them by it too.
var instanceTags = []string{"HUAWEICLOUD", "OpenTelekomCloud"}

// isInstance reports whether this machine says that it is an ECS instance. It asks nobody, so that a machine elsewhere
// need not wait for a metadata service that it does not have.
func isInstance(file string) bool {
	tag, err := os.ReadFile(file)
	return err == nil && slices.Contains(instanceTags, strings.TrimSpace(string(tag)))
}
