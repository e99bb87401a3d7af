package client

import (
	"slices"
	"strings"
)

// Scope is what a request works on: a project of a region, whose id may be unknown, or the whole domain (account).
type Scope struct {
	Region, ProjectID string
	Domain            bool
}

// accountServices work on the domain although their hosts have a region (contract/auth.md 4).
var accountServices = []string{"iam", "sts"}

// worksOnDomain decides for every call whether its proof is for the domain or for a project (contract/auth.md 0, 4).
func (s *Service) worksOnDomain(route string) bool {
	if strings.Contains(route, "{project_id}") {
		return false
	}
	return slices.Contains(accountServices, s.name) || slices.Contains(globalServices, s.name)
}

// TokenScope is what a token is for. A project needs an id, or a name; the Domain beside a project is the one the name
// is of. A Domain alone makes a token for the domain (account). The zero scope is that of the caller's own domain.
type TokenScope struct{ Project, Domain Named }

// Named is an id, a name or both.
type Named struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// request returns the member "scope" of a request for a token, nil for none (contract/auth.md 1.1).
func (s TokenScope) request() any {
	domain := s.Domain.byOne()
	switch {
	case s.Project.ID != "":
		return map[string]any{"project": Named{ID: s.Project.ID}}
	case s.Project.Name != "" && domain != nil:
		return map[string]any{"project": map[string]any{"name": s.Project.Name, "domain": domain}}
	case s.Project.Name != "":
		return map[string]any{"project": Named{Name: s.Project.Name}}
	case domain != nil:
		return map[string]any{"domain": domain}
	}
	return nil
}

// byOne keeps one of id and name: the id.
func (n Named) byOne() *Named {
	switch {
	case n.ID != "":
		return &Named{ID: n.ID}
	case n.Name != "":
		return &Named{Name: n.Name}
	}
	return nil
}

// String names what a token is for, in messages.
func (s TokenScope) String() string {
	switch {
	case s.Project != Named{}:
		return "project " + s.Project.quoted()
	case s.Domain != Named{}:
		return "domain " + s.Domain.quoted()
	}
	return "no project"
}

// quoted is the name, or else the id, for messages.
func (n Named) quoted() string {
	if n.Name != "" {
		return `"` + n.Name + `"`
	}
	return n.ID
}
