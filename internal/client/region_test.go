package client

import "testing"

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		cfg             Config
		service, region string
		want            string // "" = error
	}{
		// contract/auth.md 5.1
		"Huawei Cloud":          {Config{}, "vpcep", "cn-north-4", "https://vpcep.cn-north-4.myhuaweicloud.com"},
		"IAM":                   {Config{}, "iam", "cn-north-4", "https://iam.cn-north-4.myhuaweicloud.com"},
		"BCS":                   {Config{}, "bcs", "cn-north-4", "https://bcs.cn-north-4.myhuaweicloud.com"},
		"a global service":      {Config{}, "bss", "cn-north-4", "https://bss.myhuaweicloud.com"},
		"EU":                    {Config{}, "vpcep", "eu-west-101", "https://vpcep.eu-west-101.myhuaweicloud.eu"},
		"EU has regional bss":   {Config{}, "bss", "eu-west-101", "https://bss.eu-west-101.myhuaweicloud.eu"},
		"EU has global cdn":     {Config{}, "cdn", "eu-west-101", "https://cdn.myhuaweicloud.eu"},
		"eu-west-0 is not EU":   {Config{}, "vpcep", "eu-west-0", "https://vpcep.eu-west-0.myhuaweicloud.com"},
		"Open Telekom Cloud":    {Config{Cloud: "otc.t-systems.com"}, "vpcep", "eu-de", "https://vpcep.eu-de.otc.t-systems.com"},
		"Swiss IAM":             {Config{Cloud: "sc.otc.t-systems.com"}, "iam", "eu-ch2", "https://iam-pub.eu-ch2.sc.otc.t-systems.com"},
		"Swiss VPCEP":           {Config{Cloud: "sc.otc.t-systems.com"}, "vpcep", "eu-ch2", "https://vpcep.eu-ch2.sc.otc.t-systems.com"},
		"Flexible Engine":       {Config{Cloud: "prod-cloud-ocb.orange-business.com"}, "iam", "eu-west-0", "https://iam.eu-west-0.prod-cloud-ocb.orange-business.com"},
		"a configured cloud":    {Config{Cloud: "private.test"}, "vpcep", "eu-west-101", "https://vpcep.eu-west-101.private.test"},
		"endpoint URL":          {Config{EndpointURL: "http://127.0.0.1:8080/"}, "vpcep", "any-1", "http://127.0.0.1:8080"},
		"endpoint wins":         {Config{EndpointURL: "http://a", Endpoints: map[string]string{"vpcep": "http://b"}}, "vpcep", "any-1", "http://b"},
		"endpoint of another":   {Config{EndpointURL: "http://a", Endpoints: map[string]string{"bcs": "http://b"}}, "vpcep", "any-1", "http://a"},
		"no scheme":             {Config{EndpointURL: " host:8443/x// "}, "vpcep", "any-1", "https://host:8443/x"},
		"IAM at the auth URL":   {Config{AuthURL: "https://login/v3/", EndpointURL: "http://a"}, "iam", "any-1", "https://login"},
		"IAM with an endpoint":  {Config{AuthURL: "https://login", Endpoints: map[string]string{"iam": "http://b"}}, "iam", "any-1", "http://b"},
		"auth URL is IAM's own": {Config{AuthURL: "https://login"}, "vpcep", "cn-north-4", "https://vpcep.cn-north-4.myhuaweicloud.com"},
		"a region with a host":  {Config{}, "vpcep", "evil.test/", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := row.cfg
			cfg.Region, cfg.Credentials = "cn-north-4", Credentials{Token: "t"}
			c := testClient(t, cfg, nil)
			got, err := c.Service(row.service, row.region).baseURL()
			if row.want == "" {
				if err == nil {
					t.Fatalf("no error, but %s", got)
				}
				return
			}
			if err != nil || got.String() != row.want {
				t.Fatalf("got %v, %v; want %s", got, err, row.want)
			}
		})
	}
}

func TestLoginURL(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		cfg  Config
		want string
	}{
		"host rule":                  {Config{}, "https://iam.cn-north-4.myhuaweicloud.com"},
		"endpoint URL":               {Config{EndpointURL: "http://a"}, "http://a"},
		"endpoint of IAM":            {Config{EndpointURL: "http://a", Endpoints: map[string]string{"iam": "http://b"}}, "http://b"},
		"auth URL wins":              {Config{AuthURL: "c/v3", EndpointURL: "http://a", Endpoints: map[string]string{"iam": "http://b"}}, "https://c"},
		"auth URL without a version": {Config{AuthURL: "https://c/"}, "https://c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := row.cfg
			cfg.Region, cfg.Credentials = "cn-north-4", Credentials{Token: "t"}
			got, err := testClient(t, cfg, nil).Service("iam", "").loginURL()
			if err != nil || got.String() != row.want {
				t.Fatalf("got %v, %v; want %s", got, err, row.want)
			}
		})
	}
}
