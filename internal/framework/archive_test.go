package framework

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestNewArchive(t *testing.T) {
	t.Parallel()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for name, content := range map[string]string{"sdk.yaml": "a: 1\n", "msp/key.bin": "\xff\xfe", "zeros": "a\x00", "empty": "", "区块链.txt": "链"} {
		file, err := writer.Create(name)
		if err == nil {
			_, err = file.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	archive, err := NewArchive(buffer.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if want := StringMap(map[string]string{"sdk.yaml": "YTogMQo=", "msp/key.bin": "//4=", "zeros": "YQA=", "empty": "", "区块链.txt": "6ZO+"}); !archive.FilesBase64.Equal(want) {
		t.Errorf("the files are %s", archive.FilesBase64)
	}
	if want := StringMap(map[string]string{"sdk.yaml": "a: 1\n", "empty": "", "区块链.txt": "链"}); !archive.Files.Equal(want) {
		t.Errorf("the files that are text are %s", archive.Files)
	}
	if text := archive.ContentBase64.ValueString(); len(text) < 4 || text[:4] != "UEsD" { // PK, which every zip archive begins with
		t.Errorf("the archive is %q", text)
	}
}

func TestNewArchiveNone(t *testing.T) {
	t.Parallel()
	if archive, err := NewArchive([]byte("<html>")); err == nil || !archive.ContentBase64.Equal(types.StringNull()) {
		t.Errorf("got %v, %v", archive, err)
	}
}
