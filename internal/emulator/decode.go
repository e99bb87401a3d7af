package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// decode reads a JSON body into a local struct, strictly: unknown fields (unless loose), names in the wrong case,
// wrong types and anything after the object are refused. The error says which field.
func decode[T any](c *call) (*T, error) {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return nil, errors.New("the request body is empty")
	}
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("the request body is not JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the request body has data after the JSON value")
	}
	if _, isObject := tree.(object); !isObject {
		return nil, errors.New("the request body is not a JSON object")
	}
	into := new(T)
	if !c.options.Loose {
		if field := unknownField(tree, reflect.TypeFor[T](), ""); field != "" {
			return nil, fmt.Errorf("unknown field %q", field)
		}
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		if wrong, isType := errors.AsType[*json.UnmarshalTypeError](err); isType {
			return nil, fmt.Errorf("field %q has the wrong type: %s", wrong.Field, wrong.Value)
		}
		return nil, err
	}
	return into, nil
}

// read decodes a VPCEP body; a refusal is EndPoint.0002 (contract/vpcep.md 7.5).
func read[T any](c *call) (*T, *reply) {
	err := c.refuseHuaweiFields()
	if err != nil {
		return nil, new(fail("EndPoint.0002", err.Error()+"."))
	}
	body, err := decode[T](c)
	if err != nil {
		return nil, new(fail("EndPoint.0002", err.Error()+"."))
	}
	return body, nil
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// unknownField gives the path of the first field of the JSON tree that the type does not have, or "".
func unknownField(tree any, t reflect.Type, at string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == rawMessage {
		return ""
	}
	switch node := tree.(type) {
	case object:
		if t.Kind() != reflect.Struct {
			return ""
		}
		fields := jsonFields(t)
		for name, value := range node {
			fieldType, known := fields[name]
			path := strings.TrimPrefix(at+"."+name, ".")
			if !known {
				return path
			}
			if unknown := unknownField(value, fieldType, path); unknown != "" {
				return unknown
			}
		}
	case []any:
		if t.Kind() != reflect.Slice {
			return ""
		}
		for i, value := range node {
			if unknown := unknownField(value, t.Elem(), fmt.Sprintf("%s[%d]", at, i)); unknown != "" {
				return unknown
			}
		}
	}
	return ""
}

func jsonFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields[name] = field.Type
	}
	return fields
}
