package provider

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

func TestLogHandler(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		level slog.Level
		want  string
	}{
		{client.LevelTrace, "trace"}, {slog.LevelDebug, "debug"}, {slog.LevelInfo, "info"}, {slog.LevelWarn, "warn"}, {slog.LevelError, "error"},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			var output bytes.Buffer
			ctx := tflogtest.RootLogger(t.Context(), &output)
			base := slog.New(tflogHandler{wanted: true}).With("service", "vpcep")
			_ = base.With("other", "x") // must not show in the line below
			base.With("region", "cn-north-4").LogAttrs(ctx, test.level, "API request", slog.String("method", "GET"), slog.Int("status", 200))
			lines, err := tflogtest.MultilineJSONDecode(&output)
			if err != nil || len(lines) != 1 {
				t.Fatalf("got %v, %v", lines, err)
			}
			for key, want := range map[string]any{
				"@level": test.want, "@message": "API request", "service": "vpcep", "region": "cn-north-4", "method": "GET", "status": float64(200),
			} {
				if lines[0][key] != want {
					t.Errorf("%s is %v, want %v", key, lines[0][key], want)
				}
			}
			if _, there := lines[0]["other"]; there {
				t.Error("a field of another logger is in the line")
			}
		})
	}
}

func TestLogHandlerEnabled(t *testing.T) {
	t.Parallel()
	for _, wanted := range []bool{true, false} {
		if got := (tflogHandler{wanted: wanted}).Enabled(t.Context(), slog.LevelError); got != wanted {
			t.Errorf("enabled is %t, want %t", got, wanted)
		}
		if got := (tflogHandler{wanted: wanted}).WithAttrs(nil).Enabled(t.Context(), slog.LevelError); got != wanted {
			t.Errorf("enabled with attributes is %t, want %t", got, wanted)
		}
	}
}

func TestSilenceUnreadLogs(t *testing.T) {
	for _, test := range []struct {
		name   string
		env    env
		silent bool
	}{
		{"nothing set", nil, true},
		{"TF_LOG", env{"TF_LOG": "debug"}, false},
		{"only the provider", env{"TF_LOG_PROVIDER": "TRACE"}, false},
		{"only this provider", env{"TF_LOG_PROVIDER_HWC": "TRACE"}, false},
		{"off", env{"TF_LOG": "off"}, true},
		{"OFF", env{"TF_LOG": "OFF"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			// Setenv also brings back what the call under test sets.
			for _, name := range []string{"TF_LOG", "TF_LOG_SDK", "TF_LOG_PROVIDER_HWC"} {
				t.Setenv(name, "")
			}
			for _, variable := range os.Environ() {
				if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") {
					t.Setenv(name, "")
				}
			}
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			if err := SilenceUnreadLogs(); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_HWC"} {
				if silent := os.Getenv(name) == "OFF"; silent != test.silent {
					t.Errorf("%s is %q", name, os.Getenv(name))
				}
			}
		})
	}
}
