package httpapi

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

// TenantGroup is a set of tenants under a name.
type TenantGroup struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Tenants []string `json:"tenants" doc:"Ids, in order."`
	Version uint64   `json:"version" doc:"Rises with every change."`
}

// GroupChange is a group as people write it.
type GroupChange struct {
	Name    string   `json:"name" maxLength:"200"`
	Tenants []string `json:"tenants" maxItems:"1000" doc:"Ids of tenants that the place reaches."`
	Version uint64   `json:"version,omitempty" doc:"The version that you looked at: another one now is 409."`
}

var exampleGroup = TenantGroup{ID: "north", Name: "North", Tenants: []string{"default"}, Version: 1}

func (s *Server) registerGroups() {
	writes := needsAtPlace(access.WriteOrganisation)
	register(s, operation{
		method: "POST", path: placePath + "/groups", id: "create-group", summary: "Give a set of tenants a name", status: 201,
		about: "At the root or at a partner. A group picks out tenants in lists; nobody reaches more or fewer because of it.",
		needs: writes, takes: GroupChange{Name: "South", Tenants: []string{"default"}}, gives: exampleGroup,
	}, s.createGroup)
	register(s, operation{
		method: "PUT", path: placePath + "/groups/{group}", id: "change-group", summary: "Change a group of tenants",
		needs: writes, takes: GroupChange{Name: "North", Tenants: []string{"default"}}, gives: exampleGroup,
	}, s.changeGroup)
	registerSilent(s, operation{
		method: "DELETE", path: placePath + "/groups/{group}", id: "dissolve-group", summary: "Dissolve a group of tenants",
		about: "Its tenants stay as they are.", needs: writes,
	}, s.dissolveGroup)
}

// AtOrganisation is the path of what there is at the root and at partners.
type AtOrganisation struct {
	Place string `path:"place" example:"partner:acme" doc:"Where: root or partner:ID."`
}

type createGroupInput struct {
	AtOrganisation
	Body GroupChange
}

// InGroup is the path of a group of tenants.
type InGroup struct {
	AtOrganisation
	Group string `path:"group" example:"north" doc:"The group's id."`
}

type changeGroupInput struct {
	InGroup
	Body GroupChange
}

func (s *Server) createGroup(ctx context.Context, v visit, in *createGroupInput) (TenantGroup, error) {
	g := access.Group{ID: strings.ToLower(rand.Text()), Name: in.Body.Name, Place: v.place, Tenants: sortedIDs(in.Body.Tenants)}
	if err := s.checkGroup(ctx, v, g); err != nil {
		return TenantGroup{}, err
	}
	change := deedOf(v).CreateGroup(g)
	return groupOf(change.Groups[0]), s.accounts.Administer(ctx, change)
}

func (s *Server) changeGroup(ctx context.Context, v visit, in *changeGroupInput) (TenantGroup, error) {
	g, err := s.groupAt(ctx, v, in.Group, in.Body.Version)
	if err != nil {
		return TenantGroup{}, err
	}
	after := g
	after.Name, after.Tenants = in.Body.Name, sortedIDs(in.Body.Tenants)
	if err := s.checkGroup(ctx, v, after); err != nil {
		return TenantGroup{}, err
	}
	if after.Name == g.Name && slices.Equal(after.Tenants, g.Tenants) {
		return groupOf(g), nil
	}
	change := deedOf(v).ChangeGroup(g, after.Name, after.Tenants)
	return groupOf(change.Groups[0]), s.accounts.Administer(ctx, change)
}

func (s *Server) dissolveGroup(ctx context.Context, v visit, in *InGroup) error {
	g, err := s.groupAt(ctx, v, in.Group, 0)
	if err != nil {
		return err
	}
	return s.accounts.Administer(ctx, deedOf(v).DissolveGroup(g))
}

// groupAt is the group of the place, at the version that somebody saw; 0 is any.
func (s *Server) groupAt(ctx context.Context, v visit, id string, seen uint64) (access.Group, error) {
	all, err := s.accounts.Groups(ctx)
	if err != nil {
		return access.Group{}, err
	}
	i := slices.IndexFunc(all, func(g access.Group) bool { return g.ID == id && g.Place == v.place })
	switch {
	case i < 0:
		return access.Group{}, nothingHere()
	case seen != 0 && seen != all[i].Version:
		return all[i], fault.New(fault.Conflict, "The group %q has changed since you looked.", all[i].Name)
	}
	return all[i], nil
}

// checkGroup refuses a group of tenants that its place does not reach.
func (s *Server) checkGroup(ctx context.Context, v visit, g access.Group) error {
	if err := g.Check(); err != nil {
		return located(err, "body")
	}
	all, err := s.accounts.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, id := range g.Tenants {
		if !slices.ContainsFunc(all, func(o access.Organisation) bool { return o.ID == id && g.Has(o.Tenant()) }) {
			return wrongField("body.tenants", "There is no tenant "+id+" here.")
		}
	}
	return nil
}

// groupsOf are the groups that somebody may know of.
func (s *Server) groupsOf(ctx context.Context, p access.Principal, tenants []access.Organisation) ([]MeGroup, error) {
	all, err := s.accounts.Groups(ctx)
	told := []MeGroup{}
	for _, g := range all {
		if access.SeesGroup(p, g) {
			told = append(told, MeGroup{g.ID, g.Name, reachedOf(p, g, tenants)})
		}
	}
	return told, err
}

// reachedOf are those of a group's tenants that somebody reaches.
func reachedOf(p access.Principal, g access.Group, tenants []access.Organisation) []string {
	ids := []string{}
	for _, o := range tenants {
		if g.Has(o.Tenant()) && access.Reaches(p, o.Tenant()) {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func sortedIDs(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

func groupOf(g access.Group) TenantGroup {
	return TenantGroup{g.ID, g.Name, list(g.Tenants), g.Version}
}
