// Package emulator is the cloud in one process: IAM, VPCEP and BCS as contract/auth.md, contract/vpcep.md and
// contract/bcs.md describe them, behind one http.Handler. It is written from the contract alone and shares no code with the client, so that a
// mistake in one cannot hide a mistake in the other.
//
// One request goes this way: route table, fault rules, login, handler under the one mutex, journal, reply.
package emulator

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
)

// Options tune an emulator. The zero value is the cloud as the contract describes it.
type Options struct {
	Cloud Cloud // whose cloud it is; "": Huawei Cloud

	TokenLifetime time.Duration // 0: 24 h
	KeyLifetime   time.Duration // of temporary access keys; 0: as asked

	Metadata            Metadata      // of the one ECS instance
	MetadataKeyLifetime time.Duration // of its keys; 0: 1 h

	Loose         bool          // accept unknown fields in request bodies
	SignatureSkew time.Duration // added to real time when the age of a signature is judged
	RateLimit     int           // requests a second on the emulator's clock, above which 429 is answered; 0: no limit
	Logger        *slog.Logger  // one line per request; nil: none
	Choices       Choices

	// Issued is told every token and secret key at the moment it is made; nil: nobody is. A test that looks for secrets in
	// logs learns from it what to look for.
	Issued func(secrets ...string)
}

// Choices settle what the contract leaves open (contract/vpcep.md 10, contract/auth.md 9). The zero value is what
// the contract recommends or the clients suggest.
type Choices struct {
	ServiceAvailableAtOnce bool `json:"service_available_at_once"` // POST service answers available, not creating
	PendingAfterCreating   bool `json:"pending_after_creating"`    // POST endpoint with approval answers creating first
	PendingShowsDNS        bool `json:"pending_shows_dns"`         // enable_dns shows as asked before the endpoint is connected
	OmittedWhitelistClears bool `json:"omitted_whitelist_clears"`  // PUT endpoint: an absent field means its default, instead of no change
	WhitelistMasks         bool `json:"whitelist_masks"`           // an address in an endpoint's whitelist shows as a network of one, with /32
	RefuseUDP              bool `json:"refuse_udp"`                // UDP ports give EndPoint.3075
	RefuseNoRouteTables    bool `json:"refuse_no_route_tables"`    // an empty list of route tables gives EndPoint.1019, instead of unbinding all
	RefuseChangesInUse     bool `json:"refuse_changes_in_use"`     // PUT port_id, ports or tcp_proxy of a service in use gives EndPoint.3006
	OwnerPermissionHidden  bool `json:"owner_permission_hidden"`   // adding the owner's own account stores no record
	BindFailures           bool `json:"bind_failures"`             // a route table in use is a bind_failed of PUT routetables, instead of EndPoint.2039
	DropOrphans            bool `json:"drop_orphans"`              // deleting a service deletes its unconnected endpoints, instead of keeping them
	UpgradeNeedsEdition    bool `json:"upgrade_needs_edition"`     // professional endpoints need a service upgraded before
	ProjectMismatchStatus  int  `json:"project_mismatch_status"`   // HTTP status of Common.0018; 0: 401
	ServiceQuota           int  `json:"service_quota"`             // 0: 20
	EndpointQuota          int  `json:"endpoint_quota"`            // 0: 50
	MaxTags                int  `json:"max_tags"`                  // 0: 20
	MaxPermissions         int  `json:"max_permissions"`           // records of one service, and of one call; 0: 1000
	MaxDescription         int  `json:"max_description"`           // characters; 0: 128

	IAMErrorCodes            bool `json:"iam_error_codes"`            // IAM's errors are error_code and error_msg, instead of an error object
	IAMErrorTwins            bool `json:"iam_error_twins"`            // IAM's errors have both forms in one body
	PasscodeOnce             bool `json:"passcode_once"`              // an MFA passcode is good for one login of its user
	RefuseOlderAgency        bool `json:"refuse_older_agency"`        // hw_assume_role is no method
	ChainedDurationShortened bool `json:"chained_duration_shortened"` // STS cuts a chained session to 3600 s, instead of refusing a longer one
	ExpiredTokenAs0301       bool `json:"expired_token_as_0301"`      // an expired token gives APIGW.0301, instead of APIGW.0307
	SkewAs0303               bool `json:"skew_as_0303"`               // an old signature gives APIGW.0303 as with app keys, instead of APIGW.0301
	NewerUnknownKey          bool `json:"newer_unknown_key"`          // an unknown access key is refused in the words of newer gateways
	SignSecurityToken        bool `json:"sign_security_token"`        // X-Security-Token has to be signed
	RefuseOlderSignature     bool `json:"refuse_older_signature"`     // the Credential= form of the partner clouds is refused
	RegionsNeedToken         bool `json:"regions_need_token"`         // GET /v3/regions takes a token only, instead of a signature too
	International            bool `json:"international"`              // the accounts are of the international website: its question gives CBC.0150
	RetryAfter               int  `json:"retry_after"`                // seconds in Retry-After of a 429 by rate; 0: no such header

	BCS BCSChoices `json:"bcs"`
	HBS HBSChoices `json:"hbs"`
}

