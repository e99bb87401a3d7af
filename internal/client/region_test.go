package client

import (
	"strings"
	"testing"
)

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
		"HBS is an API of BCS":  {Config{}, "hbs", "cn-north-4", "https://bcs.cn-north-4.myhuaweicloud.com"},
		"HBS at BCS's endpoint": {Config{Endpoints: map[string]string{"bcs": "http://b"}}, "hbs", "cn-north-4", "http://b"},
		"HBS at its own":        {Config{Endpoints: map[string]string{"bcs": "http://b", "hbs": "http://c"}}, "hbs", "cn-north-4", "http://c"},
		"STS":                   {Config{}, "sts", "cn-north-4", "https://sts.cn-north-4.myhuaweicloud.com"},
		"STS of another cloud":  {Config{Cloud: "private.test"}, "sts", "r-1", "https://sts.r-1.private.test"},
		"EU IAM":                {Config{}, "iam", "eu-west-101", "https://iam.eu-west-101.myhuaweicloud.eu"},
		"the Netherlands":       {Config{Cloud: "otc.t-systems.com"}, "iam", "eu-nl", "https://iam.eu-nl.otc.t-systems.com"},
		"in capitals":           {Config{Cloud: "SC.OTC.t-systems.com"}, "iam", "eu-ch2", "https://iam-pub.eu-ch2.SC.OTC.t-systems.com"},
		"Flexible Engine VPCEP": {Config{Cloud: "prod-cloud-ocb.orange-business.com"}, "vpcep", "eu-west-0", "https://vpcep.eu-west-0.prod-cloud-ocb.orange-business.com"},
		"HCS":                   {Config{Cloud: "hcs.example.com:443"}, "iam", "sa-fb-1", "https://iam.sa-fb-1.hcs.example.com:443"},
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

// contract/auth.md 5.1: users of the partner clouds' own providers configure the auth URL only.
func TestCloudOfTheAuthURL(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ authURL, cloud, region, want string }{
		"Open Telekom Cloud":   {"https://iam.eu-de.otc.t-systems.com/v3", "", "eu-de", "https://vpcep.eu-de.otc.t-systems.com"},
		"with a port":          {"https://iam.eu-de.otc.t-systems.com:443/v3", "", "eu-de", "https://vpcep.eu-de.otc.t-systems.com"},
		"Swiss":                {"https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3", "", "eu-ch2", "https://vpcep.eu-ch2.sc.otc.t-systems.com"},
		"Flexible Engine":      {"https://iam.eu-west-0.prod-cloud-ocb.orange-business.com/v3", "", "eu-west-0", "https://vpcep.eu-west-0.prod-cloud-ocb.orange-business.com"},
		"HCS":                  {"https://IAM.sa-fb-1.hcs.example.com/v3", "", "sa-fb-1", "https://vpcep.sa-fb-1.hcs.example.com"},
		"the global host":      {"https://iam.myhuaweicloud.com/v3", "", "cn-north-4", "https://vpcep.cn-north-4.myhuaweicloud.com"},
		"EU keeps its own":     {"https://iam.cn-north-4.myhuaweicloud.com/v3", "", "eu-west-101", "https://vpcep.eu-west-101.myhuaweicloud.eu"},
		"cloud wins":           {"https://iam.eu-de.otc.t-systems.com/v3", "private.test", "eu-de", "https://vpcep.eu-de.private.test"},
		"a host of no cloud":   {"https://iam.example.com/v3", "", "cn-north-4", "https://vpcep.cn-north-4.myhuaweicloud.com"},
		"some other host":      {"http://127.0.0.1:9000/v3", "", "cn-north-4", "https://vpcep.cn-north-4.myhuaweicloud.com"},
		"another service":      {"https://sts.eu-de.otc.t-systems.com", "", "eu-de", "https://vpcep.eu-de.myhuaweicloud.com"},
		"only part of a label": {"https://iam.eu-de.evil-otc.t-systems.com", "", "eu-de", "https://vpcep.eu-de.evil-otc.t-systems.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Region: row.region, Cloud: row.cloud, AuthURL: row.authURL, Credentials: Credentials{Token: "t"}}
			got, err := testClient(t, cfg, nil).Service("vpcep", "").baseURL()
			if err != nil || got.String() != row.want {
				t.Errorf("got %v, %v; want %s", got, err, row.want)
			}
		})
	}
}

func FuzzParseBaseURL(f *testing.F) {
	for _, seed := range []string{
		"https://iam.cn-north-4.myhuaweicloud.com/v3", " host:8443/x// ", "http://[::1]:80", "https://u:p@h", "ftp://h", "//h", "h?x=1", "h#f",
		"https://", "http://a b", "https://h/%2f/..", "://", "https://h:port", "\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := parseBaseURL(raw)
		if err != nil {
			return
		}
		if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
			strings.HasSuffix(u.Path, "/") {
			t.Errorf("%q: %#v", raw, u)
		}
		again, err := parseBaseURL(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q: %s, read again %v, %v", raw, u, again, err)
		}
		if target, err := fillRoute(u, "/v1/{project_id}/things", "p", nil); err != nil || target.Host != u.Host {
			t.Errorf("%q: %v, %v", raw, target, err)
		}
	})
}
