package emulator

import (
	"cmp"
	"net/http"
	"strconv"
	"time"
)

// Metadata is how the metadata service of an ECS instance behaves (contract/auth.md 8). There is one instance, of
// domain-a in cn-north-4. The zero value gives tokens without asking for them, and the instance has an agency.
type Metadata struct {
	TokenStatus   int  `json:"token_status"`   // answered to a request for a token, such as 404 where there is only version 1; 0: a token
	TokenRequired bool `json:"token_required"` // only version 2
	NoAgency      bool `json:"no_agency"`      // the instance has no agency, so no keys
}

// metadataPrefix is the base URL of the metadata service below the emulator's. Its paths are served without it as
// well: a client that is fixed on 169.254.169.254 reaches them with the emulator as its HTTP proxy.
const metadataPrefix = "/_metadata"

const (
	defaultMetadataKeyLifetime = time.Hour
	longestMetadataToken       = 21600 // seconds
)

// metadataRoutes are the operations of contract/auth.md 8.
func metadataRoutes() []route {
	routes := []route{
		{method: "PUT", path: "/meta-data/latest/api/token", handle: issueMetadataToken},
		{method: "GET", path: "/openstack/latest/securitykey", handle: showSecurityKey},
		{method: "GET", path: "/openstack/latest/meta_data.json", handle: showMetadata},
	}
	for i := range routes {
		routes[i].access = open
		routes[i].at = []string{routes[i].path, metadataPrefix + routes[i].path}
	}
	return routes
}

// issueMetadataToken begins a session of version 2.
func issueMetadataToken(c *call) reply {
	if status := c.options.Metadata.TokenStatus; status != 0 {
		return metadataError(status, http.StatusText(status))
	}
	seconds, err := strconv.Atoi(c.req.Header.Get("X-Metadata-Token-Ttl-Seconds"))
	if err != nil || seconds < 1 || seconds > longestMetadataToken {
		return metadataError(http.StatusBadRequest, "X-Metadata-Token-Ttl-Seconds must be 1 to 21600.")
	}
	token := randomHex(28)
	c.options.Issued(token)
	c.metadataTokens[token] = c.clock.Now().Add(time.Duration(seconds) * time.Second)
	return reply{status: http.StatusOK, raw: []byte(token), header: map[string]string{"Content-Type": "text/plain"}}
}

// checkMetadataToken refuses a request whose token is unknown or over, and one without a token where version 2 is
// required.
func (c *call) checkMetadataToken() *reply {
	token := c.req.Header.Get("X-Metadata-Token")
	if token == "" && !c.options.Metadata.TokenRequired || c.clock.Now().Before(c.metadataTokens[token]) {
		return nil
	}
	return new(metadataError(http.StatusUnauthorized, "Unauthorized"))
}

// showSecurityKey gives the temporary keys of the instance's agency. They are replaced when a sixth of their life is
// left, which is 10 minutes of the hour; the old ones stay valid to their end.
func showSecurityKey(c *call) reply {
	if refused := c.checkMetadataToken(); refused != nil {
		return *refused
	}
	if c.options.Metadata.NoAgency {
		return metadataError(http.StatusUnauthorized, "Please configure Cloud Service Agency first.")
	}
	lifetime := cmp.Or(c.options.MetadataKeyLifetime, defaultMetadataKeyLifetime)
	if c.metadataKey == nil || c.metadataKey.expires.Sub(c.clock.Now()) <= lifetime/6 {
		c.metadataKey = c.newTemporaryKey(c.instanceUser(), lifetime)
	}
	return ok(c.metadataKey.view())
}

// instanceUser is who the instance acts as.
func (e *Emulator) instanceUser() *user {
	a := e.accounts[0]
	service := &user{id: namedHex("op_svc_ecs"), name: "op_svc_ecs", account: a}
	return a.agency("ecs-agency-a").principal(service, instanceID)
}

const instanceID = "5c4b7a16-98d6-4b34-9d7c-8f3b2f5a7e01"

// showMetadata describes the instance.
func showMetadata(c *call) reply {
	if refused := c.checkMetadataToken(); refused != nil {
		return *refused
	}
	p := c.accounts[0].projects[0]
	return ok(object{"uuid": instanceID, "name": "ecs-emulator", "hostname": "ecs-emulator.novalocal",
		"project_id": p.id, "region_id": p.region, "availability_zone": p.region + "a"})
}

func metadataError(status int, message string) reply {
	return reply{status: status, code: strconv.Itoa(status), message: message,
		body: object{"error": object{"code": status, "message": message, "title": http.StatusText(status)}}}
}
