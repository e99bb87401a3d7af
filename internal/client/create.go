package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Outcome says how an object came to be ours.
type Outcome int

const (
	// Created means that the server answered with the new object.
	Created Outcome = iota + 1
	// Adopted means that the answer was lost, and the object was found afterwards.
	Adopted
)

func (o Outcome) String() string {
	switch o {
	case Created:
		return "created"
	case Adopted:
		return "adopted"
	default:
		return "none"
	}
}

// Creation is one object to create exactly once.
type Creation[T any] struct {
	What string // "VPC endpoint service", for messages
	// Key identifies a twin: the region and everything Find compares. While the
	// outcome of one creation is looked for, no other with the same key is under way.
	Key  string
	Send func(context.Context) (*T, error)
	// Find returns all objects that look exactly like the one asked for (same VPC, port, name ...), of any age. It must
	// not Know them.
	Find      func(context.Context) ([]T, error)
	ID        func(*T) string
	CreatedAt func(*T) time.Time // by the server's clock; zero if unknown
}

const (
	// clockSlack forgives the server's clock its rounding.
	clockSlack = 2 * time.Second
	// looksAfterLoss is how often to look for an object whose creation may become visible late.
	looksAfterLoss = 4
)

// Create sends a creation and makes sure that it leads to exactly one object, although the API has no idempotency key:
// if the outcome is not known, it looks for the object before it sends again, and adopts the one it finds. A request on
// the wire and the look that follows outlive the end of ctx by at most the request timeout, so that an interrupted run
// still learns the id. Twins are sent side by side; only a look waits until none of them is on the wire, so that it does
// not take another's object for its own.
//
// Errors: the server's own if it refused; *AmbiguousError if several objects may be the one; *CreateError if the outcome
// stays unknown or nothing was created after a server error.
func Create[T any](ctx context.Context, c *Client, cr Creation[T]) (*T, Outcome, error) {
	work, cancel := c.Outlive(ctx)
	defer cancel()
	creation := creating[T]{Creation: cr, client: c, begin: time.Now(), caller: ctx}
	twins := c.creating.of(cr.Key)

	twins.RLock()
	object, err := creation.send(work)
	twins.RUnlock()
	if err == nil {
		return object, Created, nil
	}
	if !undecided(err) {
		return nil, 0, err
	}
	twins.Lock()
	defer twins.Unlock()
	return creation.recover(work, err)
}

// creating is a Creation under way.
type creating[T any] struct {
	Creation[T]
	client *Client
	begin  time.Time
	caller context.Context //nolint:containedctx // of the one call this value lives for
}

func (cr creating[T]) send(ctx context.Context) (*T, error) {
	object, err := cr.Send(withCaller(ctx, cr.caller))
	if _, odd := errors.AsType[*ReplyError](err); odd && object != nil && cr.ID(object) != "" {
		err = nil // it was created, and says which; what is odd about it shows when it is read
	}
	if err != nil {
		return nil, err
	}
	if object == nil || cr.ID(object) == "" {
		return nil, ErrNoID
	}
	cr.client.Know(cr.ID(object))
	return object, nil
}

// recover goes on after a request with unknown outcome: it looks, and sends again only when there is nothing to find.
func (cr creating[T]) recover(ctx context.Context, err error) (*T, Outcome, error) {
	for sends := 1; ; sends++ {
		twin, lookErr := cr.look(ctx, sends, err)
		switch {
		case lookErr != nil:
			return nil, 0, lookErr
		case twin != nil:
			cr.client.Know(cr.ID(twin))
			return twin, Adopted, nil
		case !undecided(err):
			// A refusal of a repeated request may be due to the earlier one.
			return nil, 0, &CreateError{What: cr.What, MayExist: true, Err: err}
		case !sendAgain(err) || sends > cr.client.cfg.MaxRetries || cr.caller.Err() != nil:
			return nil, 0, &CreateError{What: cr.What, MayExist: !isStatus(err, http.StatusInternalServerError), Err: err}
		}
		cr.client.hangUp() // an old connection may be why the request before was lost
		object, again := cr.send(ctx)
		if again == nil {
			return object, Created, nil
		}
		err = again
	}
}

func undecided(err error) bool { return errors.Is(err, ErrNoID) || Undecided(err) }

// ErrNoID is a success that does not say of which object.
var ErrNoID = errors.New("the reply holds no id")

// sendAgain tells failures after which, nothing having been found, the request is worth repeating. After a success that
// could not be read, or an internal error, it is not.
func sendAgain(err error) bool {
	if transport, ok := errors.AsType[*TransportError](err); ok {
		return transport.Sent
	}
	api, ok := errors.AsType[*APIError](err)
	return ok && isUnavailable(api.Status)
}

