package emulator

// Paths of the blockchain engine: what belongs to a project, and what belongs to one instance (contract/bcs.md 1H).
const (
	hbsPath          = "/v2/{project_id}/huaweicloudchain"
	hbsJobsPath      = hbsPath + "/jobs"
	hbsInstancesPath = hbsPath + "/instances"
	hbsInstancePath  = hbsInstancesPath + "/{instance_id}"
	hbsChainPath     = hbsInstancePath + "/chain"
	besuPath         = "/v2/{project_id}/besu/instances/{instance_id}"
	besuChainPath    = besuPath + "/chain"
)

// hbsBackend is the engine's service behind the gateway. It is in one region only (contract/bcs.md 0).
var hbsBackend = &backend{
	regions:  []string{"cn-north-4"},
	denied:   func() reply { return hbsFail("HBS.40300001") },
	mismatch: func(c *call) reply { return hbsFail("HBS.40300002", "Project ", c.req.PathValue("project_id"), ".") },
}

// hbsRoutes are the operations of contract/bcs.md 1H, in its order.
func hbsRoutes() []route {
	return behind(hbsBackend, []route{
		{method: "GET", path: hbsPath + "/service-info", access: inProject, handle: showHBSService},
		{method: "POST", path: hbsPath + "/inquiry", access: inProject, handle: showHBSPrice, looks: true},
		{method: "GET", path: hbsPath + "/dashboard", access: inProject, handle: showHBSDashboard},
		{method: "GET", path: hbsJobsPath + "/{job_id}", access: inProject, handle: showHBSJob},
		{method: "GET", path: hbsJobsPath, access: inProject, handle: listHBSJobs},
		{method: "DELETE", path: hbsJobsPath, access: inProject, handle: deleteHBSJobs},
		{method: "POST", path: hbsInstancesPath, access: inProject, handle: createHBSInstance},
		{method: "GET", path: hbsInstancesPath, access: inProject, handle: listHBSInstances},
		{method: "GET", path: hbsInstancePath, access: inProject, handle: showHBSInstance},
		{method: "PUT", path: hbsInstancePath, access: inProject, handle: updateHBSInstance},
		{method: "POST", path: hbsInstancePath + "/organizations", access: inProject, handle: createHBSOrganizations},
		{method: "GET", path: hbsInstancePath + "/organizations", access: inProject, handle: listHBSOrganizations},
		{method: "GET", path: hbsInstancePath + "/organization", access: inProject, handle: showHBSOrganization},
		{method: "GET", path: hbsChainPath, access: inProject, handle: showHBSChain},
		{method: "GET", path: hbsChainPath + "/blocks", access: inProject, handle: listHBSBlocks},
		{method: "GET", path: hbsChainPath + "/blocks/{block_height}", access: inProject, handle: showHBSBlock},
		{method: "GET", path: hbsChainPath + "/transactions", access: inProject, handle: listHBSTransactions},
		{method: "GET", path: hbsChainPath + "/transactions/{transaction_id}", access: inProject, handle: showHBSTransaction},
		{method: "GET", path: hbsChainPath + "/trend", access: inProject, handle: showHBSTrend},
		{method: "POST", path: hbsChainPath + "/sdk-config", access: inProject, handle: downloadHBSConfig},
		{method: "POST", path: hbsChainPath + "/contract", access: inProject, handle: installHBSContract},
		{method: "GET", path: hbsChainPath + "/contract", access: inProject, handle: showHBSContract},
		{method: "GET", path: hbsChainPath + "/contracts", access: inProject, handle: listHBSContracts},
		{method: "GET", path: hbsChainPath + "/contract/report", access: inProject, handle: downloadHBSReport},
		{method: "POST", path: hbsInstancePath + "/endpoints", access: inProject, handle: createHBSEndpoint},
		{method: "GET", path: hbsInstancePath + "/endpoints", access: inProject, handle: listHBSEndpoints},
		{method: "GET", path: hbsInstancePath + "/endpoint-service", access: inProject, handle: showHBSEndpointService},
		{method: "GET", path: hbsTagsPath, at: hbsTagsAt(""), access: inProject, handle: listHBSTags},
		{method: "POST", path: hbsTagsPath + "/create", at: hbsTagsAt("/create"), access: inProject, handle: createHBSTags},
		{method: "DELETE", path: hbsTagsPath + "/delete", at: hbsTagsAt("/delete"), access: inProject, handle: deleteHBSTags},
		{method: "POST", path: hbsInstancePath + "/backups", access: inProject, handle: createHBSBackup},
		{method: "GET", path: hbsInstancePath + "/backups", access: inProject, handle: listHBSBackups},
		{method: "GET", path: hbsInstancePath + "/backups/rules", access: inProject, handle: showHBSBackupRule},
		{method: "DELETE", path: hbsInstancePath + "/backups/{backup_id}", access: inProject, handle: deleteHBSBackup},
		{method: "GET", path: hbsPath + "/restore/backups", access: inProject, handle: listRestorableBackups},
		{method: "GET", path: hbsPath + "/restore/backups/{backup_id}", access: inProject, handle: showRestorableBackup},
		{method: "PUT", path: besuPath, access: inProject, handle: updateBesuInstance},
		{method: "GET", path: besuChainPath + "/summary", access: inProject, handle: showBesuChain},
		{method: "GET", path: besuChainPath + "/blocks", access: inProject, handle: listBesuBlocks},
		{method: "GET", path: besuChainPath + "/blocks/{block_height}", access: inProject, handle: showBesuBlock},
		{method: "GET", path: besuChainPath + "/transactions", access: inProject, handle: listBesuTransactions},
		{method: "GET", path: besuChainPath + "/transactions/{transaction_hash}", access: inProject, handle: showBesuTransaction},
		{method: "GET", path: besuChainPath + "/contracts", access: inProject, handle: listBesuContracts},
		{method: "POST", path: besuChainPath + "/contracts", access: inProject, handle: createBesuContract},
		{method: "GET", path: besuChainPath + "/tokens", access: inProject, handle: listBesuTokens},
		{method: "POST", path: besuChainPath + "/tokens", access: inProject, handle: createBesuToken},
		{method: "DELETE", path: besuChainPath + "/tokens/{token_id}", access: inProject, handle: deleteBesuToken},
		{method: "POST", path: besuChainPath + "/certs", access: inProject, handle: downloadBesuCerts},
	})
}
