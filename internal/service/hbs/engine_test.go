package hbs

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Whoever waits in vain for other changes is told for which, and what to do where anything helps.
func TestLockInVain(t *testing.T) {
	t.Parallel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Now())
	defer cancelLate()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, test := range []struct {
		name string
		ctx  context.Context
		want []string
	}{
		{"too late", late, []string{"another change of the HBS instance i-1", "under way", "What to do", "`timeouts`"}},
		{"interrupted", stopped, []string{"waiting for other changes of the HBS instance i-1", "canceled"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := engine{locks: new(client.Locks)}
			unlock, err := e.lock(t.Context(), "i-1")
			if err != nil {
				t.Fatal(err)
			}
			defer unlock()
			_, err = e.lock(test.ctx, "i-1")
			if err == nil {
				t.Fatal("two have it")
			}
			said := advice.Failure("Could not", "it", err).Detail()
			for _, part := range test.want {
				if !strings.Contains(said, part) {
					t.Errorf("lacks %q: %s", part, said)
				}
			}
		})
	}
}
