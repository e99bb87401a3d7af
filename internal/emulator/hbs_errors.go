package emulator

import (
	"fmt"
	"net/http"
	"strconv"
)

// hbsCodes are the blockchain engine's error codes. The real ones are not published; all that is known is that they
// are 12 characters long (contract/bcs.md 7.1), so these are the emulator's own [CHOICE]: HBS, status, number.
var hbsCodes = map[string]apiCode{
	"HBS.40000001": {400, "The request body is invalid."},
	"HBS.40000002": {400, "A required parameter is missing."},
	"HBS.40000003": {400, "A parameter is invalid."},
	"HBS.40000004": {400, "The instance does not exist."},
	"HBS.40000005": {400, "The organization does not exist."},
	"HBS.40000006": {400, "The job does not exist."},
	"HBS.40000007": {400, "The operation is not allowed in the current state of the instance."},
	"HBS.40000008": {400, "The edition does not allow so many organizations."},
	"HBS.40000009": {400, "The engine cannot be upgraded."},
	"HBS.40000010": {400, "The block or transaction does not exist."},
	"HBS.40000011": {400, "The operation is not supported for instances of this kind."},
	"HBS.40000012": {400, "The contract does not exist."},
	"HBS.40000013": {400, "The backup does not exist."},
	"HBS.40000014": {400, "The maximum number of manual backups has been reached."},
	"HBS.40000015": {400, "The job has not ended."},
	"HBS.40000016": {400, "The token does not exist."},
	"HBS.40100001": {401, "Authentication failed."},
	"HBS.40300001": {403, "You have no permission to perform this operation."},
	"HBS.40300002": {403, "The login is not for this project."},
	"HBS.40400001": {404, "The resource does not exist."},
	"HBS.50000001": {500, "Internal server error."},
}

// hbsFail answers with a code of the table, in the engine's form of four texts (contract/bcs.md 7.1). What is wrong in
// detail goes into message, which is never empty.
func hbsFail(code string, detail ...any) reply {
	known, text := hbsCodes[code], fmt.Sprint(detail...)
	if text == "" {
		text = known.message
	}
	return hbsReply(known.status, code, known.message, text)
}

func hbsReply(status int, code, message, detail string) reply {
	return reply{status: status, code: code, message: message + " " + detail,
		body: object{"code": strconv.Itoa(status), "error_code": code, "error_msg": message, "message": detail}}
}

// hbsInvalid refuses a parameter that is there but wrong.
func hbsInvalid(format string, values ...any) *reply {
	return new(hbsFail("HBS.40000003", fmt.Sprintf(format, values...)))
}

// hbsMissing refuses a request without a required parameter.
func hbsMissing(parameter string) *reply {
	return new(hbsFail("HBS.40000002", parameter, " is required."))
}

// hbsUnknown refuses an instance that is not there, or not the caller's. The operations' pages list no 404, except
// those of tags.
func (c *call) hbsUnknown(id string) *reply {
	refusal := hbsFail("HBS.40000004", "There is no instance ", id, ".")
	if c.choices.HBS.UnknownStatus == http.StatusNotFound {
		refusal = hbsFail("HBS.40400001", "There is no instance ", id, ".")
	}
	return &refusal
}

// readHBS decodes a body of the engine's API.
func readHBS[T any](c *call) (*T, *reply) {
	body, err := decode[T](c)
	if err != nil {
		return nil, new(hbsFail("HBS.40000001", err, "."))
	}
	return body, nil
}

const (
	maxHBSLimit   = 100
	maxChainLimit = 500 // of blocks, transactions and contracts
)

// hbsPage reads offset and limit; the size of a page without a limit is not documented (contract/bcs.md 10.14).
func (c *call) hbsPage(highest int) (page, *reply) {
	p := page{limit: c.choices.HBS.DefaultLimit, key: "created"}
	var err error
	if text := c.query.Get("offset"); text != "" {
		if p.offset, err = strconv.Atoi(text); err != nil || p.offset < 0 {
			return p, hbsInvalid("offset must be 0 or more.")
		}
	}
	if text := c.query.Get("limit"); text != "" {
		if p.limit, err = strconv.Atoi(text); err != nil || p.limit < 1 || p.limit > highest {
			return p, hbsInvalid("limit must be 1 to %d.", highest)
		}
	}
	return p, nil
}

// pageOf gives the page of items that are in order already.
func pageOf[T any](p page, items []T) []T {
	from := min(p.offset, len(items))
	return items[from:min(from+p.limit, len(items))]
}

// counted makes the reply of a list.
func counted[T any](name string, items []T, total int, view func(T) object) reply {
	views := make([]any, 0, len(items))
	for _, item := range items {
		views = append(views, view(item))
	}
	return ok(object{name: views, "count": total})
}