func isStatus(err error, status int) bool {
	api, ok := errors.AsType[*APIError](err)
	return ok && api.Status == status
}

// looks is how often to look after a failure. A gateway that gave up waiting, or a lost reply, leaves a commit that may
// become visible late; a server that was not reached leaves none, but one look more stands before the next request.
func looks(err error) int {
	api, ok := errors.AsType[*APIError](err)
	switch {
	case !ok || api.Status == http.StatusGatewayTimeout:
		return looksAfterLoss
	case isUnavailable(api.Status):
		return 2
	default:
		return 1
	}
}

// look searches for the object, with pauses in between that grow with the number of sends. It returns nil if there is
// none.
func (cr creating[T]) look(ctx context.Context, sends int, cause error) (*T, error) {
	for attempt := range looks(cause) {
		if attempt > 0 {
			if err := sleep(ctx, cr.client.cfg.RetryBackoff(sends+attempt-2)); err != nil {
				return nil, &CreateError{What: cr.What, MayExist: true, Err: cause, Find: err}
			}
		}
		found, err := cr.Find(ctx)
		if err != nil {
			return nil, &CreateError{What: cr.What, MayExist: true, Err: cause, Find: err}
		}
		twin, err := cr.choose(found, cause)
		if twin != nil || err != nil {
			return twin, err
		}
	}
	return nil, nil //nolint:nilnil // none is an answer of its own
}

// choose picks the object that this call must have created: not known, and not older than the call by the server's
// clock. One whose age is unknown is never taken silently.
func (cr creating[T]) choose(found []T, cause error) (*T, error) {
	since := cr.client.clock.at(cr.begin).Add(-clockSlack).Truncate(time.Second)
	var ids []string
	var twin *T
	sure := true
	for i := range found {
		object := &found[i]
		id := cr.ID(object)
		created := time.Time{}
		if cr.CreatedAt != nil {
			created = cr.CreatedAt(object)
		}
		if id == "" || cr.client.Known(id) || (!created.IsZero() && created.Before(since)) {
			continue
		}
		ids, twin = append(ids, id), object
		sure = sure && !created.IsZero()
	}
	if len(ids) > 1 || (len(ids) == 1 && !sure) {
		return nil, &AmbiguousError{What: cr.What, IDs: ids, Err: cause}
	}
	return twin, nil
}

// AmbiguousError is a creation with unknown outcome after which several objects may be the one.
type AmbiguousError struct {
	What string
	IDs  []string
	Err  error // of the creation
}

func (e *AmbiguousError) Error() string {
	return oneLine(fmt.Sprintf("the outcome of creating the %s is unknown, and it may be any of %s: "+
		"import the right one and delete what is not wanted: %v", e.What, strings.Join(e.IDs, ", "), e.Err))
}

func (e *AmbiguousError) Unwrap() error { return e.Err }

// CreateError is a creation that failed on the server or whose outcome is unknown.
type CreateError struct {
	What     string
	MayExist bool  // the object may exist all the same
	Unseen   bool  // nobody could look for it
	Err      error // of the creation
	Find     error // of the look that was to tell; may be nil
}

func (e *CreateError) Error() string {
	var text string
	switch {
	case e.Find != nil:
		text = fmt.Sprintf("the outcome of creating the %s is unknown, it may exist: %v; looking for it failed too: %v", e.What, e.Err, e.Find)
	case e.MayExist && e.Unseen:
		text = fmt.Sprintf("the outcome of creating the %s is unknown, it may exist: %v", e.What, e.Err)
	case e.MayExist:
		text = fmt.Sprintf("the outcome of creating the %s is unknown; none was found, but it may still appear: %v", e.What, e.Err)
	default:
		text = fmt.Sprintf("creating the %s failed, and none was found afterwards: %v", e.What, e.Err)
	}
	return oneLine(text)
}

// Unwrap returns both errors.
func (e *CreateError) Unwrap() []error { return unwrapped(e.Err, e.Find) }

// Know records an object that this run has read or created; Create will not adopt it. The cloud's ids are unique,
// and capitals do not count in them.
func (c *Client) Know(id string) { c.known.Store(strings.ToLower(id), true) }

// Known reports whether the object is recorded.
func (c *Client) Known(id string) bool {
	_, known := c.known.Load(strings.ToLower(id))
	return known
}

// keyedLock is a lock for each key.
type keyedLock struct{ locks sync.Map }

func (l *keyedLock) of(key string) *sync.RWMutex {
	lock, _ := l.locks.LoadOrStore(key, &sync.RWMutex{})
	return lock.(*sync.RWMutex) //nolint:forcetypeassert // nothing else is stored
}
