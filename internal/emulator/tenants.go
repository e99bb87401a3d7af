package emulator

// account is a customer of the cloud; IAM calls it a domain.
type account struct {
	id, name string
	orgPath  string // where it stands in its organization, for orgPath permissions
	users    []*user
	projects []*project
	agencies []*agency
	provider *identityProvider
}

type user struct {
	id, name, password   string
	accessKey, secretKey string
	readOnly             bool
	account              *account
	assumed              *assumption // nil for a user of flesh
}

// project is one region of one account, where its name is the region's id, or a part of one, named
// {region}_{suffix} (contract/auth.md 4).
type project struct {
	id, name, region string
	parent           *project // nil for the one of a whole region
	account          *account
}

// totpPasscode is the one MFA code every fixture user has (the sample of contract/auth.md 1.1).
const totpPasscode = "123456"

// tenants are the accounts of DESIGN.md, in the regions of their cloud. They are fixtures that never change, not secrets.
func tenants(regions []string) []*account {
	a := newAccount(regions, "domain-a", "5fc973eea581490997e82ea11a1df31f", "o-emulator/r-root/ou-a",
		[]string{"0605767a5780d5762fb5c0186072909c", "0605767a5780d5762fb5c018607290a1"}, "0605767a5780d5762fb5c018607290b1",
		&user{id: "a1b5767a5780d5762fb5c0186072aa01", name: "user-a", password: "password-A1",
			accessKey: "AKTENANTA00000000001", secretKey: "SKTENANTA0000000000000000000000000000001"},
		&user{id: "a1b5767a5780d5762fb5c0186072aa02", name: "readonly-a", password: "password-A2", readOnly: true,
			accessKey: "AKTENANTA00000000002", secretKey: "SKTENANTA0000000000000000000000000000002"})
	b := newAccount(regions, "domain-b", "6e9dfd51d1124e8d8498dce894923a0d", "o-emulator/r-root/ou-b",
		[]string{"0715867b6791e6873fc6d1297183a0ad", "0715867b6791e6873fc6d1297183a0a1"}, "0715867b6791e6873fc6d1297183a0b1",
		&user{id: "b1b5767a5780d5762fb5c0186072bb01", name: "user-b", password: "password-B1",
			accessKey: "AKTENANTB00000000001", secretKey: "SKTENANTB0000000000000000000000000000001"},
		&user{id: "b1b5767a5780d5762fb5c0186072bb02", name: "readonly-b", password: "password-B2", readOnly: true,
			accessKey: "AKTENANTB00000000002", secretKey: "SKTENANTB0000000000000000000000000000002"})
	lend(a, b)
	lend(b, a)
	trust(a)
	trust(b)
	return []*account{a, b}
}

// newAccount makes an account with a project in every region and one sub-project in the first.
func newAccount(regions []string, name, id, orgPath string, projectIDs []string, subProjectID string, users ...*user) *account {
	a := &account{id: id, name: name, orgPath: orgPath + "/" + id, users: users}
	for _, u := range users {
		u.account = a
	}
	for i, projectID := range projectIDs {
		region := regions[i]
		a.projects = append(a.projects, &project{id: projectID, name: region, region: region, account: a})
	}
	whole := a.projects[0]
	a.projects = append(a.projects, &project{id: subProjectID, name: whole.region + "_sub", region: whole.region,
		parent: whole, account: a})
	return a
}

// fullRole and readRole are the roles of the fixture users, as a token shows them.
const (
	fullRole = "te_admin"
	readRole = "readonly"
)

func (u *user) role() string {
	if u.readOnly {
		return readRole
	}
	return fullRole
}

// view is a user as a token shows it (contract/auth.md 1.2).
func (u *user) view() object {
	return object{"id": u.id, "name": u.name, "password_expires_at": "",
		"domain": object{"id": u.account.id, "name": u.account.name}}
}

func (e *Emulator) findAccount(matches func(*account) bool) *account {
	for _, a := range e.accounts {
		if matches(a) {
			return a
		}
	}
	return nil
}

func (e *Emulator) findUser(matches func(*user) bool) *user {
	for _, a := range e.accounts {
		for _, u := range a.users {
			if matches(u) {
				return u
			}
		}
	}
	return nil
}

func (e *Emulator) findProject(id string) *project {
	for _, a := range e.accounts {
		if p := a.project(func(p *project) bool { return p.id == id }); p != nil {
			return p
		}
	}
	return nil
}

func (a *account) project(matches func(*project) bool) *project {
	for _, p := range a.projects {
		if matches(p) {
			return p
		}
	}
	return nil
}

// tenantsView is what GET /_emulator/tenants shows: everything a person needs to log in.
func (e *Emulator) tenantsView() []any {
	var view []any
	for _, a := range e.accounts {
		users, projects, agencies := []any{}, object{}, []any{}
		for _, u := range a.users {
			users = append(users, object{"id": u.id, "name": u.name, "password": u.password, "mfa_passcode": totpPasscode,
				"access_key": u.accessKey, "secret_key": u.secretKey, "read_only": u.readOnly})
		}
		for _, p := range a.projects {
			projects[p.name] = p.id
		}
		for _, ag := range a.agencies {
			agencies = append(agencies, ag.view())
		}
		view = append(view, object{"domain_name": a.name, "domain_id": a.id, "org_path": a.orgPath,
			"users": users, "projects": projects, "agencies": agencies,
			"identity_provider": a.provider.view()})
	}
	return view
}
