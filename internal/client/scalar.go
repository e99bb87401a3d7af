package client

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// Scalar is a value that the API gives as a text or as a number, whatever its documentation says (contract/bcs.md
// 9.12): the text, or the digits of the number; empty for null. Anything else is kept as the JSON it is.
type Scalar string

// UnmarshalJSON takes every JSON value, so that an oddity never costs the object it is in.
func (s *Scalar) UnmarshalJSON(data []byte) error {
	var text string
	switch {
	case json.Unmarshal(data, &text) == nil:
		*s = Scalar(text)
	default:
		*s = Scalar(bytes.TrimSpace(data))
	}
	return nil
}

// Float64 is the number, if it is one.
func (s Scalar) Float64() (float64, bool) {
	f, err := strconv.ParseFloat(string(s), 64)
	return f, err == nil
}

// Int64 is the whole number, if it is one.
func (s Scalar) Int64() (int64, bool) {
	i, err := strconv.ParseInt(string(s), 10, 64)
	return i, err == nil
}
