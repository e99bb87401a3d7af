package framework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Failure is an operation that failed on an object.
type Failure struct {
	Summary string // static, so that it can be searched for: "Could not create the VPC endpoint service"
	Object  string // which object, with its name and id as far as there is one
	Err     error
	Advice  AdviceTable // what to do about the service's own codes
	Action  bool        // that an action failed, which has no state
}

// Advice is what to do about an API error.
type Advice struct {
	Attribute string // the argument the error is about, if it is about one
	Text      string
}

// AdviceTable is what to do about the errors of a service, by their codes in lower case.
type AdviceTable map[string]Advice

// With is the table with that about some codes worded for one kind of object.
func (t AdviceTable) With(special AdviceTable) AdviceTable {
	all := maps.Clone(t)
	maps.Copy(all, special)
	return all
}

// Failure is a call that failed on an object; the summary is static, such as "Could not create the BCS instance".
func (t AdviceTable) Failure(summary, object string, err error) diag.Diagnostic {
	return Failure{Summary: summary, Object: object, Err: err, Advice: t}.Diagnostic()
}

// CouldNotRead is the failure of a data source or a list.
func (t AdviceTable) CouldNotRead(what, region string, err error) diag.Diagnostic {
	return t.Failure("Could not read the "+what, what+" in "+region, err)
}

// Diagnostic says what failed, on which object, what the cloud said and what to do.
func (f Failure) Diagnostic() diag.Diagnostic {
	advice := f.advice()
	detail := fmt.Sprintf("%s: %s", f.Object, sentence(f.Err.Error()))
	if advice.Text != "" {
		detail += "\n\nWhat to do: " + advice.Text
	}
	if advice.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(advice.Attribute), f.Summary, detail)
	}
	return diag.NewErrorDiagnostic(f.Summary, detail)
}

func (f Failure) advice() Advice {
	var (
		api         *client.APIError
		timeout     *client.TimeoutError
		interrupted *client.InterruptedError
		ambiguous   *client.AmbiguousError
		gone        *client.GoneError
		creation    *client.CreateError
		unexpected  *client.UnexpectedStateError
	)
	if text, ok := f.actionAdvice(); ok {
		return Advice{Text: text}
	}
	switch {
	case errors.As(f.Err, &timeout):
		return Advice{Text: "the cloud needed longer than `timeouts` allows. Raise the limit and apply again. An object that was just created is marked as " +
			"tainted and would be replaced; `terraform untaint` keeps it, and the next apply goes on waiting for it."}
	case errors.As(f.Err, &interrupted):
		return Advice{Text: "the run was interrupted. What the state has of the object stays there; the next run finds it as it is by then, and goes on from there."}
	case errors.As(f.Err, &ambiguous):
		return Advice{Text: "find out which of them this configuration is meant for, import it (`terraform import`), delete the others, and apply again."}
	case errors.As(f.Err, &gone):
		return Advice{Text: "somebody removed the object in the meantime. Apply again to create it anew."}
	case errors.As(f.Err, &unexpected):
		return Advice{Text: "remove the cause that the cloud names, and apply again. A new object that failed is replaced then."}
	case errors.As(f.Err, &creation) && creation.MayExist:
		return Advice{Text: "look in the console whether the object is there. If it is, import it (`terraform import`); if not, apply again."}
	case errors.As(f.Err, &api) && api.ClockOff != 0:
		return Advice{Text: "set the clock of this machine, best by turning its synchronization (NTP) on; the credentials may be right."}
	case noService(f.Err):
		return Advice{Text: "set `region` to one that offers the service, for this object or in the provider block, with credentials of a cloud that has it."}
	case client.NotOffered(f.Err):
		return Advice{Text: "this cloud does not offer this call: take the argument that needs it out of the configuration, or replace the object. " +
			"Or `region` and the endpoint settings of the provider lead somewhere else."}
	// The ones above may hold an answer of the cloud, but say more than it does.
	case errors.As(f.Err, &api):
		if advice, ok := f.Advice[strings.ToLower(api.Code)]; ok {
			return advice
		}
		if text, ok := commonAdvice[strings.ToLower(api.Code)]; ok {
			return Advice{Text: text}
		}
		return Advice{Text: cmp.Or(client.Advice(f.Err), statusAdvice(api.Status))}
	}
	return Advice{Text: client.Advice(f.Err)}
}

// actionAdvice is about what an action has to do with otherwise than the verb of a resource.
func (f Failure) actionAdvice() (text string, ok bool) {
	var (
		timeout     *client.TimeoutError
		interrupted *client.InterruptedError
		gone        *client.GoneError
		unexpected  *client.UnexpectedStateError
	)
	switch {
	case !f.Action:
		return "", false
	case errors.As(f.Err, &timeout):
		return "the cloud needed longer than `timeout` allows, and may still be at work. Look at the object, and raise the limit before the action runs again.", true
	case errors.As(f.Err, &interrupted):
		return "the run was interrupted; the cloud may go on with what it was asked for. Look at the object, and invoke the action again if need be.", true
	case errors.As(f.Err, &gone):
		return "somebody removed the object in the meantime. Give the id of one that exists.", true
	case errors.As(f.Err, &unexpected):
		return "remove the cause that the cloud names, and invoke the action again.", true
	case client.NotOffered(f.Err) && !noService(f.Err):
		return "this cloud does not offer what the action does: take the action out of the configuration. " +
			"Or `region` and the endpoint settings of the provider lead somewhere else.", true
	}
	return "", false
}

// noService reports that the region lacks the whole service, not only the call.
func noService(err error) bool {
	refusal, ok := errors.AsType[*client.NotOfferedError](err)
	return ok && !refusal.Operation
}

// commonAdvice is about codes that every service has, whatever their status (contract/auth.md 2).
var commonAdvice = map[string]string{
	"common.0018": "the credentials are for another project than the call. Take a token of the project that the call works on, or set `project_id` " +
		"(or `project_name`) and `region` of the provider to those of the token; with a password or an access key, leave `project_id` out.",
}

func statusAdvice(status int) string {
	switch {
	case status == 401:
		return "check the credentials of the provider block or of the environment; a token or temporary key may have expired."
	case status == 403:
		return "give the user the permission for this call (IAM policy of the service), or use credentials that have it."
	case status == 404:
		return "check `region`, `project_id` and the endpoint settings of the provider; what the call addresses does not exist there."
	case status == 429:
		return "the cloud is throttling this account. Wait a moment, lower `-parallelism`, or raise `max_retries`."
	case status >= 500:
		return "the cloud had a problem of its own. Apply again in a while; when it stays, give the request id to its support."
	}
	return ""
}

func sentence(text string) string {
	if text = strings.TrimSpace(text); strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// Interrupted reports whether a wait or a call ended because the run was stopped (Ctrl-C), not because time ran out.
func Interrupted(ctx context.Context, err error) bool {
	return errors.Is(err, context.Canceled) && errors.Is(ctx.Err(), context.Canceled)
}
