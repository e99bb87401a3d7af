package hbs

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const jobsRoute = rootRoute + "/jobs"

// Statuses of a job (contract/bcs.md 1H.3).
const (
	JobInitializing = "Initializing"
	JobRunning      = "Running"
	JobFailed       = "Failed"
	JobSuccess      = "Success"
)

// Types of a job (contract/bcs.md 1H.3).
const (
	JobCreateInstance     = "CreateInstance"
	JobDeleteInstance     = "DeleteInstance"
	JobUpgradeChainEngine = "UpgradeChainEngine"
	JobCreateOrganization = "CreateOrganization"
	JobDeleteOrganization = "DeleteOrganization"
)

// Job is a long operation (contract/bcs.md 1H.3). Progress is 0 to 100.
type Job struct {
	ID            string `json:"id"`
	Type          string `json:"type"`
	Status        string `json:"status"`
	FailedMessage string `json:"failed_message"`
	Progress      int64  `json:"progress"`
	InstanceID    string `json:"instance_id"`
	InstanceName  string `json:"instance_name"`
	StartTime     string `json:"start_time"`
	EndTime       string `json:"end_time"`
}

// JobFilter narrows ListJobs; empty members do not. InstanceName finds parts of names too, with case; StartTime is the
// earliest, in RFC 3339 and UTC.
type JobFilter struct {
	Statuses     []string
	StartTime    string
	InstanceName string
}

func (f JobFilter) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"status": strings.Join(f.Statuses, ","), "start_time": f.StartTime, "instance_name": f.InstanceName,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// GetJob reads one job (contract/bcs.md 1H.3). A 400 means that it does not exist if the list does not hold it either.
func (c *Client) GetJob(ctx context.Context, id string) (*Job, error) {
	job, err := client.Get[Job](ctx, c.api, jobsRoute+"/{job_id}", nil, id)
	if err == nil && job.ID == "" {
		err = client.ErrNoID
	}
	if err == nil {
		return job, nil
	}
	return nil, client.ConfirmGone(ctx, "HBS job "+id, err, func(ctx context.Context) (bool, error) {
		jobs, err := c.ListJobs(ctx, JobFilter{})
		return slices.ContainsFunc(jobs, func(j Job) bool { return j.ID == id }), err
	})
}

// ListJobs reads the jobs of the project (contract/bcs.md 1H.3).
func (c *Client) ListJobs(ctx context.Context, filter JobFilter) ([]Job, error) {
	type page struct {
		Count int   `json:"count"`
		Jobs  []Job `json:"jobs"`
	}
	return list(ctx, c, maxPage, jobsRoute, filter.query(), func(p *page) ([]Job, int) { return p.Jobs, p.Count })
}

// DeleteJobs deletes the records of up to 100 jobs (contract/bcs.md 1H.3). The API deletes with a body.
func (c *Client) DeleteJobs(ctx context.Context, ids ...string) error {
	body := struct {
		Jobs []string `json:"jobs"`
	}{ids}
	_, err := client.DeleteWith[struct{}](ctx, c.api, jobsRoute, nil, body)
	return err
}
