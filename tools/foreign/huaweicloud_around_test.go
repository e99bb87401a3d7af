package foreign

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// What the huaweicloud provider asks of other services for its blockchain examples was read in
// huaweicloud/terraform-provider-huaweicloud: huaweicloud/config/{endpoints,eps_management}.go,
// vendor/github.com/chnsz/golangsdk/openstack/cce/v3/clusters/{requests,results}.go,
// .../openstack/compute/v2/extensions/availabilityzones/{requests,results}.go and
// .../openstack/dms/v2/kafka/instances/{requests,results,urls}.go.

// findCluster is the data source huaweicloud_cce_cluster of the examples, as it filters what the list has by its status,
// of which just one has to be left; then it takes a certificate.
func (p *huaweicloud) findCluster() string {
	p.t.Helper()
	path := "/api/v3/projects/" + p.project + "/clusters"
	var found struct {
		Items []struct {
			Metadata struct {
				Name string `json:"name"`
				ID   string `json:"uid"`
			} `json:"metadata"`
			Spec struct {
				Type        string         `json:"type"`
				Flavor      string         `json:"flavor"`
				Version     string         `json:"version"`
				BillingMode int            `json:"billingMode"`
				ExtendParam map[string]any `json:"extendParam"`
				HostNetwork struct {
					VpcID         string `json:"vpc"`
					SubnetID      string `json:"subnet"`
					SecurityGroup string `json:"SecurityGroup"`
				} `json:"hostNetwork"`
			} `json:"spec"`
			Status struct {
				Phase string `json:"phase"`
			} `json:"status"`
		} `json:"items"`
	}
	p.must(order{method: http.MethodGet, path: path, headers: asJSON, ok: []int{200}}, &found)
	if len(found.Items) != 1 || found.Items[0].Status.Phase != "Available" || found.Items[0].Metadata.Name == "" {
		p.t.Fatalf("clusters %+v", found.Items)
	}
	id := found.Items[0].Metadata.ID
	var config struct {
		Clusters []struct {
			Name    string `json:"name"`
			Cluster struct {
				Server        string `json:"server"`
				AuthorityData string `json:"certificate-authority-data"`
			} `json:"cluster"`
		} `json:"clusters"`
		Users []struct {
			Name string `json:"name"`
			User struct {
				CertData string `json:"client-certificate-data"`
				KeyData  string `json:"client-key-data"`
			} `json:"user"`
		} `json:"users"`
	}
	p.must(order{method: http.MethodPost, path: path + "/" + id + "/clustercert", body: map[string]any{"duration": -1}}, &config)
	if len(config.Clusters) == 0 || len(config.Users) == 0 || config.Users[0].User.KeyData == "" {
		p.t.Fatal("no certificate")
	}
	return id
}

// zones is the data source huaweicloud_availability_zones of the examples: the names, sorted, of those that are
// available.
func (p *huaweicloud) zones() []string {
	p.t.Helper()
	var found struct {
		Zones []struct {
			Hosts map[string]any `json:"hosts"`
			Name  string         `json:"zoneName"`
			State struct {
				Available bool `json:"available"`
			} `json:"zoneState"`
		} `json:"availabilityZoneInfo"`
	}
	p.must(order{method: http.MethodGet, path: "/v2.1/" + p.project + "/os-availability-zone", ok: []int{200, 202, 204, 300}}, &found)
	var names []string
	for _, zone := range found.Zones {
		if zone.State.Available {
			names = append(names, zone.Name)
		}
	}
	if len(names) < 3 {
		p.t.Fatalf("the example wants three zones, not %v", names)
	}
	slices.Sort(names)
	return names
}

// migrate moves an instance to another enterprise project and waits until that has it. All pages are read.
func (p *huaweicloud) migrate(id, target string) {
	p.t.Helper()
	path := "/v1.0/enterprise-projects/" + target + "/resources"
	p.account.must(order{method: http.MethodPost, path: path + "-migrate", ok: []int{204}, body: map[string]any{
		"resource_type": "bcs", "resource_id": id, "project_id": p.project, "region_id": huaweiRegion}}, nil)
	until(p.t, []string{"PENDING"}, "COMPLETED", func() string {
		now := "PENDING"
		for offset := 0; ; {
			var page struct {
				Resources []struct {
					ID string `json:"resource_id"`
				} `json:"resources"`
			}
			p.account.must(order{method: http.MethodPost, path: path + "/filter", body: map[string]any{"limit": 1000, "offset": offset,
				"projects": []string{p.project}, "resource_types": []string{"bcs"}}}, &page)
			if len(page.Resources) == 0 {
				return now
			}
			for _, r := range page.Resources {
				if r.ID == id {
					now = "COMPLETED"
				}
			}
			offset += len(page.Resources)
		}
	})
}

// hwKafka are the fields of a Kafka instance that both sides have.
type hwKafka struct {
	Name                string   `json:"name"`
	Description         string   `json:"description"`
	Engine              string   `json:"engine"`
	EngineVersion       string   `json:"engine_version"`
	Specification       string   `json:"specification"`
	StorageSpace        int      `json:"storage_space"`
	PartitionNum        string   `json:"partition_num"`
	UsedStorageSpace    int      `json:"used_storage_space"`
	ConnectAddress      string   `json:"connect_address"`
	Port                int      `json:"port"`
	Status              string   `json:"status"`
	InstanceID          string   `json:"instance_id"`
	ResourceSpecCode    string   `json:"resource_spec_code"`
	ChargingMode        int      `json:"charging_mode"`
	VPCID               string   `json:"vpc_id"`
	CreatedAt           string   `json:"created_at"`
	UserName            string   `json:"user_name"`
	EnablePublicIP      bool     `json:"enable_publicip"`
	SslEnable           bool     `json:"ssl_enable"`
	EnterpriseProjectID string   `json:"enterprise_project_id"`
	AvailableZones      []string `json:"available_zones"`
	TotalStorageSpace   int      `json:"total_storage_space"`
	Tags                []hwTag  `json:"tags"`
}

func (p *huaweicloud) removeKafka(name string) {
	p.t.Helper()
	path := "/v2/" + p.project + "/instances"
	var found struct {
		Instances []hwKafka `json:"instances"`
		Total     int       `json:"instance_num"`
	}
	p.must(order{method: http.MethodGet, path: path, query: url.Values{"engine": {"kafka"}, "name": {name}}}, &found)
	if len(found.Instances) != 1 || found.Instances[0].Name != name || found.Instances[0].StorageSpace != 600 ||
		!strings.Contains(found.Instances[0].Specification, "c3.mini") {
		p.t.Fatalf("instances %+v", found)
	}
	path += "/" + found.Instances[0].InstanceID
	p.must(order{method: http.MethodDelete, path: path}, nil)
	until(p.t, []string{"DELETING", "RUNNING"}, "DELETED", func() string {
		var shown hwKafka
		_, err := p.send(order{method: http.MethodGet, path: path}, &shown)
		if refused, is := errors.AsType[*unexpected](err); is && refused.status == http.StatusNotFound {
			return "DELETED"
		}
		if err != nil {
			p.t.Fatal(err)
		}
		return shown.Status
	})
}
