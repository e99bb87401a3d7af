package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Get reads an object. The route is the contract's path with names in braces; {project_id} is filled in by the client,
// the other braces by args in order, each escaped. Errors are *APIError, *TransportError, *ReplyError or *AuthError.
func Get[T any](ctx context.Context, s *Service, route string, query url.Values, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodGet, route: route, query: query, args: args, idempotent: true})
}

// Post sends a body and returns the object in the reply. It is repeated only if it surely did not reach the server or
// was throttled; anything else that creates goes through Create.
func Post[T any](ctx context.Context, s *Service, route string, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPost, route: route, body: body, args: args})
}

// PostIdempotent is Post for an operation that may be carried out twice without harm, such as an inquiry: it is repeated
// like a PUT.
func PostIdempotent[T any](ctx context.Context, s *Service, route string, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPost, route: route, body: body, args: args, idempotent: true})
}

// PostChange is PostIdempotent for an operation that changes an object, such as connections/action. Like Put it returns
// an empty object if there is none in the reply.
func PostChange[T any](ctx context.Context, s *Service, route string, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPost, route: route, body: body, args: args, idempotent: true, quiet: true})
}

// PostQuery is PostIdempotent for an operation that only reads, and takes a query beside its body.
func PostQuery[T any](ctx context.Context, s *Service, route string, query url.Values, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPost, route: route, query: query, body: body, args: args, idempotent: true})
}

// Put replaces an object and returns the one in the reply, an empty one if there is none: not every server shows what it
// has changed.
func Put[T any](ctx context.Context, s *Service, route string, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPut, route: route, body: body, args: args, idempotent: true, quiet: true})
}

// Delete deletes an object. Any 2xx is success; that the object does not exist is an error for which IsNotFound is true.
func Delete(ctx context.Context, s *Service, route string, args ...string) error {
	_, _, err := s.do(ctx, call{method: http.MethodDelete, route: route, args: args, idempotent: true})
	return err
}

// DeleteWith is Delete with a query or a body, either of which may be nil, and returns the object in the reply. A reply
// without a body is an empty object.
func DeleteWith[T any](ctx context.Context, s *Service, route string, query url.Values, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodDelete, route: route, query: query, body: body, args: args, idempotent: true, quiet: true})
}

// PutOnce is Put for an operation that must not be carried out twice, such as peers/quit: it is repeated like a POST.
func PutOnce[T any](ctx context.Context, s *Service, route string, body any, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodPut, route: route, body: body, args: args, quiet: true})
}

// DeleteOnce is Delete for an operation that must not be carried out twice, and returns the object in the reply.
func DeleteOnce[T any](ctx context.Context, s *Service, route string, args ...string) (*T, error) {
	return decode[T](ctx, s, call{method: http.MethodDelete, route: route, args: args})
}

// GetBytes reads a file, such as an archive of certificates. It is never logged.
func GetBytes(ctx context.Context, s *Service, route string, query url.Values, args ...string) ([]byte, error) {
	return s.file(ctx, call{method: http.MethodGet, route: route, query: query, args: args, idempotent: true})
}

// PostBytes is Post for an operation that answers with a file. The file is never logged.
func PostBytes(ctx context.Context, s *Service, route string, body any, args ...string) ([]byte, error) {
	return s.file(ctx, call{method: http.MethodPost, route: route, body: body, args: args})
}

// PostIdempotentBytes is PostBytes for an operation that changes nothing: it is repeated like a GET.
func PostIdempotentBytes(ctx context.Context, s *Service, route string, body any, args ...string) ([]byte, error) {
	return s.file(ctx, call{method: http.MethodPost, route: route, body: body, args: args, idempotent: true})
}

func (s *Service) file(ctx context.Context, k call) ([]byte, error) {
	k.file = true
	x, r, err := s.do(ctx, k)
	if err != nil {
		return nil, err
	}
	if len(r.body) == 0 {
		return nil, x.replyError(errors.New("the reply is empty"))
	}
	return r.body, nil
}

// PostNoContent is Post for an operation whose reply does not matter: any 2xx is success, the body is ignored.
func PostNoContent(ctx context.Context, s *Service, route string, body any, args ...string) error {
	_, _, err := s.do(ctx, call{method: http.MethodPost, route: route, body: body, args: args})
	return err
}

// PostIdempotentNoContent is PostNoContent for an operation that may be carried out twice without harm, such as
// tags/action.
func PostIdempotentNoContent(ctx context.Context, s *Service, route string, body any, args ...string) error {
	_, _, err := s.do(ctx, call{method: http.MethodPost, route: route, body: body, args: args, idempotent: true})
	return err
}

