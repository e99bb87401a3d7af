package emulator

import "time"

// publicService is one of the operator's services.
type publicService struct {
	name, serviceType string
	policy            bool
	created           time.Time
}

// otcCatalogue are those of Open Telekom Cloud.
var otcCatalogue = []publicService{
	{"obs", typeGateway, true, time.Date(2020, 3, 2, 8, 0, 0, 0, time.UTC)},
	{"obs-internet", typeGateway, true, time.Date(2020, 3, 2, 8, 0, 0, 0, time.UTC)},
	{"dns", typeInterface, false, time.Date(2020, 3, 2, 8, 0, 0, 0, time.UTC)},
	{"apig", typeInterface, false, time.Date(2021, 6, 1, 8, 0, 0, 0, time.UTC)},
}

// publicCatalogue are those of Huawei Cloud, the same in every region (contract/vpcep.md 1.10).
var publicCatalogue = []publicService{
	{"dns", typeInterface, false, time.Date(2018, 9, 10, 13, 13, 23, 0, time.UTC)},
	{"obs", typeGateway, true, time.Date(2019, 3, 28, 9, 30, 27, 0, time.UTC)},
	{"dis", typeInterface, false, time.Date(2019, 6, 3, 8, 0, 0, 0, time.UTC)},
	{"iam", typeInterface, false, time.Date(2020, 2, 17, 8, 0, 0, 0, time.UTC)},
}

// onlyIn are those that one region only has, as the user guide of Open Telekom Cloud says.
var onlyIn = map[string]string{"obs-internet": "eu-nl"}

// documentedIDs are the ids the documentation shows; the others are made from the name.
var documentedIDs = map[string]string{
	"com.myhuaweicloud.cn-north-4.dns": "b0e22f6f-26f4-461c-b140-d873464d4fa0",
	"com.myhuaweicloud.cn-north-4.obs": "26391a76-546b-42a9-b2fc-496ec68c0e4d",
}

func (e *Emulator) addPublicServices() {
	for _, region := range e.operator.regions {
		for _, entry := range e.operator.public {
			if only := onlyIn[entry.name]; only != "" && only != region {
				continue
			}
			s := &service{name: e.operator.publicPrefix + region + "." + entry.name, region: region, owner: e.operator.publicOwner,
				serviceType: entry.serviceType, policy: entry.policy, status: statusAvailable}
			n := e.store.next()
			s.stamps = stamps{created: entry.created, updated: entry.created, createdAt: n, updatedAt: n}
			if s.id = documentedIDs[s.name]; s.id == "" {
				s.id = namedUUID(s.name)
			}
			e.store.services.add(s.id, s)
		}
	}
}

// listPublicServices lists the operator's services of the region (contract/vpcep.md 1.10).
func listPublicServices(c *call) reply {
	p, refused := c.readPage(maxLimit)
	if refused != nil {
		return *refused
	}
	var found []*service
	for _, s := range c.store.services.all(false) {
		if s.project == nil && s.region == c.project.region && c.matches("id", s.id) &&
			contains(s.name, c.query.Get("endpoint_service_name")) {
			found = append(found, s)
		}
	}
	return list("endpoint_services", cut(p, found, serviceStamps), len(found), func(s *service) object {
		return object{"id": s.id, "owner": s.owner, "service_name": s.name, "service_type": s.serviceType,
			"created_at": s.created.Format(serviceTime), "is_charge": false, "enable_policy": s.policy}
	})
}

// describeService is what a consumer may know of a service, its own, another account's or a public one
// (contract/vpcep.md 1.9). The whitelist does not matter here, unless that is the choice.
func describeService(c *call) reply {
	id, name := c.query.Get("id"), c.query.Get("endpoint_service_name")
	switch {
	case (id == "") == (name == ""):
		return c.refuseDescribeQuery(id)
	case id != "" && !isUUID(id):
		return fail("EndPoint.3062")
	}
	for _, s := range c.store.services.all(c.stale) {
		if s.region == c.project.region && (s.id == id || id == "" && s.fullName() == name) {
			if c.choices.DescribeChecksWhitelist && !s.admits(c.project.account) {
				return fail("EndPoint.2012")
			}
			return ok(object{"id": s.id, "service_name": s.fullName(), "service_type": s.serviceType,
				"created_at": s.created.Format(serviceTime), "is_charge": s.project != nil,
				"public_border_group": borderGroup, "enable_policy": s.policy})
		}
	}
	return *c.noSuchService()
}

// refuseDescribeQuery answers a request with neither or both of the parameters.
func (c *call) refuseDescribeQuery(id string) reply {
	switch {
	case c.choices.DescribeQueryCode != 0:
		return fail(endpointCode(c.choices.DescribeQueryCode))
	case id == "":
		return fail("EndPoint.2002")
	}
	return fail("EndPoint.0002", "Give either id or endpoint_service_name.")
}
