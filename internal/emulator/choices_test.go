package emulator

import (
	"maps"
	"reflect"
	"strings"
	"testing"
)

// numbersOf gives every number of the choices with its name in JSON.
func numbersOf(prefix string, choices reflect.Value) map[string]reflect.Value {
	numbers := map[string]reflect.Value{}
	for i := range choices.NumField() {
		name := prefix + choices.Type().Field(i).Tag.Get("json")
		field := choices.Field(i)
		if field.Kind() == reflect.Int {
			numbers[name] = field
		}
		if field.Kind() == reflect.Struct {
			maps.Copy(numbers, numbersOf(name+".", field))
		}
	}
	return numbers
}

func TestChoicesThatAreNone(t *testing.T) {
	t.Parallel()
	var choices Choices
	all := numbersOf("", reflect.ValueOf(&choices).Elem())
	if len(all) < 14 {
		t.Fatalf("found only %d numbers", len(all))
	}
	for name, value := range all {
		value.SetInt(-1)
		if err := choices.Check(); err == nil || !strings.HasPrefix(err.Error(), name+" must") {
			t.Errorf("%s -1: %v", name, err)
		}
		value.SetInt(0)
	}
	for name, values := range map[string][]int64{
		"project_mismatch_status": {42, 200, 399, 600, 1000}, "bcs.gone_status": {401, 500}, "hbs.unknown_status": {200, 409},
		"project_mismatch_code": {1, 18}, "describe_query_code": {1, 5}, "missing_service_code": {1, 404}, "missing_endpoint_code": {1, 404}, "service_in_use_code": {1, 409},
	} {
		for _, value := range values {
			all[name].SetInt(value)
			if err := choices.Check(); err == nil {
				t.Errorf("%s %d was accepted", name, value)
			}
			all[name].SetInt(0)
		}
	}
	for name, values := range map[string][]int64{
		"project_mismatch_status": {0, 400, 403, 599}, "bcs.gone_status": {0, 200, 400, 404}, "hbs.unknown_status": {0, 400, 404},
		"max_tags": {0, 1, 1000}, "project_mismatch_code": {0, 4, 14}, "describe_query_code": {0, 2, 2002}, "missing_service_code": {0, 5, 2003},
		"missing_endpoint_code": {0, 5, 2006, 2007, 2008}, "service_in_use_code": {0, 3005, 3006},
	} {
		for _, value := range values {
			all[name].SetInt(value)
			if err := choices.Check(); err != nil {
				t.Errorf("%s %d: %v", name, value, err)
			}
			all[name].SetInt(0)
		}
	}
}

func TestNewPanicsOnChoicesThatAreNone(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a default limit of -1 was accepted")
		}
	}()
	New(Options{Choices: Choices{HBS: HBSChoices{DefaultLimit: -1}}})
}
