package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// Listed is one object that a list resource found.
type Listed struct {
	Name     string // what people see of it
	Identity any    // a struct of the resource's identity
	Model    any    // the resource's model, filled as an import fills it
}

// List answers a list request with the items, in their order and up to the request's limit. item makes what one of them
// shows; the whole object goes out only when the request wants it.
func List[T any](ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, items []T, item func(T) Listed) {
	if req.Limit > 0 && int64(len(items)) > req.Limit {
		items = items[:req.Limit]
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for _, one := range items {
			listed, result := item(one), req.NewListResult(ctx)
			result.DisplayName = listed.Name
			result.Diagnostics.Append(result.Identity.Set(ctx, listed.Identity)...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.Set(ctx, listed.Model)...)
			}
			if !push(result) {
				return
			}
		}
	}
}

// ListFailed answers a list request with a failure.
func ListFailed(stream *list.ListResultsStream, failure ...diag.Diagnostic) {
	stream.Results = list.ListResultsStreamDiagnostics(failure)
}
