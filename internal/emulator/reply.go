package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// object is a JSON object written by hand.
type object = map[string]any

// reply is what a handler answers; write is the one place that sends it.
type reply struct {
	status    int
	header    map[string]string
	body      any    // encoded as JSON; nil = no body
	raw       []byte // sent as it is, instead of body
	code      string // error code, for the journal
	message   string // error text, for the journal
	requestID bool   // put request_id into the body, as the gateway does
}

func ok(body any) reply           { return reply{status: http.StatusOK, body: body} }
func emptyReply(status int) reply { return reply{status: status} }

// fail answers with a code of the table in contract/vpcep.md 7.2. One code may come with varying text there, so the
// detail simply follows the documented text.
func fail(code string, detail ...string) reply {
	known := vpcepCodes[code]
	message := strings.Join(append([]string{known.message}, detail...), " ")
	return reply{status: known.status, code: code, message: message,
		body: object{"error_code": code, "error_msg": message}}
}

// endpointCode is the code with this number.
func endpointCode(number int) string { return fmt.Sprintf("EndPoint.%04d", number) }

// noSuchService refuses a service that is not there, or not the caller's: 404 with any code (contract/vpcep.md 7.4).
func (c *call) noSuchService() *reply {
	refusal := fail(endpointCode(c.choices.MissingServiceCode))
	refusal.status = http.StatusNotFound
	return &refusal
}

// noSuchEndpoint refuses an endpoint that is not there, or not the caller's.
func (c *call) noSuchEndpoint() *reply { return new(fail(endpointCode(c.choices.MissingEndpointCode))) }

// gatewayError answers as the API gateway does (contract/auth.md 2 and 7.2).
func gatewayError(status int, code, message string) reply {
	return reply{status: status, code: code, message: message, requestID: true,
		body: object{"error_code": code, "error_msg": message}}
}

// encode gives the bytes of the body.
func (r reply) encode(requestID string) []byte {
	if r.raw != nil || r.body == nil {
		return r.raw
	}
	if fields, isObject := r.body.(object); isObject && r.requestID {
		fields["request_id"] = requestID
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.body); err != nil {
		// Bodies are maps of plain values; one that cannot be encoded is a mistake in this package.
		panic("emulator: reply cannot be encoded: " + err.Error())
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

// write sends the reply. With cut it announces the whole body, sends half of it and breaks the connection.
func (r reply) write(w http.ResponseWriter, requestID string, date string, cut bool) {
	body := r.encode(requestID)
	header := w.Header()
	header.Set("X-Request-Id", requestID)
	header.Set("Date", date)
	if len(body) > 0 {
		header.Set("Content-Type", "application/json;charset=utf-8")
	}
	for name, value := range r.header {
		header.Set(name, value)
	}
	if r.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(r.status)
	if cut {
		_, _ = w.Write(body[:len(body)/2]) // the connection is broken next anyway
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(body) // a client that went away is no concern of the cloud
}
