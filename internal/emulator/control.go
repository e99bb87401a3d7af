package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// controlPrefix is where the routes for people and tests are; they need no login and are not journaled.
const controlPrefix = "/_emulator/"

// controlRoutes builds the router of the control routes.
func (e *Emulator) controlRoutes() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func([]byte) (any, error){
		"GET health":      func([]byte) (any, error) { return object{"status": "ok"}, nil },
		"GET tenants":     func([]byte) (any, error) { return object{"tenants": e.tenantsView()}, nil },
		"GET state":       func([]byte) (any, error) { return e.State(), nil },
		"GET journal":     func([]byte) (any, error) { return object{"entries": append([]Entry{}, e.Journal()...)}, nil },
		"DELETE journal":  func([]byte) (any, error) { e.ClearJournal(); return object{}, nil },
		"GET faults":      func([]byte) (any, error) { return e.faultsView(), nil },
		"POST faults":     e.postFault,
		"DELETE faults":   func([]byte) (any, error) { e.ClearFaults(); return object{}, nil },
		"GET clock":       func([]byte) (any, error) { return e.clockView(), nil },
		"POST clock":      e.postClock,
		"GET progress":    func([]byte) (any, error) { return e.progressView(), nil },
		"PUT progress":    e.putProgress,
		"POST release":    e.postRelease,
		"POST pay":        e.postPay,
		"POST oidc/token": e.postIDToken,
		"POST reset":      func([]byte) (any, error) { e.Reset(); return object{}, nil },
	} {
		method, name, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" "+controlPrefix+name, func(w http.ResponseWriter, r *http.Request) {
			e.answerControl(w, r, handle)
		})
	}
	mux.HandleFunc(controlPrefix, func(w http.ResponseWriter, r *http.Request) {
		e.writeControl(w, http.StatusNotFound, object{"error": "no control route " + r.Method + " " + r.URL.Path})
	})
	return mux
}

func (e *Emulator) answerControl(w http.ResponseWriter, r *http.Request, handle func([]byte) (any, error)) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	var answer any
	if err == nil {
		answer, err = handle(body)
	}
	if err != nil {
		e.writeControl(w, http.StatusBadRequest, object{"error": err.Error()})
		return
	}
	e.writeControl(w, http.StatusOK, answer)
}

func (e *Emulator) writeControl(w http.ResponseWriter, status int, body any) {
	reply{status: status, body: body}.write(w, randomHex(16), e.clock.Now().Format(http.TimeFormat), false)
}

// readControl decodes a control body strictly.
func readControl(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("the body is not what this route takes: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("the body has data after the JSON value")
	}
	return nil
}

// faultJSON is a Fault as the control routes write it; durations are text such as "2s".
type faultJSON struct {
	Method      string            `json:"method,omitempty"`
	Route       string            `json:"route,omitempty"`
	Nth         int               `json:"nth,omitempty"`
	Count       int               `json:"count,omitempty"`
	Status      int               `json:"status,omitempty"`
	Code        string            `json:"code,omitempty"`
	Message     string            `json:"message,omitempty"`
	Body        string            `json:"body,omitempty"`
	Header      map[string]string `json:"header,omitempty"`
	AfterCommit bool              `json:"after_commit,omitempty"`
	Drop        string            `json:"drop,omitempty"`
	CutBody     bool              `json:"cut_body,omitempty"`
	Delay       string            `json:"delay,omitempty"`
	Stale       bool              `json:"stale,omitempty"`
}

func (e *Emulator) postFault(body []byte) (any, error) {
	var j faultJSON
	if err := readControl(body, &j); err != nil {
		return nil, err
	}
	f := Fault{Method: j.Method, Route: j.Route, Nth: j.Nth, Count: j.Count, Status: j.Status, Code: j.Code,
		Message: j.Message, Body: j.Body, Header: j.Header, AfterCommit: j.AfterCommit, Drop: j.Drop, CutBody: j.CutBody,
		Stale: j.Stale}
	if j.Delay != "" {
		var err error
		if f.Delay, err = time.ParseDuration(j.Delay); err != nil {
			return nil, fmt.Errorf("delay: %w", err)
		}
	}
	if problem := e.faultProblem(f); problem != "" {
		return nil, errors.New(problem)
	}
	e.AddFault(f)
	return e.faultsView(), nil
}

