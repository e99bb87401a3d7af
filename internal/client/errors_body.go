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

const (
	// maxMessage limits the text taken from a reply, in bytes.
	maxMessage = 1000
	// maxAuthorization does so for an encoded message, which is of no use when it is cut.
	maxAuthorization = 16 << 10
	// maxRead is how much of a text is looked at at all.
	maxRead = 64 << 10
)

// problem is what an error body says.
type problem struct {
	code, message, requestID, authorization string
	foreign                                 bool // no JSON object: a page or text, so not an API's answer
}

// problemKeys are the spellings of code and message, most specific first (contract/auth.md 7.1).
var problemKeys = []struct{ code, message string }{
	{"error_code", "error_msg"},
	{"error_code", "error_message"},
	{"errorCode", "errorMessage"},
	{"code", "message"},
	{"code", "title"},
	{"type", "message"},
	{"title", "message"},
}

// parseProblem reads an error body and makes what it says safe to show.
func parseProblem(body []byte) problem {
	return readProblem(body).tidied(func(text string) string { return text })
}

// tidied makes a problem safe to show; clean removes secrets, before a text is cut so that no part of one is left.
func (p problem) tidied(clean func(string) string) problem {
	safe := func(text string, limit int) string { return shorten(clean(text[:min(len(text), maxRead)]), limit) }
	p.code, p.message, p.requestID = safe(p.code, maxMessage), safe(p.message, maxMessage), safe(p.requestID, maxMessage)
	p.authorization = safe(p.authorization, maxAuthorization)
	return p
}

// readProblem reads every shape of contract/auth.md 7.1. What it does not understand becomes the message.
func readProblem(body []byte) problem {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return problem{}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || !errors.Is(endOf(decoder), io.EOF) {
		return problemInText(body)
	}
	var p problem
	switch value := value.(type) {
	case map[string]any:
		p = problemIn(value, 3)
		p.requestID = textIn(value, "request_id")
		p.authorization = textIn(value, "encoded_authorization_message")
	case string:
		p.message, p.foreign = value, true
	default:
		p.foreign = true
	}
	if p.code == "" && p.message == "" {
		p.message = string(body)
	}
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

// withDetails adds what some services say beside a pair: HBS in "message" (contract/bcs.md 7.1), others in "detail" or
// "details".
func withDetails(message string, object map[string]any) string {
	for _, key := range []string{"message", "detail", "details"} {
		text := textOf(object[key])
		if text == "" {
			text = problemInValue(object[key], 1).line()
		}
		if text != "" && !strings.Contains(message, text) {
			message += ": " + text
		}
	}
	return message
}

// problemInValue finds the problem of an object, or those of a list as one.
func problemInValue(value any, depth int) problem {
	switch value := value.(type) {
	case map[string]any:
		return problemIn(value, depth)
	case []any:
		var p problem
		for i, element := range value {
			if next := problemInValue(element, depth); i == 0 {
				p = next
			} else if line := next.line(); line != "" {
				p.message += "; " + line
			}
		}
		return p
	}
	return problem{}
}

func (p problem) line() string { return strings.TrimSpace(p.code + " " + p.message) }

// textIn returns the text under a key of an object or of an object in it.
func textIn(object map[string]any, key string) string {
	if text := textOf(object[key]); text != "" {
		return text
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if inner, ok := object[name].(map[string]any); ok {
			if text := textOf(inner[key]); text != "" {
				return text
			}
		}
	}
	return ""
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

// cutMember is a member of a JSON text, whole or cut.
var cutMember = regexp.MustCompile(`"([A-Za-z_]+)"\s*:\s*(?:"((?:[^"\\]|\\.)*)|(\d+))`)

// problemInText reads what is no JSON: the beginning of an API's answer, a page, or text.
func problemInText(body []byte) problem {
	body = body[:min(len(body), maxRead)]
	if body[0] == '{' {
		object := map[string]any{}
		for _, member := range cutMember.FindAllSubmatch(body, -1) {
			if _, known := object[string(member[1])]; !known {
				object[string(member[1])] = string(member[2]) + string(member[3])
			}
		}
		if p := problemIn(object, 0); p.code != "" {
			p.requestID = textOf(object["request_id"])
			return p
		}
	}
	return problem{message: plainText(body), foreign: true}
}

// plainText makes a body that is not JSON readable: the title of a page, else the text itself.
func plainText(body []byte) string {
	if !pageStart.Match(body) {
		return string(body)
	}
	if title := pageTitle.FindSubmatch(body); title != nil {
		return "a web page: " + string(title[1])
	}
	return "a web page"
}

// tidy makes foreign text safe to show: valid, on one line, not too long, without what must not be shown.
func tidy(text string) string { return shorten(text, maxMessage) }

func shorten(text string, limit int) string {
	text = oneLine(redactText(strings.ToValidUTF8(text, "?")))
	if len(text) <= limit {
		return text
	}
	cut := limit
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + " ..."
}
