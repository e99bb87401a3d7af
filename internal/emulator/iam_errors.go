package emulator

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// iamCodes are IAM's error codes (contract/auth.md 1.4). IAM shows them only where its errors have the form of
// error_code; see Choices.IAMErrorCodes. Faults use the rows no handler needs.
var iamCodes = map[string]apiCode{
	"1100":     {400, "Mandatory parameters are not specified."},
	"1101":     {400, "Invalid username."},
	"1103":     {400, "Incorrect password."},
	"IAM.0007": {400, "Request parameter %(key)s is invalid."},
	"IAM.0009": {400, "X-Subject-Token is invalid in the request."},
	"IAM.0011": {400, "Request body is invalid."},
	"IAM.0072": {400, "'%(key)s' is a required property."},
	"IAM.0073": {400, "Invalid input for field '%(key)s'. The value is '%(value)s'."},
	"IAM.1061": {400, "Invalid TOTP passcode."},
	"IAM.1105": {400, "The access key has expired."},
	"IAM.1106": {400, "The user of the access key is not found."},
	"IAM.1107": {400, "The access key is inactive."},
	"IAM.1108": {400, "The securitytoken has expired."},
	"IAM.1109": {400, "The project information cannot be found."},
	"IAM.0001": {401, "The request you have made requires authentication."},
	"IAM.0061": {401, "Account locked."},
	"IAM.0062": {401, "Incorrect password."},
	"IAM.0066": {401, "The token has expired."},
	"IAM.0067": {401, "Invalid token."},
	"IAM.0002": {403, "You are not authorized to perform the requested action."},
	"IAM.0003": {403, "Policy doesn't allow %(actions)s to be performed."},
	"IAM.0080": {403, "The user of the access key is disabled."},
	"IAM.0081": {403, "The user can only use the console."},
	"IAM.0082": {403, "The user is disabled."},
	"IAM.0083": {403, "You do not have permission to access the private region."},
	"IAM.0004": {404, "Could not find %(target)s: %(target_id)s."},
	"IAM.0005": {409, "Conflict occurred when attempting to store %(type)s - %(details)s."},
	"IAM.0020": {410, "Original auth failover to other regions, please auth downgrade"},
	"IAM.0012": {429, "The throttling threshold has been reached. Threshold: %(times)s times per %(seconds)s seconds"},
	"IAM.0006": {500, "An unexpected error prevented the server from fulfilling your request."},
}

var gap = regexp.MustCompile(`%\([a-z_]+\)s`)

// iamError answers with a code of the table. The values fill the gaps of the documented text, in order; what is left
// over follows it.
func (c *call) iamError(code string, values ...string) reply {
	known := iamCodes[code]
	message := gap.ReplaceAllStringFunc(known.message, func(string) string {
		if len(values) == 0 {
			return ""
		}
		value := values[0]
		values = values[1:]
		return value
	})
	return c.iamReply(known.status, code, strings.Join(append([]string{message}, values...), " "))
}

// iamReply answers as IAM's v3 does, with the HTTP status as an integer code, or in the other forms the contract
// has seen (contract/auth.md 1.4 and 9.1); the v5 services have one form.
func (c *call) iamReply(status int, code, message string) reply {
	if c.isV5() {
		return v5Error(status, code, message)
	}
	body := object{}
	if !c.choices.IAMErrorCodes {
		body["error"] = object{"code": status, "message": message, "title": http.StatusText(status)}
	}
	if c.choices.IAMErrorCodes || c.choices.IAMErrorTwins {
		body["error_code"], body["error_msg"] = code, message
	}
	if !c.choices.IAMErrorCodes && !c.choices.IAMErrorTwins {
		code = strconv.Itoa(status) // the journal shows what the caller sees
	}
	return reply{status: status, code: code, message: message, body: body}
}
