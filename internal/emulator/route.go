package emulator

import (
	"net/http"
	"regexp"
)

// access says what a route asks of its caller.
type access int

const (
	open      access = iota // no login
	login                   // any valid login
	identity                // any valid login; refusals in IAM's own form
	signIn                  // a way to log in; the handler asks for a login where that way needs one
	inProject               // a login for the project of the URL
)

// route is one operation of the contract.
type route struct {
	method string
	path   string // as the contract writes it; faults and the journal use it
	access access
	handle func(*call) reply
	at     []string // ServeMux patterns; nil = path
}

// newMux builds the router from the route tables of the services. Paths are registered without a method, so that a
// known path with a wrong method can be told from an unknown path.
func (e *Emulator) newMux() (*http.ServeMux, map[string]bool) {
	byPattern := map[string]map[string]*route{}
	known := map[string]bool{}
	var patterns []string
	for _, table := range [][]route{iamRoutes(), metadataRoutes(), vpcepRoutes(), bssRoutes()} {
		for _, rt := range table {
			known[faultKey(rt.path)] = true
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

// bssRoutes answers the one question the official provider asks another service while it starts
// (contract/auth.md 4, step 4).
func bssRoutes() []route {
	return []route{{method: http.MethodGet, path: "/v2/products/service-types", access: login,
		handle: func(*call) reply { return ok(object{"service_types": []any{}, "total_count": 0}) }}}
}
