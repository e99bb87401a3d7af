package bcs

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Scalar is a value that the API gives as a text or as a number.
type Scalar = client.Scalar

// Texts is a list of texts that the API also gives as null or as a single text (contract/bcs.md 2.2).
type Texts []string

// UnmarshalJSON takes a list, a text, or null.
func (t *Texts) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*t = nil
		if text != "" {
			*t = Texts{text}
		}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

func (t Texts) String() string { return strings.Join(t, "; ") }

// PvcInfo is what the cluster knows about the volumes of an instance, by names nobody has documented (contract/bcs.md
// 1.4 and 9.12).
type PvcInfo map[string]map[string]string

// UnmarshalJSON takes a map of maps; anything else is nothing.
func (p *PvcInfo) UnmarshalJSON(data []byte) error {
	var info map[string]map[string]string
	if json.Unmarshal(data, &info) == nil {
		*p = info
	}
	return nil
}

// notThere is what a read of one object returns when the list of all does not hold it.
func notThere(object, list string) error {
	return &client.NotFoundError{What: "the " + object, Err: errors.New("it is not in the list of " + list)}
}