func (c Choices) withDefaults() Choices {
	for _, d := range []struct {
		value    *int
		fallback int
	}{
		{&c.ProjectMismatchStatus, http.StatusUnauthorized},
		{&c.ServiceQuota, 20}, {&c.EndpointQuota, 50}, {&c.MaxTags, 20}, {&c.MaxPermissions, 1000}, {&c.MaxDescription, 128},
		{&c.BCS.GoneStatus, http.StatusBadRequest}, {&c.BCS.MemberLimit, 5}, {&c.BCS.MaxPassword, maxPassword}, {&c.BCS.Quota, 5},
		{&c.HBS.UnknownStatus, http.StatusBadRequest}, {&c.HBS.DefaultLimit, 10},
	} {
		if *d.value == 0 {
			*d.value = d.fallback
		}
	}
	if c.HBS.EngineVersion == "" {
		c.HBS.EngineVersion = newestEngine
	}
	return c
}

const defaultTokenLifetime = 24 * time.Hour

// Emulator is the cloud. It implements http.Handler and may be used by many goroutines at once.
type Emulator struct {
	options  Options
	choices  Choices
	operator operator
	accounts []*account
	clock    *Clock
	journal  *journal
	routes   *http.ServeMux
	control  http.Handler
	known    map[string]bool // fault route -> exists
	idKey    idKey

	mu        sync.Mutex // guards everything below
	store     *store
	tokens    map[string]*token
	temporary map[string]*temporaryKey
	locks     map[string]*keyLock
	passcodes map[string]bool // user id -> an MFA passcode was used

	second         second
	metadataKey    *temporaryKey        // the one given out now
	metadataTokens map[string]time.Time // when they end

	progress map[Kind]Progress
	faults   []*faultRule
}

// New makes an emulator with both tenants of DESIGN.md and the public endpoint services of every region. It panics when
// there is no such cloud.
func New(options Options) *Emulator {
	if options.TokenLifetime == 0 {
		options.TokenLifetime = defaultTokenLifetime
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if options.Issued == nil {
		options.Issued = func(...string) {}
	}
	if options.Cloud == "" {
		options.Cloud = HuaweiCloud
	}
	cloud := operators[options.Cloud]
	if cloud.regions == nil {
		panic("emulator: no cloud " + string(options.Cloud))
	}
	e := &Emulator{options: options, choices: options.Choices.withDefaults(), clock: &Clock{}, journal: &journal{},
		idKey: newIDKey(), operator: cloud, accounts: tenants(cloud.regions)}
	e.routes, e.known = e.newMux()
	e.control = e.controlRoutes()
	e.clear()
	return e
}

// Clock is the emulator's time; tests advance it to let tokens expire and After progress end.
func (e *Emulator) Clock() *Clock { return e.clock }

// Reset puts everything back to the start: objects, tokens, journal, faults, progress and clock.
func (e *Emulator) Reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.clear()
	e.journal.clear()
	e.clock.reset()
}

func (e *Emulator) clear() {
	e.store = newStore()
	e.tokens = map[string]*token{}
	e.temporary = map[string]*temporaryKey{}
	e.locks = map[string]*keyLock{}
	e.passcodes = map[string]bool{}
	e.second = second{}
	e.metadataKey = nil
	e.metadataTokens = map[string]time.Time{}
	e.progress = map[Kind]Progress{}
	e.faults = nil
	e.addPublicServices()
}

// call is one request on its way through the emulator.
type call struct {
	*Emulator
	req     *http.Request
	route   *route // nil: unknown path or method
	id      string // request id, 32 hex
	body    []byte
	bodyErr error
	query   url.Values
	who     *caller  // who is logged in; nil on open routes
	refusal *reply   // why nobody is logged in
	project *project // the project of the URL; nil without one
	stale   bool     // answer as before the last write
}

