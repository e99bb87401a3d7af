package emulator

import (
	"net/http"
	"slices"
)

// gatewayCode is one row of the gateway's error table.
type gatewayCode struct {
	code    string
	status  int
	message string
}

// gatewayCodes are the gateway's error codes (contract/auth.md 7.2, contract/vpcep.md 7.6). The first row with a status
// is what the gateway says with it, the first row with a code is what the code means.
var gatewayCodes = []gatewayCode{
	{"APIGW.0201", http.StatusBadRequest, "API request error."},
	{"APIGW.0301", http.StatusUnauthorized, "Incorrect IAM authentication information: Unauthorized"},
	{"APIGW.0302", http.StatusForbidden, "The IAM user is not authorized to access the API."},
	{"APIGW.0101", http.StatusNotFound, "The API does not exist or has not been published in the environment."},
	{"APIGW.0501", http.StatusMethodNotAllowed, "The app quota has been used up."},
	{"APIGW.0201", http.StatusRequestEntityTooLarge, "Request entity too large."},
	{"APIGW.0201", http.StatusRequestURITooLong, "Request URI too large."},
	{"APIGW.0308", http.StatusTooManyRequests, "The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 minute"},
	{"APIGW.0201", statusHeadersTooLarge, "Request headers too large."},
	{"APIGW.0601", http.StatusInternalServerError, "Internal server error."},
	{"APIGW.0201", http.StatusBadGateway, "Backend unavailable."},
	{"APIGW.0613", http.StatusServiceUnavailable, "The IAM service is currently unavailable."},
	{"APIGW.0201", http.StatusGatewayTimeout, "Backend timeout."},

	{"APIGW.0103", http.StatusNotFound, "The backend does not exist."},
	{"APIGW.0104", http.StatusBadRequest, "The plug-ins do not exist."},
	{"APIGW.0105", http.StatusBadRequest, "The backend configurations do not exist."},
	{"APIGW.0106", http.StatusBadRequest, "Orchestration error."},
	{"APIGW.0303", http.StatusUnauthorized, "Incorrect app authentication information."},
	{"APIGW.0304", http.StatusForbidden, "The app is not authorized to access the API."},
	{"APIGW.0305", http.StatusUnauthorized, "Incorrect authentication information."},
	{"APIGW.0306", http.StatusForbidden, "API access denied."},
	{"APIGW.0307", http.StatusUnauthorized, "The token must be updated."},
	{"APIGW.0310", http.StatusForbidden, "The project is unavailable."},
	{"APIGW.0311", http.StatusUnauthorized, "Incorrect debugging authentication information."},
	{"APIGW.0401", http.StatusForbidden, "Unknown client IP address."},
	{"APIGW.0402", http.StatusForbidden, "The IP address is not authorized to access the API."},
	{"APIGW.0404", http.StatusForbidden, "Access to the backend IP address has been denied."},
	{"APIGW.0502", http.StatusMethodNotAllowed, "The app has been frozen."},
	{"APIGW.0602", http.StatusBadRequest, "Bad request."},
	{"APIGW.0605", http.StatusInternalServerError, "Domain name resolution failed."},
	{"APIGW.0606", http.StatusInternalServerError, "Failed to load the API configurations."},
	{"APIGW.0607", http.StatusBadRequest, "The following protocol is supported: https"},
	{"APIGW.0608", http.StatusInternalServerError, "Failed to obtain the admin token."},
	{"APIGW.0609", http.StatusInternalServerError, "The VPC backend does not exist."},
	{"APIGW.0610", http.StatusBadGateway, "No backend available."},
	{"APIGW.0611", http.StatusInternalServerError, "The backend port does not exist."},
	{"APIGW.0612", http.StatusInternalServerError, "An API cannot call itself."},
	{"APIGW.0705", http.StatusInternalServerError, "Backend signature calculation failed."},
	{"APIGW.0801", http.StatusForbidden, "The service is not accessible in the selected region."},
	{"APIGW.0802", http.StatusForbidden, "The IAM user is forbidden in the currently selected region."},
}

// gatewaySays is what the gateway answers with a status of its own. One that it does not know it would take for the
// most general of its kind.
func gatewaySays(status int) gatewayCode {
	for _, wanted := range []int{status, status / 100 * 100} {
		if row, found := find(gatewayCodes, func(row gatewayCode) bool { return row.status == wanted }); found {
			row.status = status
			return row
		}
	}
	return gatewayCode{status: status, message: http.StatusText(status)}
}

// gatewayMeans is what a code of the gateway means, with this status if it has several.
func gatewayMeans(code string, status int) (gatewayCode, bool) {
	rows := slices.DeleteFunc(slices.Clone(gatewayCodes), func(row gatewayCode) bool { return row.code != code })
	if row, found := find(rows, func(row gatewayCode) bool { return row.status == status }); found {
		return row, true
	}
	return find(rows, func(gatewayCode) bool { return true })
}