const jsonType = "application/json"

// call is what a verb asks for.
type call struct {
	method, route string
	query         url.Values
	body          any // nil: none; a *Form is sent as such, anything else as JSON
	args          []string
	idempotent    bool // may be carried out twice without harm
	file          bool // the reply is a file
	quiet         bool // a reply without a body is an empty object
}

func decode[T any](ctx context.Context, s *Service, k call) (*T, error) {
	x, r, err := s.do(ctx, k)
	if err != nil {
		return nil, err
	}
	switch empty := len(bytes.TrimSpace(r.body)) == 0; {
	case r.status == http.StatusNoContent, empty && k.quiet:
		return new(T), nil
	case empty:
		return nil, x.replyError(errors.New("the reply is empty"))
	}
	return unmarshal[T](x, r)
}

func unmarshal[T any](x *exchange, r *reply) (*T, error) {
	object := new(T)
	err := json.Unmarshal(r.body, object)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		object = new(T)
		err = fit(r.body, object)
	}
	if err != nil {
		err = x.replyError(fmt.Errorf("the reply cannot be read as JSON: %w", err))
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return object, err // all but one member is there: an id must not be lost for a member nobody needs
		}
		return nil, err
	}
	return object, nil
}

// do fills the route, authenticates, sends and returns the reply of a request that succeeded.
func (s *Service) do(ctx context.Context, k call) (*exchange, *reply, error) {
	x, err := s.newExchange(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	r, err := x.run(ctx)
	return x, r, err
}

func (s *Service) newExchange(ctx context.Context, k call) (*exchange, error) {
	if s.client.unready != nil {
		return nil, s.client.unready
	}
	base, err := s.address()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.method, k.route, err)
	}
	if err := s.Offers(k.method, k.route); err != nil {
		return nil, err
	}
	scope := Scope{Region: s.region, Domain: s.worksOnDomain(k.route)}
	if strings.Contains(k.route, "{project_id}") {
		if scope.ProjectID, err = s.client.ProjectID(callerOf(ctx), s.region); err != nil {
			return nil, asAuthError(err)
		}
	} else if !scope.Domain {
		scope.ProjectID = s.client.knownProject(s.region)
	}
	target, err := fillRoute(base, k.route, scope.ProjectID, k.args)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.method, k.route, err)
	}
	target.RawQuery = canonicalQuery(k.query)
	x := &exchange{
		client: s.client, service: s, method: k.method, route: k.route, base: base, url: target,
		idempotent: k.idempotent, file: k.file, auth: s.auth, scope: scope,
	}
	x.withSpare()
	if k.body != nil {
		if x.body, x.contentType, err = encodeBody(k.body); err != nil {
			return nil, fmt.Errorf("%s %s: encoding the body: %w", k.method, k.route, err)
		}
	}
	return x, nil
}

// address is where the service is reached: its base URL, or that of logins.
func (s *Service) address() (*url.URL, error) {
	if s.login {
		return s.loginURL()
	}
	return s.baseURL()
}

// encodeBody returns a body and its content type.
func encodeBody(body any) ([]byte, string, error) {
	if form, ok := body.(*Form); ok {
		return form.encode()
	}
	data, err := encode(body)
	return data, jsonType, err
}

// encode writes JSON as it is, without escaping <, > and & for HTML, so that the server's echoes read well.
func encode(body any) ([]byte, error) {
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// fillRoute puts values into the braces of a route. An empty argument is refused, since the path would then mean the
// collection, and one with a slash too, since it cannot be signed (contract/auth.md 3.1).
func fillRoute(base *url.URL, route, project string, args []string) (*url.URL, error) {
	segments := strings.Split(route, "/")
	decoded := make([]string, len(segments))
	for i, segment := range segments {
		decoded[i] = segment
		if !strings.HasPrefix(segment, "{") || !strings.HasSuffix(segment, "}") {
			continue
		}
		value := project
		if segment != "{project_id}" {
			if len(args) == 0 {
				return nil, fmt.Errorf("no value for %s", segment)
			}
			value, args = args[0], args[1:]
		}
		if value == "" || value == "." || value == ".." || strings.Contains(value, "/") {
			return nil, fmt.Errorf("invalid value %q for %s", value, segment)
		}
		decoded[i] = value
		segments[i] = escape(value)
	}
	if len(args) != 0 {
		return nil, fmt.Errorf("%d values too many", len(args))
	}
	u := *base
	u.RawPath = base.EscapedPath() + strings.Join(segments, "/")
	u.Path = base.Path + strings.Join(decoded, "/")
	return &u, nil
}
