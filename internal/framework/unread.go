package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Reads can lag behind a creation. One that does not find an object which is in the state would remove it from there, and
// the next apply would create it once more, or find it and refuse to take it over. So the private state of an object whose
// creation was not waited for to its end says that no read has shown it for certain; the next refresh is patient then.

const unreadKey = "unread"

// NoteUnread notes that reads may not show the object yet.
func NoteUnread(ctx context.Context, private PrivateWriter) diag.Diagnostics {
	return private.SetKey(ctx, unreadKey, []byte("true"))
}

// NoteRead notes that a read has shown the object.
func NoteRead(ctx context.Context, private PrivateWriter) diag.Diagnostics {
	return private.SetKey(ctx, unreadKey, nil)
}

// Unread reports whether a read that does not find the object may lag behind its creation.
func Unread(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) bool {
	note, problems := private.GetKey(ctx, unreadKey)
	diags.Append(problems...)
	return len(note) > 0
}
