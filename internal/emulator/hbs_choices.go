package emulator

// HBSChoices settle what the contract leaves open about the blockchain engine and its billing (contract/bcs.md 1H, 10).
type HBSChoices struct {
	UnknownStatus     int    `json:"unknown_status"`     // HTTP status for an instance that does not exist, 400 or 404; 0: 400
	DefaultLimit      int    `json:"default_limit"`      // size of a page when limit is absent; 0: 10
	MaxDeletedJobs    int    `json:"max_deleted_jobs"`   // jobs of one deletion: the text has 100, the schema 2000; 0: 100 (bcs.md 1H.3)
	EngineVersion     string `json:"engine_version"`     // of new instances; "": the newest, which cannot be upgraded
	JobAfterPayment   bool   `json:"job_after_payment"`  // an unpaid order has no job and answers job_id ""
	FailedBuyRemoves  bool   `json:"failed_buy_removes"` // billing takes back what could not be made, instead of leaving it as Exception
	BilledByOrg       bool   `json:"billed_by_org"`      // billing knows organizations only, not their instance
	UnpaidUnsubscribe bool   `json:"unpaid_unsubscribe"` // unsubscribing from what is not paid cancels its order, instead of CBC.99003100
	TagsNoContent     bool   `json:"tags_no_content"`    // changing tags answers 204 without a body, instead of 200
	ProjectTokens     bool   `json:"project_tokens"`     // billing takes tokens for a project, too
}
