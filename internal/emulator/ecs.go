package emulator

import "net/http"

// ecsRoutes are what the documented examples of the official provider ask ECS: the availability zones of a region, for
// the storage and the Kafka of a blockchain.
func ecsRoutes() []route {
	return behind(&backend{}, []route{
		{method: http.MethodGet, path: "/v2.1/{project_id}/os-availability-zone", access: inProject, handle: listZones},
	})
}

func listZones(c *call) reply {
	zones := []any{}
	for _, letter := range []string{"a", "b", "c"} {
		zones = append(zones, object{"zoneName": c.project.region + letter, "zoneState": object{"available": true}, "hosts": nil})
	}
	return ok(object{"availabilityZoneInfo": zones})
}
