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
	known    map[string][]string // fault route -> its methods
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
// there is no such cloud, or no such choice.
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
	if err := options.Choices.Check(); err != nil {
		panic("emulator: choices: " + err.Error())
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
	if p := r.URL.Path; p != "/" && (path.Clean(p) != strings.TrimSuffix(p, "/") || strings.HasPrefix(p, "//")) {
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
			return f.reply(c), f
		}
	}
	c.stale = f.Stale && c.req.Method == http.MethodGet
	out := e.work(c)
	if f.AfterCommit {
		f.wait(ctx)
		if f.answers() {
			return f.reply(c), f
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
