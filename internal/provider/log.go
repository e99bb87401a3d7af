package provider

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// SilenceUnreadLogs switches the SDK's logs off unless a variable TF_LOG... asks for logs. The SDK would write
// everything, and the CLI read it, only to throw it away: a tenth of the time of a large apply.
func SilenceUnreadLogs() error {
	if logsWanted() {
		return nil
	}
	return errors.Join(os.Setenv("TF_LOG_SDK", "OFF"), os.Setenv("TF_LOG_PROVIDER_HWC", "OFF"))
}

func logsWanted() bool {
	return slices.ContainsFunc(os.Environ(), func(variable string) bool {
		name, value, _ := strings.Cut(variable, "=")
		return strings.HasPrefix(name, "TF_LOG") && value != "" && !strings.EqualFold(value, "off")
	})
}

// tflogHandler hands the client's log lines to Terraform's log: debug lines at DEBUG, finer ones at TRACE.
type tflogHandler struct {
	wanted bool
	attrs  []slog.Attr
}

func (h tflogHandler) Enabled(context.Context, slog.Level) bool { return h.wanted }

func (h tflogHandler) Handle(ctx context.Context, record slog.Record) error {
	fields := map[string]any{}
	for _, attribute := range h.attrs {
		fields[attribute.Key] = attribute.Value.Any()
	}
	record.Attrs(func(attribute slog.Attr) bool {
		fields[attribute.Key] = attribute.Value.Any()
		return true
	})
	switch {
	case record.Level < slog.LevelDebug:
		tflog.Trace(ctx, record.Message, fields)
	case record.Level < slog.LevelInfo:
		tflog.Debug(ctx, record.Message, fields)
	case record.Level < slog.LevelWarn:
		tflog.Info(ctx, record.Message, fields)
	case record.Level < slog.LevelError:
		tflog.Warn(ctx, record.Message, fields)
	default:
		tflog.Error(ctx, record.Message, fields)
	}
	return nil
}

func (h tflogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return tflogHandler{h.wanted, append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...)}
}

// WithGroup is not used by the client; the group's name would only lengthen the fields.
func (h tflogHandler) WithGroup(string) slog.Handler { return h }
