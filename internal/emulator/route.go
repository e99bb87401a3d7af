package emulator

import (
	"net/http"
	"regexp"
	"slices"
)

// access says what a route asks of its caller.
type access int

const (
	open      access = iota // no login
	login                   // any valid login
	identity                // any valid login; refusals in IAM's own form
	signIn                  // a way to log in; the handler asks for a login where that way needs one
	inProject               // a login for the project of the URL
	inAccount               // a login for the whole account, or a signed request
)

// route is one operation of the contract.
type route struct {
	method string
	path   string // as the contract writes it; faults and the journal use it
	access access
	handle func(*call) reply
	at     []string // ServeMux patterns; nil = path

	backend *backend // the service behind the gateway; nil = VPCEP or IAM
	looks   bool     // changes nothing, whatever its method: open to users who may only read
	huawei  bool     // not offered by partner clouds (contract/vpcep.md 8)
}

// backend is what a service does before any of its handlers runs.
type backend struct {
	regions  []string          // where the service is; nil = everywhere
	denied   func() reply      // to a caller who may only read; nil = the gateway's answer
	mismatch func(*call) reply // to a login for no project, or for another one; nil = Common.0018
	huawei   bool              // partner clouds do not have it
}

// offered tells whether the cloud has the operation, and the service in the region of the call's project. A project
// that is nobody's is in none of them; the login decides about it.
func (c *call) offered() bool {
	b := c.route.backend
	if c.operator.partner && (c.route.huawei || b != nil && b.huawei) {
		return false
	}
	p := c.findProject(c.req.PathValue("project_id"))
	return b == nil || b.regions == nil || p == nil || slices.Contains(b.regions, p.region)
}

// behind puts routes behind a service.
func behind(b *backend, routes []route) []route {
	for i := range routes {
		routes[i].backend = b
	}
	return routes
}

// routeTables are the routes of every service.
func routeTables() [][]route {
	return [][]route{iamRoutes(), metadataRoutes(), vpcepRoutes(), bcsRoutes(), epsRoutes(), cceRoutes(), ecsRoutes(), dmsRoutes(),
		hbsRoutes(), bssRoutes()}
}

// newMux builds the router from the route tables of the services. Paths are registered without a method, so that a
// known path with a wrong method can be told from an unknown path.
func (e *Emulator) newMux() (*http.ServeMux, map[string][]string) {
	byPattern := map[string]map[string]*route{}
	known := map[string][]string{}
	var patterns []string
	for _, table := range routeTables() {
		for _, rt := range table {
			known[faultKey(rt.path)] = append(known[faultKey(rt.path)], rt.method)
			at := rt.at
			if at == nil {
				at = []string{rt.path}
			}
			for _, pattern := range at {
				if byPattern[pattern] == nil {
					byPattern[pattern] = map[string]*route{}
					patterns = append(patterns, pattern)
				}
				byPattern[pattern][rt.method] = &rt
			}
		}
	}
	mux := http.NewServeMux()
	for _, pattern := range patterns {
		methods := byPattern[pattern]
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			rt := methods[r.Method]
			if rt == nil {
				rt = &route{} // the path exists, the method does not
			}
			e.exchange(w, r, rt)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { e.exchange(w, r, nil) })
	return mux, known
}

var bracedName = regexp.MustCompile(`\{[^}]*\}`)

// faultKey makes routes comparable whatever their placeholders are called.
func faultKey(route string) string { return bracedName.ReplaceAllString(route, "{}") }
