package client

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	// maxArchive limits what the files of an archive hold together, in bytes. Certificates and the configuration of an
	// SDK are some kilobytes each.
	maxArchive = 16 << 20
	// maxArchiveFiles limits how many there are.
	maxArchiveFiles = 1000
)

// Unzip returns the files of a zip archive by name, as certificates and the configuration of an SDK are downloaded
// (contract/bcs.md 4). Names are as the archive spells them, with folders and slashes; folders themselves are left out.
// It never trusts the sizes an archive claims: more than 16 MiB or 1000 files is an error. Nothing is written to disk, but
// somebody may do so with these names: one that leads out of its folder is an error, too.
func Unzip(archive []byte) (map[string][]byte, error) {
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("the reply is no zip archive: %w", err)
	}
	if len(reader.File) > maxArchiveFiles {
		return nil, fmt.Errorf("the archive holds %d files, more than %d", len(reader.File), maxArchiveFiles)
	}
	files, left := make(map[string][]byte, len(reader.File)), int64(maxArchive)
	for _, file := range reader.File {
		if file.FileInfo().IsDir() {
			continue
		}
		if strays(file.Name) {
			return nil, fmt.Errorf("the archive holds a file with the name %q, which leads out of its folder", file.Name)
		}
		if _, twice := files[file.Name]; twice {
			return nil, fmt.Errorf("the archive holds %q twice", file.Name)
		}
		content, err := unzipFile(file, left)
		if err != nil {
			return nil, fmt.Errorf("the file %q of the archive: %w", file.Name, err)
		}
		files[file.Name] = content
		left -= int64(len(content))
	}
	return files, nil
}

// strays reports whether a name goes up, wherever slashes may be backslashes. It may begin with a slash: the service names
// files by the folder that it was told.
func strays(name string) bool {
	parts := strings.FieldsFunc(name, func(c rune) bool { return c == '/' || c == '\\' })
	return len(parts) == 0 || slices.Contains(parts, "..")
}

func unzipFile(file *zip.File, limit int64) ([]byte, error) {
	content, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(content, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("the archive unpacks to more than %d bytes", maxArchive)
	}
	return data, err
}
