package emulator

import (
	"cmp"
	"maps"
	"slices"
)

// State is a snapshot of every tenant's objects, by id: no counters, tokens, journal or history (operation records,
// jobs, orders, invitations that ended, backups of instances that are gone). After everything was deleted it equals
// that of a fresh emulator.
func (e *Emulator) State() map[string]any {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.settle()
	services, endpoints := []any{}, []any{}
	for _, s := range sorted(e.store.services.all(false), func(s *service) string { return s.id }) {
		if s.project != nil {
			services = append(services, e.serviceState(s))
		}
	}
	c := &call{Emulator: e}
	for _, ep := range sorted(e.store.endpoints.all(false), func(ep *endpoint) string { return ep.id }) {
		fields := c.endpointView(ep, viewGet)
		fields["domain_id"] = ep.project.account.id
		fields["region"] = ep.project.region
		fields["connection_description"] = ep.connection
		endpoints = append(endpoints, fields)
	}
	state := object{"services": services, "endpoints": endpoints}
	maps.Copy(state, c.bcsState())
	state["hbs_instances"] = c.hbsState()
	return state
}

// serviceState is everything there is to know of a service, what no operation reads back included.
func (e *Emulator) serviceState(s *service) object {
	permissions, servers := []any{}, []any{}
	for _, p := range s.permissions {
		permissions = append(permissions, p.view())
	}
	for _, r := range s.servers {
		servers = append(servers, object{"resource_id": r.id, "availability_zone_id": r.zone})
	}
	fields := s.view(viewGet)
	fields["domain_id"] = s.project.account.id
	fields["region"] = s.region
	fields["connection_count"] = e.connectionCount(s)
	fields["permissions"] = permissions
	fields["server_resources"] = servers
	fields["enable_multi_server"] = s.multiServer
	return fields
}

func sorted[T any](objects []T, id func(T) string) []T {
	return slices.SortedFunc(slices.Values(objects), func(a, b T) int { return cmp.Compare(id(a), id(b)) })
}
