package client

import (
	"context"
	"errors"
	"fmt"
	"reflect"
)

// listReadings is how often a list is read when it changes under the reader.
const listReadings = 3

// All reads a list whole. fetch returns one page and the number of all objects ("total_count", contract/vpcep.md 0). A
// server that gives fewer objects than asked for is followed; no page is asked for after the last. When the pages do not
// fit together, because objects came or went meanwhile, the list is read again; if it never fits, that is an error.
// A total of 0 beside objects means that the server does not count: then the list ends with an empty page.
func All[T any](ctx context.Context, limit int, fetch func(ctx context.Context, limit, offset int) (items []T, total int, err error)) ([]T, error) {
	var misfit error
	for range listReadings {
		items, problem, err := readList(ctx, limit, fetch)
		if err != nil {
			return nil, err
		}
		if problem == nil {
			return items, nil
		}
		misfit = problem
	}
	return nil, fmt.Errorf("the list cannot be read whole: %w", misfit)
}

func readList[T any](ctx context.Context, limit int, fetch func(context.Context, int, int) ([]T, int, error)) (list []T, misfit, _ error) {
	var first int
	var last []T
	seen := map[string]bool{}
	for {
		page, total, err := fetch(ctx, limit, len(list))
		if err != nil {
			return nil, nil, err
		}
		if len(list) == 0 {
			first = total
		}
		for _, item := range page {
			if id := idOf(item); id != "" && seen[id] {
				return nil, fmt.Errorf("object %s is in it twice", id), nil
			} else if id != "" {
				seen[id] = true
			}
		}
		if len(page) > 0 && reflect.DeepEqual(page, last) {
			return nil, errors.New("the server gives the same page again"), nil
		}
		last, list = page, append(list, page...)
		switch {
		case total != first:
			return nil, fmt.Errorf("the server counted %d objects first and %d later", first, total), nil
		case total > 0 && len(list) > total:
			return nil, fmt.Errorf("the server gave %d objects but counts %d", len(list), total), nil
		case len(page) == 0 && len(list) < total:
			return nil, fmt.Errorf("the server gave %d objects but counts %d", len(list), total), nil
		case len(page) == 0 || len(list) == total:
			return list, nil, nil
		}
	}
}

// idOf returns the field ID of a wire struct, "" if it has none. Asking for it here spares every list its own check
// against a server that repeats a page.
func idOf(item any) string {
	v := reflect.Indirect(reflect.ValueOf(item))
	if v.Kind() != reflect.Struct {
		return ""
	}
	if field := v.FieldByName("ID"); field.IsValid() && field.Kind() == reflect.String {
		return field.String()
	}
	return ""
}
