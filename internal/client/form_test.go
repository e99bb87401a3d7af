package client

import (
	"bytes"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

func TestFormIsSentAsMultipart(t *testing.T) {
	t.Parallel()
	archive := []byte("PK\x03\x04-----BEGIN PRIVATE KEY-----")
	var got *multipart.Form
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
		kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err == nil && kind == "multipart/form-data" {
			got, err = multipart.NewReader(r.Body, parameters["boundary"]).ReadForm(1 << 20)
		}
		if err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, `{"id":"a"}`)
	})
	form := &Form{Fields: map[string]string{"name": "n", "version": "1.0"}, FileName: "cert.zip", File: archive}
	if _, err := Post[thing](t.Context(), c.Service("bcs", ""), "/v2/things", form); err != nil {
		t.Fatal(err)
	}
	if got == nil || got.Value["name"][0] != "n" || got.Value["version"][0] != "1.0" || len(got.File["file"]) != 1 {
		t.Fatalf("got %+v", got)
	}
	header := got.File["file"][0]
	file, err := header.Open()
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(file); err != nil || !bytes.Equal(content, archive) || header.Filename != "cert.zip" {
		t.Errorf("the file %q is %q, %v", header.Filename, content, err)
	}
}

// Files hold private keys: neither what is sent nor what is received is logged, at any level.
func TestFilesAreNotLogged(t *testing.T) {
	t.Parallel()
	const key = "MHcCAQEEIKey"
	for name, reply := range map[string]string{
		"an archive": "PK\x03\x04" + key,
		"JSON":       `{"client":{"pem":"` + key + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var buf bytes.Buffer
			cfg := tokenConfig()
			cfg.Logger = slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: LevelTrace}))
			s := testClient(t, cfg, always(200, reply)).Service("bcs", "")
			form := &Form{FileName: "cert.zip", File: []byte(key)}
			for _, call := range []func() ([]byte, error){
				func() ([]byte, error) { return GetBytes(t.Context(), s, "/v2/files", nil) },
				func() ([]byte, error) { return PostBytes(t.Context(), s, "/v2/files", form) },
				func() ([]byte, error) { return PostIdempotentBytes(t.Context(), s, "/v2/files", form) },
			} {
				if got, err := call(); err != nil || string(got) != reply {
					t.Errorf("got %q, %v", got, err)
				}
			}
			contains(t, buf.String(), "a file of", "not JSON")
			if strings.Contains(buf.String(), key) {
				t.Errorf("the log holds the key:\n%s", buf.String())
			}
		})
	}
}

func TestFileThatIsRefusedOrEmpty(t *testing.T) {
	t.Parallel()
	s := testClient(t, tokenConfig(), always(400, `{"error_code":"BCS.4006005","error_msg":"keyType error"}`)).Service("bcs", "")
	if _, err := GetBytes(t.Context(), s, "/v2/files", nil); !HasCode(err, "BCS.4006005") {
		t.Errorf("got %v", err)
	}
	s = testClient(t, tokenConfig(), always(200, "")).Service("bcs", "")
	if _, err := GetBytes(t.Context(), s, "/v2/files", nil); !is[*ReplyError](err) {
		t.Errorf("got %v", err)
	}
}

// What must not be carried out twice is sent once, whatever the method; everything else is repeated.
func TestOnceVerbsAreNotRepeated(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		call func(s *Service) error
		want int
	}{
		"PutOnce": {func(s *Service) error { _, err := PutOnce[thing](t.Context(), s, "/v2/things", nil); return err }, 1},
		"DeleteOnce": {func(s *Service) error {
			_, err := DeleteOnce[thing](t.Context(), s, "/v2/things")
			return err
		}, 1},
		"PostBytes": {func(s *Service) error { _, err := PostBytes(t.Context(), s, "/v2/things", nil); return err }, 1},
		"DeleteWith": {func(s *Service) error {
			_, err := DeleteWith[thing](t.Context(), s, "/v2/things", nil, nil)
			return err
		}, 2},
		"GetBytes": {func(s *Service) error { _, err := GetBytes(t.Context(), s, "/v2/things", nil); return err }, 2},
		"PostIdempotentBytes": {func(s *Service) error {
			_, err := PostIdempotentBytes(t.Context(), s, "/v2/things", nil)
			return err
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := inOrder(status(503, ""), status(200, `{"id":"a"}`))
			err := row.call(testClient(t, tokenConfig(), server).Service("bcs", ""))
			if n := len(server.all()); n != row.want || (err == nil) != (row.want == 2) {
				t.Errorf("%d requests, want %d: %v", n, row.want, err)
			}
		})
	}
}

func TestDeleteWith(t *testing.T) {
	t.Parallel()
	server := inOrder(status(200, `{"id":"a"}`), status(204, ""), status(202, ""))
	s := testClient(t, tokenConfig(), server).Service("bcs", "")
	for _, want := range []string{"a", "", ""} {
		got, err := DeleteWith[thing](t.Context(), s, "/v2/things", map[string][]string{"all": {"true"}}, map[string]string{"b": "c"})
		if err != nil || got.ID != want {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if first := server.all()[0]; first.method != http.MethodDelete || first.query != "all=true" || first.body != `{"b":"c"}` {
		t.Errorf("sent %+v", first)
	}
}