// ServeHTTP answers one request.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		e.control.ServeHTTP(w, r)
		return
	}
	// ServeMux would answer an unclean path with a redirect, which no signed request survives.
	if p := r.URL.Path; p != "/" && path.Clean(p) != strings.TrimSuffix(p, "/") {
		e.exchange(w, r, nil)
		return
	}
	e.routes.ServeHTTP(w, r)
}

// exchange carries one request from its route to its reply. The journal has the entry before the client has the reply.
func (e *Emulator) exchange(w http.ResponseWriter, r *http.Request, rt *route) {
	c := &call{Emulator: e, req: r, route: rt, id: randomHex(16), query: r.URL.Query()}
	c.body, c.bodyErr = io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	started := e.clock.Now()
	out, fault := e.perform(r.Context(), c)
	entry := c.entry(started, out, fault)
	e.journal.add(entry)
	e.options.Logger.Info("request", "method", entry.Method, "path", entry.Path, "status", entry.Status,
		"code", entry.Code, "message", out.message, "fault", entry.Fault, "request_id", c.id)
	if fault.drops() {
		panic(http.ErrAbortHandler)
	}
	if strings.HasPrefix(r.URL.Path, "/v3") {
		w.Header().Set("X-IAM-Trace-Id", "token_"+c.id) // on all replies of IAM (contract/auth.md 4)
	}
	out.write(w, c.id, e.clock.Now().Format(http.TimeFormat), fault != nil && fault.CutBody)
}

// perform does the work of a request and what a fault rule wants done to it.
func (e *Emulator) perform(ctx context.Context, c *call) (reply, *Fault) {
	f := e.takeFault(c)
	if f == nil {
		return e.work(c), nil
	}
	if !f.AfterCommit {
		f.wait(ctx)
		if f.Drop == dropBefore {
			return reply{}, f
		}
		if f.answers() {
			return f.reply(), f
		}
	}
	c.stale = f.Stale && c.req.Method == http.MethodGet
	out := e.work(c)
	if f.AfterCommit {
		f.wait(ctx)
		if f.answers() {
			return f.reply(), f
		}
	}
	return out, f
}

// work checks who calls and runs the handler, under the mutex.
func (e *Emulator) work(c *call) reply {
	if c.route == nil || c.route.handle == nil {
		return c.noSuchAPI()
	}
	if !c.offered() {
		return c.unknownPath()
	}
	if refused := c.overLimits(); refused != nil {
		return *refused
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.settle()
	if refused := c.overRate(); refused != nil {
		return *refused
	}
	if refused := c.admit(); refused != nil {
		return *refused
	}
	out := c.route.handle(c)
	if c.operator.partner {
		withoutHuaweiFields(out.body)
	}
	return out
}

// noSuchAPI answers for a path or a method that is not in the contract, naming it (contract/vpcep.md 7.6).
func (c *call) noSuchAPI() reply {
	if c.route != nil {
		return gatewayError(http.StatusNotFound, "APIGW.0101", "The API does not exist: "+c.req.Method+" "+c.req.URL.Path)
	}
	if isTagsPath(c.req.URL.Path) {
		return fail("EndPoint.3070")
	}
	if isBlockchainPath(c.req.URL.Path) {
		return bcsFail("BCS.4040404")
	}
	return c.unknownPath()
}

func (c *call) unknownPath() reply {
	return gatewayError(http.StatusNotFound, "APIGW.0101",
		"The API does not exist or has not been published in the environment: "+c.req.Method+" "+c.req.URL.Path)
}

// now is the emulator's time at the resolution the service shows: whole seconds (contract/vpcep.md 0).
func (e *Emulator) now() time.Time { return e.clock.Now().Truncate(time.Second) }

// settle ends every operation that is due. It runs before each request is looked at.
func (e *Emulator) settle() {
	now := e.clock.Now()
	for _, s := range e.store.services.all(false) {
		if s.change.due(now) {
			e.finishService(s)
		}
	}
	for _, ep := range e.store.endpoints.all(false) {
		if ep.upgrade.due(now) {
			e.finishUpgrade(ep)
		}
		if ep.change.due(now) {
			e.finishEndpoint(ep)
		}
	}
	e.settleBlockchains(now)
	e.settleKafkas(now)
	e.settleHBS(now)
}
