package client

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// zipped packs files in the given order; a name that ends with a slash is a folder.
func zipped(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, file := range files {
		part, err := w.Create(file[0])
		if err == nil {
			_, err = io.WriteString(part, file[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestUnzip(t *testing.T) {
	t.Parallel()
	files, err := Unzip(zipped(t, [2]string{"msp/", ""}, [2]string{"msp/signcerts/cert.pem", "certificate"}, [2]string{"msp/keystore/key.pem", "key"}, [2]string{"/opt/chain/..sdk.yaml", "sdk"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 3 || string(files["msp/signcerts/cert.pem"]) != "certificate" || string(files["msp/keystore/key.pem"]) != "key" ||
		string(files["/opt/chain/..sdk.yaml"]) != "sdk" {
		t.Errorf("got %q", files)
	}
}

func TestUnzipRefuses(t *testing.T) {
	t.Parallel()
	half := strings.Repeat("\x00", maxArchive/2+1)
	many := make([][2]string, maxArchiveFiles+1)
	for i := range many {
		many[i] = [2]string{strings.Repeat("n", i+1), ""}
	}
	whole := zipped(t, [2]string{"a", "content"})
	lying := bytes.Clone(zipped(t, [2]string{"a", half + half}))
	// The central directory claims a size of 1 byte.
	directory := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[directory+24:], []byte{1, 0, 0, 0})
	for name, row := range map[string]struct {
		archive []byte
		want    string
	}{
		"no archive":          {[]byte(`{"result":"success"}`), "no zip archive"},
		"nothing":             {nil, "no zip archive"},
		"cut":                 {whole[:len(whole)/2], "no zip archive"},
		"one large file":      {zipped(t, [2]string{"a", half + half}), `"a" of the archive: the archive unpacks to more than`},
		"large in sum":        {zipped(t, [2]string{"a", half}, [2]string{"b", half}), `"b" of the archive: the archive unpacks to more than`},
		"a size that lies":    {lying, `"a" of the archive`},
		"too many files":      {zipped(t, many...), "holds 1001 files"},
		"a name that goes up": {zipped(t, [2]string{"msp/../../.ssh/id", "1"}), `"msp/../../.ssh/id", which leads out of its folder`},
		"up with backslashes": {zipped(t, [2]string{`..\key.pem`, "1"}), "leads out of its folder"},
		"no name":             {zipped(t, [2]string{"", "1"}), "leads out of its folder"},
		"a name twice":        {zipped(t, [2]string{"a", "1"}, [2]string{"a", "2"}), `holds "a" twice`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := Unzip(row.archive)
			if err == nil {
				t.Fatalf("no error, %d files", len(files))
			}
			contains(t, err.Error(), row.want)
		})
	}
}
