package client

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// fit decodes a reply once more in which a scalar is of another type than documented: a number or a truth value as a
// text, a whole number with a fraction of zero, a number where a text belongs, one text instead of a list of them. The
// documentation itself mixes them up (contract/vpcep.md 1.9, contract/bcs.md 9.12), so no object is lost for it. What
// does not fit either way is left to the decoder, whose error says where.
func fit(data []byte, object any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	data, err := json.Marshal(fitted(value, reflect.TypeOf(object)))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, object)
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// fitted is the value as the type wants it. A type that decodes itself takes what there is.
func fitted(value any, t reflect.Type) any {
	if t.Kind() == reflect.Pointer {
		return fitted(value, t.Elem())
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return value
	}
	switch v := value.(type) {
	case map[string]any:
		fitMembers(v, t)
	case []any:
		if t.Kind() == reflect.Slice {
			for i := range v {
				v[i] = fitted(v[i], t.Elem())
			}
		}
	case string:
		return fittedText(v, t)
	case json.Number:
		if t.Kind() == reflect.String {
			return v.String()
		}
		if isNumber(t.Kind()) {
			return fittedNumber(v.String(), t.Kind())
		}
	}
	return value
}

// fitMembers fits the members of an object to the fields of a struct, those it embeds included, or to the values of a map.
func fitMembers(object map[string]any, t reflect.Type) {
	if t.Kind() == reflect.Map {
		for name := range object {
			object[name] = fitted(object[name], t.Elem())
		}
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for _, field := range reflect.VisibleFields(t) {
		wanted, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		for name := range object {
			if wanted != "" && strings.EqualFold(name, wanted) {
				object[name] = fitted(object[name], field.Type)
			}
		}
	}
}

func fittedText(text string, t reflect.Type) any {
	switch kind := t.Kind(); {
	case text == "" && (isNumber(kind) || kind == reflect.Bool):
		return nil
	case isNumber(kind):
		return fittedNumber(text, kind)
	case kind == reflect.Bool && strings.EqualFold(text, "true"):
		return true
	case kind == reflect.Bool && strings.EqualFold(text, "false"):
		return false
	case kind == reflect.Slice && t.Elem().Kind() == reflect.String:
		return []string{text}
	}
	return text
}

// fittedNumber is a number, without a fraction of zero where it has to be whole; a text that is none stays one.
func fittedNumber(text string, kind reflect.Kind) any {
	number := text
	if whole, fraction, _ := strings.Cut(text, "."); kind < reflect.Float32 && strings.Trim(fraction, "0") == "" {
		number = whole
	}
	if _, err := strconv.ParseFloat(number, 64); err != nil || !json.Valid([]byte(number)) {
		return text
	}
	return json.Number(number)
}

func isNumber(kind reflect.Kind) bool { return kind >= reflect.Int && kind <= reflect.Float64 }
