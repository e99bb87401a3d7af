package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// NotFoundError is an object that does not exist, where the service says so in another way than by HTTP 404.
type NotFoundError struct {
	What string // "BCS instance 50ca216f-..."
	Err  error  // what the service said
}

func (e *NotFoundError) Error() string { return oneLine(e.What + " does not exist: " + e.Err.Error()) }

func (e *NotFoundError) Unwrap() error { return e.Err }

// DisputedError is an object that its own read does not find, and the list of all holds: one of them lags behind, or the
// failure has another reason. A Poll observes again.
type DisputedError struct {
	What string
	Err  error // of the read
}

func (e *DisputedError) Error() string {
	return oneLine(e.What + " is in the list of all, but cannot be read: " + e.Err.Error())
}

func (e *DisputedError) Unwrap() error { return e.Err }

func saysGone(err error) bool {
	_, ok := errors.AsType[*NotFoundError](err)
	return ok
}

// ConfirmGone explains the failed read of an object whose API does not answer 404 for what does not exist, but HTTP 400
// with a code that nobody has documented, or a reply without an id (contract/bcs.md 2.4 and 10). listed looks the object
// up in the list of all. If err may mean that the object is gone, the result is a *NotFoundError or, if the list holds it
// all the same, a *DisputedError; otherwise, and if the list cannot be read, it is err. HTTP 401, 403 and 5xx, refusals of the gateway and pages never mean it.
func ConfirmGone(ctx context.Context, what string, err error, listed func(context.Context) (bool, error)) error {
	if !mayBeGone(err) {
		return err
	}
	there, failure := listed(ctx)
	switch {
	case failure != nil:
		return err //nolint:nilerr // the list decides nothing, and err says what is wrong
	case there:
		return &DisputedError{What: what, Err: err}
	}
	return &NotFoundError{What: what, Err: err}
}

// mayBeGone leaves out what surely is something else: no permission, and an answer that is not the service's own.
func mayBeGone(err error) bool {
	if errors.Is(err, ErrNoID) {
		return true
	}
	api, ok := serviceAnswer(err)
	if !ok || api.foreign {
		return false
	}
	code := strings.ToUpper(api.Code)
	switch api.Status {
	case http.StatusBadRequest:
		return !isGateway(code) && code != "BCS.4030403" && code != "COMMON.0018"
	case http.StatusNotFound:
		return code == "BCS.4040404" // "the url is not found": the list tells whether that is the object or the API
	}
	return false
}
