package vpcep

import (
	"strings"
	"testing"
)

// Contract/vpcep.md 2.4.
func TestParseServiceName(t *testing.T) {
	t.Parallel()
	const id = "e9c186ca-99e4-4a88-9011-8898f1d680c0"
	for full, want := range map[string]ServiceName{
		"eu-de.test." + id:                  {"eu-de", "test", id},
		"eu-de." + id:                       {"eu-de", "", id},
		"br-abc-aaa1.obs_test." + id:        {"br-abc-aaa1", "obs_test", id},
		"cn-north-4.Abc-012_45678901." + id: {"cn-north-4", "Abc-012_45678901", id},
	} {
		if got, err := ParseServiceName(full); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", full, got, err)
		}
	}
	for full, want := range map[string]string{
		"":                                 `"" is not "region.name.id" or "region.id"`,
		id:                                 `is not "region.name.id"`,
		"com.myhuaweicloud.cn-north-4.dns": "names of public services hold no id",
		"eu-de.a.b." + id:                  `is not "region.name.id"`,
		"eu-de.." + id:                     `the name "" is not`,
		"eu-de.12345678901234567." + id:    "one to 16 letters",
		"eu-de.a b." + id:                  `the name "a b" is not`,
		"EU DE.test." + id:                 `"EU DE" cannot be a region`,
		"." + id:                           `"" cannot be a region`,
		"eu-de.test.69e93219":              `"69e93219" is not the id`,
		"eu-de.test":                       `"test" is not the id`,
	} {
		got, err := ParseServiceName(full)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", full, err, want)
		}
		if got != (ServiceName{}) {
			t.Errorf("%q: got %+v with the error", full, got)
		}
	}
}
