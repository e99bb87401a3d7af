package client

import (
	"errors"
	"strings"
	"testing"
)

// contract/auth.md 5.2.
func TestKnownRegion(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		cloud, region string
		want          bool
	}{
		"Huawei Cloud":          {"", "cn-north-4", true},
		"by name":               {"myhuaweicloud.com", "ru-northwest-2", true},
		"the last of a row":     {"", "ap-southeast-5", true},
		"none of it":            {"", "ap-southeast-6", false},
		"a typing error":        {"", "cn-nroth-4", false},
		"EU":                    {"", "eu-west-101", true},
		"EU by name":            {"myhuaweicloud.eu", "eu-west-101", true},
		"not in the EU":         {"myhuaweicloud.eu", "cn-north-4", false},
		"Open Telekom Cloud":    {"otc.t-systems.com", "eu-nl", true},
		"in capitals":           {"OTC.T-Systems.com", "eu-de", true},
		"without its cloud":     {"", "eu-de", false},
		"Swiss":                 {"sc.otc.t-systems.com", "eu-ch2", true},
		"not Swiss":             {"sc.otc.t-systems.com", "eu-de", false},
		"Flexible Engine":       {"prod-cloud-ocb.orange-business.com", "eu-west-0", true},
		"a cloud nobody knows":  {"hcs.example.com", "any-1", true},
		"the twin of Huawei's":  {"myhuaweicloud.cn", "any-1", true},
		"Huawei has Paris, too": {"", "eu-west-0", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := KnownRegion(row.cloud, row.region); got != row.want {
				t.Errorf("got %t", got)
			}
		})
	}
	if n := len(clouds[0].regions) + len(clouds[1].regions); n != 34 {
		t.Errorf("%d regions of Huawei Cloud, the contract has 34", n)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		cfg  Config
		want []string // in the one warning; nil: none
	}{
		"known":            {Config{Region: "cn-north-4"}, nil},
		"unknown":          {Config{Region: "cn-nroth-4"}, []string{`"cn-nroth-4"`, "myhuaweicloud.com", "cn-north-4, "}},
		"of another cloud": {Config{Region: "eu-de"}, []string{`"eu-de"`, "It is one of otc.t-systems.com: set cloud to that."}},
		"its auth URL":     {Config{Region: "eu-de", AuthURL: "https://iam.eu-de.otc.t-systems.com/v3"}, nil},
		"private":          {Config{Region: "any-1", Cloud: "hcs.example.com"}, nil},
		"an emulator":      {Config{Region: "any-1", EndpointURL: "http://127.0.0.1:1"}, nil},
		"one endpoint":     {Config{Region: "any-1", Endpoints: map[string]string{"vpcep": "http://a"}}, []string{`"any-1"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := row.cfg
			cfg.Credentials = Credentials{Token: "t"}
			got := testClient(t, cfg, nil).Warnings()
			if row.want == nil {
				if got != nil {
					t.Errorf("%q", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("%q", got)
			}
			contains(t, got[0], row.want...)
		})
	}
	if got := Unready(errors.New("x")).Warnings(); got != nil {
		t.Errorf("%q", got)
	}
}

// What a cloud does not offer is not sent (contract/auth.md 5, contract/bcs.md 0, contract/vpcep.md 8).
func TestNotOfferedByTheCloud(t *testing.T) {
	t.Parallel()
	const (
		otc, swiss, flexible = "otc.t-systems.com", "sc.otc.t-systems.com", "prod-cloud-ocb.orange-business.com"
		service, endpoint    = "/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}", "/v1/{project_id}/vpc-endpoints/{vpc_endpoint_id}"
		blockchains          = "/v2/{project_id}/blockchains"
	)
	for name, row := range map[string]struct {
		cloud, region, service, method, route string
		want                                  string // "" = offered
	}{
		"BCS":                  {"", "cn-east-2", "bcs", "GET", blockchains, ""},
		"BCS elsewhere":        {"", "cn-north-9", "bcs", "GET", blockchains, "bcs is not offered in region cn-north-9 of myhuaweicloud.com, only in cn-north-1, cn-north-4, cn-south-1, cn-east-2"},
		"BCS nowhere known":    {"", "xx-north-1", "bcs", "GET", blockchains, "only in cn-north-1, "},
		"BCS in the EU":        {"", "eu-west-101", "bcs", "GET", blockchains, "bcs is not offered by myhuaweicloud.eu"},
		"BCS in Germany":       {otc, "eu-de", "bcs", "GET", blockchains, "bcs is not offered by otc.t-systems.com"},
		"BCS in private":       {"hcs.example.com", "any-1", "bcs", "GET", blockchains, ""},
		"HBS":                  {"", "cn-north-4", "hbs", "GET", blockchains, ""},
		"HBS elsewhere":        {"", "cn-north-1", "hbs", "GET", blockchains, "hbs is not offered in region cn-north-1 of myhuaweicloud.com, only in cn-north-4"},
		"HBS in Switzerland":   {swiss, "eu-ch2", "hbs", "GET", blockchains, "hbs is not offered by sc.otc.t-systems.com"},
		"VPCEP anywhere":       {"", "xx-north-1", "vpcep", "GET", endpoint, ""},
		"policy":               {"", "cn-north-4", "vpcep", "PUT", endpoint + "/policy", ""},
		"policy in Germany":    {otc, "eu-de", "vpcep", "PUT", endpoint + "/policy", "vpcep of otc.t-systems.com does not offer this operation"},
		"its end":              {otc, "eu-de", "vpcep", "DELETE", endpoint + "/policy", "does not offer this operation"},
		"batch in Germany":     {otc, "eu-nl", "vpcep", "POST", service + "/permissions/batch-create", "does not offer this operation"},
		"description there":    {otc, "eu-de", "vpcep", "PUT", service + "/permissions/{permission_id}", "does not offer this operation"},
		"whitelist there":      {otc, "eu-de", "vpcep", "PUT", endpoint, "does not offer this operation"},
		"v2 there":             {otc, "eu-de", "vpcep", "POST", "/v2/{project_id}/vpc-endpoints/{id}/upgrade", "does not offer this operation"},
		"the rest there":       {otc, "eu-de", "vpcep", "PUT", service, ""},
		"actions there":        {otc, "eu-de", "vpcep", "POST", service + "/permissions/action", ""},
		"reads there":          {otc, "eu-de", "vpcep", "GET", endpoint, ""},
		"batch in Switzerland": {swiss, "eu-ch2", "vpcep", "POST", service + "/permissions/batch-create", "does not offer this operation"},
		"batch in Paris":       {flexible, "eu-west-0", "vpcep", "POST", service + "/permissions/batch-create", "does not offer this operation"},
		"route tables there":   {flexible, "eu-west-0", "vpcep", "PUT", endpoint + "/routetables", ""},
		"not in Germany":       {otc, "eu-de", "vpcep", "PUT", endpoint + "/routetables", "does not offer this operation"},
		"not in Switzerland":   {swiss, "eu-ch2", "vpcep", "PUT", endpoint + "/routetables", "does not offer this operation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Region: row.region, Cloud: row.cloud, ProjectID: testProject, Credentials: Credentials{Token: "t"}}
			k := call{method: row.method, route: row.route, args: make([]string, strings.Count(row.route, "{")-1)}
			for i := range k.args {
				k.args[i] = "x"
			}
			send := func(cfg Config) (int, error) {
				server := always(200, `{}`)
				_, _, err := testClient(t, cfg, server).Service(row.service, "").do(t.Context(), k)
				return len(server.all()), err
			}
			n, err := send(cfg)
			if row.want == "" {
				if n != 1 || err != nil {
					t.Errorf("%d requests, %v", n, err)
				}
				return
			}
			if n != 0 || !NotOffered(err) || Undecided(err) || IsNotFound(err) {
				t.Fatalf("%d requests, %v", n, err)
			}
			contains(t, err.Error(), row.method+" "+row.route+": ", row.want, "under endpoints")
			// An endpoint that somebody configured is trusted.
			cfg.Endpoints = map[string]string{row.service: "https://elsewhere.test"}
			if n, err := send(cfg); n != 1 || err != nil {
				t.Errorf("with an endpoint: %d requests, %v", n, err)
			}
		})
	}
}

// A plan can ask before anything is created.
func TestOffered(t *testing.T) {
	t.Parallel()
	cfg := Config{Region: "cn-north-4", Credentials: Credentials{Token: "t"}}
	c := testClient(t, cfg, nil)
	unready := Unready(errors.New("x"))
	for _, service := range []*Service{c.Service("hbs", ""), c.Service("vpcep", "any-1"), unready.Service("hbs", ""), unready.Service("hbs", "any-1")} {
		if err := service.Offered(); err != nil {
			t.Error(err)
		}
	}
	if err := c.Service("hbs", "cn-north-1").Offered(); !NotOffered(err) ||
		err.Error() != "hbs is not offered in region cn-north-1 of myhuaweicloud.com, only in cn-north-4; if it is by now, give its URL under endpoints" {
		t.Errorf("%v", err)
	}
	upgrade := []string{"POST", "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}/upgrade"}
	if err := c.Service("vpcep", "").Offers(upgrade[0], upgrade[1]); err != nil {
		t.Error(err)
	}
	cfg.Cloud, cfg.Region = "otc.t-systems.com", "eu-de"
	if err := testClient(t, cfg, nil).Service("vpcep", "").Offers(upgrade[0], upgrade[1]); !NotOffered(err) {
		t.Errorf("%v", err)
	}
	cfg.EndpointURL = "http://127.0.0.1:1"
	if err := testClient(t, cfg, nil).Service("hbs", "cn-north-1").Offered(); err != nil {
		t.Error(err)
	}
}

func TestRegionOfURL(t *testing.T) {
	t.Parallel()
	for auth, want := range map[string]string{
		"https://iam.cn-north-4.myhuaweicloud.com/v3":       "cn-north-4",
		"https://iam.eu-de.otc.t-systems.com:443/v3":        "eu-de",
		"iam-pub.eu-ch2.sc.otc.t-systems.com":               "eu-ch2",
		"https://iam.myhuaweicloud.com/v3":                  "",
		"https://iam.eu-de.myhuaweicloud.com":               "",
		"https://iam.region-1.cloud.example.com":            "",
		"http://127.0.0.1:8787":                             "",
		"https://user:password@iam.eu-de.otc.t-systems.com": "",
		"": "",
	} {
		if got := RegionOfURL(auth); got != want {
			t.Errorf("%q: got %q, want %q", auth, got, want)
		}
	}
}
