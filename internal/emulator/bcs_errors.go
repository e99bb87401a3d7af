package emulator

import "fmt"

// bcsCodes are the service's error codes (contract/bcs.md 7.3). Faults use the rows no handler needs.
var bcsCodes = map[string]apiCode{
	"BCS.4000013": {400, "request body is too large"},
	"BCS.4001001": {400, "Operation failed. The BCS service is being created."},
	"BCS.4001002": {400, "Operation failed. The BCS service is being upgraded."},
	"BCS.4001003": {400, "Operation failed. The BCS service is being deleted."},
	"BCS.4001006": {400, "Failed to delete the SFS file system because the CCE API or the cluster status is abnormal."},
	"BCS.4001007": {400, "Services billed in the yearly/monthly mode cannot be deleted."},
	"BCS.4001008": {400, "Operation failed. Bind an EIP to at least one node in the cluster and try again."},
	"BCS.4001009": {400, "Operation failed. Bind an EIP to each node in the cluster and try again."},
	"BCS.4001051": {400, "Input org is not exist"},
	"BCS.4001108": {400, "metric names is wrong"},
	"BCS.4001245": {400, "The org name is invalid"},
	"BCS.4004002": {400, "EVS storage is not supported."},
	"BCS.4004021": {400, "GetOrgInstanceMetricDetail operation does not support IEF cluster type"},
	"BCS.4004024": {400, "invalid org name input"},
	"BCS.4006003": {400, "json: cannot unmarshal the request body"},
	"BCS.4006005": {400, "invalid parameter"},
	"BCS.4006009": {400, "one of parameters is nil"},
	"BCS.4006012": {400, "Invalid channel name."},
	"BCS.4006014": {400, "Invalid Parameter quotasType"},
	"BCS.4009100": {400, "system error"},
	"BCS.4010401": {401, "Incorrect token or token resolution failed"},
	"BCS.4030403": {403, "No permissions to request this method"},
	"BCS.4040404": {404, "Not Found:the url is not found"},
	"BCS.5000500": {500, "Internal Server Error"},
}

const maxBCSMessage = 512 // characters (contract/bcs.md 0)

// bcsFail answers with a code of the table. Several codes come with varying text; a text given here replaces the
// documented one.
func bcsFail(code string, text ...any) reply {
	known := bcsCodes[code]
	if len(text) > 0 {
		known.message = fmt.Sprint(text...)
	}
	if letters := []rune(known.message); len(letters) > maxBCSMessage {
		known.message = string(letters[:maxBCSMessage])
	}
	return reply{status: known.status, code: code, message: known.message,
		body: object{"error_code": code, "error_msg": known.message}}
}

// invalid refuses a parameter that is there but wrong ([CHOICE] of contract/bcs.md 7.3).
func invalid(format string, values ...any) *reply {
	return new(bcsFail("BCS.4006005", fmt.Sprintf(format, values...)))
}

// missing refuses a request without a required parameter.
func missing(parameter string) *reply {
	return new(bcsFail("BCS.4006009", "one of parameters is nil: ", parameter))
}

// noSuchOrg refuses the name of an organization that the instance does not have.
func noSuchOrg(name string) *reply {
	return new(bcsFail("BCS.4001051", "Input org ", name, " is not exist"))
}

// readBCS decodes a BCS body; a refusal is BCS.4006003.
func readBCS[T any](c *call) (*T, *reply) {
	body, err := decode[T](c)
	if err != nil {
		return nil, new(bcsFail("BCS.4006003", "json: ", err))
	}
	return body, nil
}
