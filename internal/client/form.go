package client

import (
	"bytes"
	"maps"
	"mime/multipart"
	"slices"
)

// Form is the body of a multipart/form-data request: fields, and at most one file, in the part "file".
type Form struct {
	Fields   map[string]string
	FileName string // of the file; "" means that there is none
	File     []byte
}

func (f *Form) encode() (body []byte, contentType string, _ error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		if err := w.WriteField(name, f.Fields[name]); err != nil {
			return nil, "", err
		}
	}
	if f.FileName != "" {
		part, err := w.CreateFormFile("file", f.FileName)
		if err != nil {
			return nil, "", err
		}
		if _, err := part.Write(f.File); err != nil {
			return nil, "", err
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return buf.Bytes(), w.FormDataContentType(), nil
}
