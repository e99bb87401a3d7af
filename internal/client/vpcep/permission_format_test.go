package vpcep

import (
	"strings"
	"testing"
)

// Contract/vpcep.md 3.
func TestParsePermission(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		permission     string
		grantee        Grantee
		permissionType string
	}{
		{"*", Grantee{DomainID: "*"}, "domainId"},
		{"iam:domain::*", Grantee{DomainID: "*"}, "domainId"},
		{"iam:domain::6e9dfd51d1124e8d8498dce894923a0d", Grantee{DomainID: "6e9dfd51d1124e8d8498dce894923a0d"}, "domainId"},
		{"iam:domain::" + strings.Repeat("A", 64), Grantee{DomainID: strings.Repeat("A", 64)}, "domainId"},
		{"organizations:orgPath::*", Grantee{OrgPath: "*"}, "orgPath"},
		{"organizations:orgPath::1234", Grantee{OrgPath: "1234"}, "orgPath"},
		{"organizations:orgPath::o-xxx/r-yyy/ou-zzz/_*", Grantee{OrgPath: "o-xxx/r-yyy/ou-zzz/_*"}, "orgPath"},
		{"organizations:orgPath::o-?/" + strings.Repeat("z", 1020), Grantee{OrgPath: "o-?/" + strings.Repeat("z", 1020)}, "orgPath"},
	} {
		grantee, err := ParsePermission(test.permission)
		if err != nil || grantee != test.grantee {
			t.Errorf("%s: got %+v, %v", test.permission, grantee, err)
		}
		if got := PermissionType(test.permission); got != test.permissionType {
			t.Errorf("%s: the type is %s, want %s", test.permission, got, test.permissionType)
		}
	}
}

func TestParsePermissionRefuses(t *testing.T) {
	t.Parallel()
	for permission, want := range map[string]string{
		"":                                       `"" is no permission`,
		"**":                                     `"**" is no permission`,
		"6e9dfd51d1124e8d8498dce894923a0d":       "is no permission",
		"iam:domain:6e9dfd51":                    "is no permission",
		"IAM:domain::6e9dfd51":                   "is no permission",
		"iam:domainName::team":                   "is no permission",
		"iam:domain::":                           "the account id is empty",
		"iam:domain::6e9d-fd51":                  `holds "-": letters, digits and * are allowed`,
		"iam:domain::6e9d ":                      `holds " "`,
		"iam:domain::é":                          `holds "é"`,
		"iam:domain::" + strings.Repeat("a", 65): "65 characters, 64 are allowed",
		"organizations:orgPath::":                "the organization path is empty",
		"organizations:orgPath::o.x":             `holds ".": letters, digits and / - * ? _ are allowed`,
		"organizations:orgPath::" + strings.Repeat("a", 1025): "1025 characters, 1024 are allowed",
	} {
		grantee, err := ParsePermission(permission)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", permission, err, want)
		}
		if grantee != (Grantee{}) {
			t.Errorf("%q: got %+v with the error", permission, grantee)
		}
	}
}

func TestBuildPermission(t *testing.T) {
	t.Parallel()
	if got, err := DomainPermission("6e9dfd51d1124e8d8498dce894923a0d"); err != nil || got != "iam:domain::6e9dfd51d1124e8d8498dce894923a0d" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := OrgPathPermission("o-1/r-2/*"); err != nil || got != "organizations:orgPath::o-1/r-2/*" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := DomainPermission("iam:domain::6e9d"); err == nil {
		t.Error("a whole permission is taken for an account id")
	}
	if _, err := OrgPathPermission(""); err == nil {
		t.Error("no path is taken for one")
	}
}
