package hbs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	backupsRoute = instanceRoute + "/backups"
	restoreRoute = rootRoute + "/restore/backups"
)

// Backup is a backup of an instance (ListBackups of the public documentation). Status is Backuping, Active or Fail; of
// one that can be restored Initing, Restoring, Active or RestoreFail.
type Backup struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	InstanceName string `json:"instance_name"`
	InstanceID   string `json:"instance_id"`
	Status       string `json:"status"`
	Reason       string `json:"reason"`
	Type         string `json:"type"` // ManualBackup or AutoBackup
	CreateTime   string `json:"create_time"`
	IsRestored   bool   `json:"is_restored"` // it cannot be restored again
}

// RestoreBackup is a backup with what an instance made of it must be like (ShowRestoreBackups of the public
// documentation).
type RestoreBackup struct {
	Backup
	InstanceEdition       string `json:"instance_edition"`
	InstanceConsensus     string `json:"instance_consensus"`
	InstanceSignAlgorithm string `json:"instance_sign_algorithm"`
	InstanceOrg           Scalar `json:"instance_org"`
	EnterpriseProjectID   string `json:"enterprise_project_id"`
	EnterpriseProjectName string `json:"enterprise_project_name"`
}

// BackupRule is the rule of automatic backups: one every Rule days.
type BackupRule struct {
	IsEnable bool  `json:"is_enable"`
	Rule     int64 `json:"rule"`
}

type backupPage struct {
	Count   int      `json:"count"`
	Backups []Backup `json:"backups"`
}

// Ways of a backup (CreateBackups of the public documentation).
const (
	ManualBackup = "ManualBackup"
	AutoBackup   = "AutoBackup"
)

// CreateBackup makes a manual backup, of which there may be three (contract/bcs.md 1H.4). The API does not answer with
// its id. It is not repeated when the reply is lost.
func (c *Client) CreateBackup(ctx context.Context, id string) error {
	body := struct {
		Type string `json:"type"`
	}{ManualBackup}
	if err := client.PostNoContent(ctx, c.api, backupsRoute, body, id); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// SetBackupRule turns automatic backups on or off: one every 1, 3 or 7 days, with the path of CreateBackup.
func (c *Client) SetBackupRule(ctx context.Context, id string, rule BackupRule) error {
	body := struct {
		Type string `json:"type"`
		BackupRule
	}{AutoBackup, rule}
	if err := client.PostIdempotentNoContent(ctx, c.api, backupsRoute, body, id); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// ListBackups reads the backups of an instance; this list has no pages (contract/bcs.md 1H).
func (c *Client) ListBackups(ctx context.Context, id string) ([]Backup, error) {
	reply, err := ofInstance[backupPage](ctx, c, backupsRoute, nil, id)
	if err != nil {
		return nil, err
	}
	return reply.Backups, nil
}

// GetBackupRule reads the rule of automatic backups (contract/bcs.md 1H).
func (c *Client) GetBackupRule(ctx context.Context, id string) (*BackupRule, error) {
	return ofInstance[BackupRule](ctx, c, backupsRoute+"/rules", nil, id)
}

// DeleteBackup deletes a backup (contract/bcs.md 1H).
func (c *Client) DeleteBackup(ctx context.Context, id, backup string) error {
	if err := client.Delete(ctx, c.api, backupsRoute+"/{backup_id}", id, backup); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// ListRestoreBackups reads the backups of which an instance can be made (contract/bcs.md 1H).
func (c *Client) ListRestoreBackups(ctx context.Context) ([]Backup, error) {
	return list(ctx, c, maxPage, restoreRoute, nil, func(p *backupPage) ([]Backup, int) { return p.Backups, p.Count })
}

// GetRestoreBackup reads one of them (contract/bcs.md 1H).
func (c *Client) GetRestoreBackup(ctx context.Context, backup string) (*RestoreBackup, error) {
	return client.Get[RestoreBackup](ctx, c.api, restoreRoute+"/{backup_id}", nil, backup)
}