func (e *Emulator) faultsView() any {
	e.mu.Lock()
	defer e.mu.Unlock()
	type rule struct {
		faultJSON
		Seen int `json:"seen"` // matching requests so far
		Hits int `json:"hits"` // requests it was applied to
	}
	rules := []rule{}
	for _, f := range e.faults {
		j := faultJSON{Method: f.Method, Route: f.Route, Nth: f.Nth, Count: f.Count, Status: f.Status, Code: f.Code,
			Message: f.Message, Body: f.Body, Header: f.Header, AfterCommit: f.AfterCommit, Drop: f.Drop, CutBody: f.CutBody,
			Stale: f.Stale}
		if f.Delay > 0 {
			j.Delay = f.Delay.String()
		}
		rules = append(rules, rule{faultJSON: j, Seen: f.seen, Hits: f.hits})
	}
	return object{"faults": rules}
}

func (e *Emulator) postClock(body []byte) (any, error) {
	var request struct {
		Advance string `json:"advance"`
		Freeze  bool   `json:"freeze"`
	}
	if err := readControl(body, &request); err != nil {
		return nil, err
	}
	if request.Advance == "" && !request.Freeze {
		return nil, errors.New(`give "advance" or "freeze"`)
	}
	if request.Advance != "" {
		d, err := time.ParseDuration(request.Advance)
		if err != nil {
			return nil, fmt.Errorf(`advance: %q is not a duration such as "25h"`, request.Advance)
		}
		if err := e.clock.advance(d); err != nil {
			return nil, fmt.Errorf("advance: %w", err)
		}
	}
	if request.Freeze {
		e.clock.Freeze()
	}
	return e.clockView(), nil
}

func (e *Emulator) clockView() any {
	return object{"now": e.clock.Now().Format(time.RFC3339Nano), "frozen": e.clock.isFrozen()}
}

func (e *Emulator) progressView() any {
	e.mu.Lock()
	defer e.mu.Unlock()
	view := object{}
	for _, kind := range Kinds() {
		view[string(kind)] = e.progress[kind].String()
	}
	return object{"progress": view}
}

func (e *Emulator) putProgress(body []byte) (any, error) {
	var request struct {
		Kind     Kind   `json:"kind"`
		Progress string `json:"progress"`
	}
	if err := readControl(body, &request); err != nil {
		return nil, err
	}
	if err := CheckKind(request.Kind); err != nil {
		return nil, err
	}
	p, err := ParseProgress(request.Progress)
	if err != nil {
		return nil, err
	}
	e.SetProgress(request.Kind, p)
	return e.progressView(), nil
}

func (e *Emulator) postRelease(body []byte) (any, error) {
	var request struct {
		Kind Kind `json:"kind"`
	}
	if err := readControl(body, &request); err != nil {
		return nil, err
	}
	if err := CheckKind(request.Kind); err != nil {
		return nil, err
	}
	e.Release(request.Kind)
	return object{}, nil
}

// postPay pays an order of the blockchain engine that waits for it.
func (e *Emulator) postPay(body []byte) (any, error) {
	var request struct {
		OrderID string `json:"order_id"`
	}
	if err := readControl(body, &request); err != nil {
		return nil, err
	}
	return object{}, e.Pay(request.OrderID)
}

// CheckKind tells whether a kind of operation exists, naming those that do.
func CheckKind(kind Kind) error {
	if slices.Contains(Kinds(), kind) {
		return nil
	}
	return fmt.Errorf("no kind of operation %q: there are %v", kind, Kinds())
}
