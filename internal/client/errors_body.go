package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxMessage limits the text taken from a reply, in bytes.
const maxMessage = 1000

// problem is what an error body says.
type problem struct {
	code, message, requestID, authorization string
	foreign                                 bool // no JSON object: a page or text, so not an API's answer
}

// problemKeys are the spellings of code and message, most specific first (contract/auth.md 7.1).
var problemKeys = []struct{ code, message string }{
	{"error_code", "error_msg"},
	{"errorCode", "errorMessage"},
	{"code", "message"},
	{"type", "message"},
	{"title", "message"},
}

// parseProblem reads every shape of contract/auth.md 7.1. What it does not understand becomes the message.
func parseProblem(body []byte) problem {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return problem{}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || !errors.Is(endOf(decoder), io.EOF) {
		return problem{message: plainText(body), foreign: true}
	}
	var p problem
	switch value := value.(type) {
	case map[string]any:
		p = problemIn(value, 3)
		p.requestID = textOf(value["request_id"])
		p.authorization = tidy(textOf(value["encoded_authorization_message"]))
	case string:
		p.message, p.foreign = value, true
	default:
		p.foreign = true
	}
	if p.code == "" && p.message == "" {
		p.message = string(body)
	}
	p.code, p.message, p.requestID = tidy(p.code), tidy(p.message), tidy(p.requestID)
	return p
}

// endOf returns io.EOF if nothing follows the value just read: "404 page not found" begins with a number.
func endOf(decoder *json.Decoder) error {
	_, err := decoder.Token()
	return err
}

// problemIn looks for a pair with both parts, first in the object, then in what it holds; failing that, for either part.
func problemIn(object map[string]any, depth int) problem {
	for _, keys := range problemKeys {
		code, message := textOf(object[keys.code]), textOf(object[keys.message])
		if code != "" && message != "" {
			return problem{code: code, message: withDetails(message, object)}
		}
	}
	if depth > 0 {
		for _, key := range slices.Sorted(maps.Keys(object)) {
			if p := problemInValue(object[key], depth-1); p.code != "" || p.message != "" {
				return p
			}
		}
	}
	for _, keys := range problemKeys {
		code, message := textOf(object[keys.code]), textOf(object[keys.message])
		if code != "" || message != "" {
			return problem{code: code, message: message}
		}
	}
	return problem{message: textOf(object["error"])}
}

// withDetails adds what HBS says beside error_msg in "message" (contract/bcs.md 7.1).
func withDetails(message string, object map[string]any) string {
	details := textOf(object["message"])
	if details == "" || strings.Contains(message, details) {
		return message
	}
	return message + ": " + details
}

func problemInValue(value any, depth int) problem {
	switch value := value.(type) {
	case map[string]any:
		return problemIn(value, depth)
	case []any:
		if len(value) > 0 {
			return problemInValue(value[0], depth)
		}
	}
	return problem{}
}

// textOf returns a string or number as text; IAM's codes are numbers.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return value.String()
	default:
		return ""
	}
}

var (
	pageTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	pageStart = regexp.MustCompile(`(?i)^(<!doctype html|<html|<\?xml|<head|<body)`)
)

// plainText makes a body that is not JSON readable: the title of a page, else the text itself.
func plainText(body []byte) string {
	if !pageStart.Match(body) {
		return tidy(string(body))
	}
	if title := pageTitle.FindSubmatch(body); title != nil {
		return tidy("a web page: " + string(title[1]))
	}
	return "a web page"
}

// tidy makes foreign text safe to show: valid, on one line, not too long, without what must not be shown.
func tidy(text string) string {
	text = oneLine(redactText(strings.ToValidUTF8(text, "?")))
	if len(text) <= maxMessage {
		return text
	}
	cut := maxMessage
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + " ..."
}
