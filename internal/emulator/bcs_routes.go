package emulator

import "regexp"

// Paths of BCS: what belongs to a project, and what belongs to one instance (contract/bcs.md 1).
const (
	blockchainsPath = "/v2/{project_id}/blockchains"
	blockchainPath  = blockchainsPath + "/{blockchain_id}"
	userCertPath    = blockchainPath + "/orgs/{org_name}/usercert/{user_name}"
	invitationsPath = "/v2/{project_id}/members/invitations"
)

// bcsBackend is the service behind the gateway (contract/bcs.md 0, contract/auth.md 2).
var bcsBackend = &backend{
	regions: []string{"cn-north-1", "cn-north-4", "cn-south-1", "cn-east-2"},
	denied:  func() reply { return bcsFail("BCS.4030403") },
	mismatch: func(c *call) reply {
		if !isSigned(c.req) && c.who.projectID == "" {
			return bcsFail("BCS.4010401") // a token of the whole account
		}
		refusal := bcsFail("BCS.4030403", "forbidden to project ", c.req.PathValue("project_id"))
		refusal.status = 400 // the same code has two statuses (contract/bcs.md 7.3)
		return refusal
	},
}

// bcsRoutes are the 32 operations of contract/bcs.md 1, in its order.
func bcsRoutes() []route {
	return behind(bcsBackend, []route{
		{method: "POST", path: blockchainsPath, access: inProject, handle: createBlockchain},
		{method: "GET", path: blockchainsPath, access: inProject, handle: listBlockchains},
		{method: "GET", path: blockchainPath, access: inProject, handle: showBlockchain},
		{method: "PUT", path: blockchainPath, access: inProject, handle: updateBlockchain},
		{method: "DELETE", path: blockchainPath, access: inProject, handle: deleteBlockchain},
		{method: "GET", path: blockchainPath + "/status", access: inProject, handle: showBlockchainStatus},
		{method: "GET", path: blockchainPath + "/nodes", access: inProject, handle: showBlockchainNodes},
		{method: "GET", path: blockchainsPath + "/flavors", access: inProject, handle: showBlockchainFlavors},
		{method: "GET", path: "/v2/{project_id}/quotas", access: inProject, handle: listBlockchainQuotas},
		{method: "GET", path: "/v2/{project_id}/operation/record", access: inProject, handle: listRecords},
		{method: "POST", path: blockchainPath + "/channels", access: inProject, handle: createChannels},
		{method: "GET", path: blockchainPath + "/channels", access: inProject, handle: listChannels},
		{method: "POST", path: blockchainPath + "/channels/peers", access: inProject, handle: addPeers},
		{method: "PUT", path: blockchainPath + "/{channel_id}/peers/quit", access: inProject, handle: removePeers},
		{method: "PUT", path: blockchainPath + "/{channel_id}/orgs/quit", access: inProject, handle: removeOrgs},
		{method: "DELETE", path: blockchainPath + "/channel/{channel_id}", access: inProject, handle: deleteChannel},
		{method: "POST", path: invitationsPath, access: inProject, handle: inviteMembers},
		{method: "DELETE", path: invitationsPath, access: inProject, handle: deleteInvitations},
		{method: "GET", path: "/v2/{project_id}/members", access: inProject, handle: listMembers},
		{method: "PUT", path: "/v2/{project_id}/members/quit", access: inProject, handle: quitMembership},
		{method: "GET", path: "/v2/{project_id}/notifications", access: inProject, handle: listNotifications},
		{method: "POST", path: "/v2/{project_id}/notification/handle", access: inProject, handle: handleNotification},
		{method: "GET", path: blockchainPath + "/cert", access: inProject, handle: downloadCert},
		{method: "POST", path: blockchainPath + "/sdk-cfg", access: inProject, handle: downloadSDKConfig},
		{method: "POST", path: userCertPath, access: inProject, handle: createUserCert},
		{method: "POST", path: userCertPath + "/freeze", access: inProject, handle: freezeCert},
		{method: "POST", path: userCertPath + "/unfreeze", access: inProject, handle: unfreezeCert},
		{method: "POST", path: blockchainPath + "/metric/list", access: inProject, looks: true, handle: listChainMetrics},
		{method: "POST", path: blockchainPath + "/entity/metric/list", access: inProject, looks: true, handle: listEntityMetrics},
		{method: "POST", path: blockchainPath + "/entity/instance/metric/list", access: inProject, looks: true,
			handle: listInstanceMetrics},
		{method: "POST", path: blockchainPath + "/events", access: inProject, looks: true, handle: listEvents},
		{method: "POST", path: blockchainPath + "/events/statistic", access: inProject, looks: true, handle: countEvents},
	})
}

var blockchainPathPattern = regexp.MustCompile(`^/v2/[^/]+/blockchains(/|$)`)

// isBlockchainPath recognizes a path that reaches the service, whether or not it is one of its operations.
func isBlockchainPath(path string) bool { return blockchainPathPattern.MatchString(path) }
