package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/settings"
)

// Organisation is who there is at a place and below it.
type Organisation struct {
	Partners      []OrganisedPartner `json:"partners" doc:"The partners that the place reaches, by id."`
	Tenants       []OrganisedTenant  `json:"tenants" doc:"The tenants that the place reaches, by id."`
	Groups        []TenantGroup      `json:"groups" doc:"The place's own groups of tenants, by name."`
	HideAssignees bool               `json:"hide_assignees" doc:"Tenants' own people do not see who of their provider has a case."`
}

// OrganisedPartner is a provider.
type OrganisedPartner struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Tenants int    `json:"tenants" doc:"For how many it provides."`
	Version uint64 `json:"version" doc:"Rises with every change."`
}

// OrganisedTenant is a tenant.
type OrganisedTenant struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Partner     string    `json:"partner" doc:"The id of the partner that provides for it; empty for nobody."`
	PartnerName string    `json:"partner_name" doc:"What that partner is called; empty for nobody."`
	TimeZone    string    `json:"time_zone" doc:"Days and hours of grouping follow it; it is changed in the tenant's settings."`
	CreatedAt   time.Time `json:"created_at"`
	Version     uint64    `json:"version" doc:"Rises with every change."`
}

// NewPartner is a partner that people make.
type NewPartner struct {
	ID   string `json:"id" doc:"1 to 40 lower-case letters, digits and hyphens; it stays."`
	Name string `json:"name" maxLength:"200"`
}

// NewTenant is a tenant that people make.
type NewTenant struct {
	ID       string `json:"id" doc:"1 to 40 lower-case letters, digits and hyphens; it stays."`
	Name     string `json:"name" maxLength:"200"`
	TimeZone string `json:"time_zone,omitempty" default:"UTC" doc:"An IANA name."`
}

// PartnerChange is what may be otherwise about a partner.
type PartnerChange struct {
	Name    string `json:"name" maxLength:"200"`
	Version uint64 `json:"version,omitempty" doc:"The version that you looked at: another one now is 409."`
}

// TenantChange is what may be otherwise about a tenant.
type TenantChange struct {
	Name    *string `json:"name,omitempty" maxLength:"200"`
	Partner *string `json:"partner,omitempty" doc:"Another partner's id; empty for nobody. Who runs the installation says so. The tenant decides by that partner's rules from then on, and by those of the one before no more; what was decided stays."`
	Version uint64  `json:"version,omitempty" doc:"The version that you looked at: another one now is 409."`
}

// InstallationChange is what may be otherwise for all.
type InstallationChange struct {
	HideAssignees bool `json:"hide_assignees" doc:"Keep from tenants' own people who of their provider has a case."`
}

var (
	examplePartner = OrganisedPartner{ID: "acme", Name: "Acme", Tenants: 1, Version: 1}
	exampleTenant  = OrganisedTenant{ID: "default", Name: "Default", Partner: "acme", PartnerName: "Acme", TimeZone: "UTC", CreatedAt: exampleTime, Version: 1}
)

func (s *Server) registerOrganisation() {
	name := "Default"
	register(s, operation{
		method: "GET", path: placePath + "/organisation", id: "organisation", summary: "Read who there is at a place",
		needs: needsAtPlace(access.ReadOrganisation), gives: Organisation{[]OrganisedPartner{examplePartner}, []OrganisedTenant{exampleTenant}, []TenantGroup{exampleGroup}, false},
	}, s.organisation)
	register(s, operation{
		method: "POST", path: "/api/v1/partners", id: "create-partner", summary: "Make a partner", status: 201,
		needs: needsAtRoot(access.WriteOrganisation), takes: NewPartner{"umbrella", "Umbrella"}, gives: examplePartner,
	}, s.createPartner)
	register(s, operation{
		method: "PATCH", path: partnerPath, id: "rename-partner", summary: "Rename a partner",
		needs: needsAtRoot(access.WriteOrganisation), takes: PartnerChange{Name: "Acme"}, gives: examplePartner,
	}, s.renamePartner)
	register(s, operation{
		method: "POST", path: placePath + "/tenants", id: "create-tenant", summary: "Make a tenant with the shipped rules", status: 201,
		about: "At the root nobody provides for it; at a partner that partner does.",
		needs: needsAtPlace(access.WriteOrganisation), takes: NewTenant{ID: "globex", Name: "Globex", TimeZone: "Europe/Berlin"}, gives: exampleTenant,
	}, s.createTenant)
	register(s, operation{
		method: "PATCH", path: tenantPath, id: "change-tenant", summary: "Rename a tenant, or hand it to a partner",
		needs: needs(access.WriteOrganisation), takes: TenantChange{Name: &name}, gives: exampleTenant,
	}, s.changeTenant)
	registerSilent(s, operation{
		method: "PUT", path: "/api/v1/installation", id: "change-installation", summary: "Change what holds for all",
		needs: needsAtRoot(access.WriteOrganisation), takes: InstallationChange{HideAssignees: true},
	}, s.changeInstallation)
}

func (s *Server) organisation(ctx context.Context, v visit, _ *InPlace) (Organisation, error) {
	told := Organisation{Partners: []OrganisedPartner{}, Tenants: []OrganisedTenant{}, Groups: []TenantGroup{}}
	tenants, err := s.accounts.Tenants(ctx)
	if err != nil {
		return told, err
	}
	partners, err := s.accounts.Partners(ctx)
	if err != nil {
		return told, err
	}
	here, served := access.Principal{Reach: v.place}, map[string]int{}
	for _, o := range tenants {
		if !access.Reaches(here, o.Tenant()) {
			continue
		}
		tenant, err := s.organised(ctx, o, partners)
		if err != nil {
			return told, err
		}
		told.Tenants, served[o.PartnerID] = append(told.Tenants, tenant), served[o.PartnerID]+1
	}
	for _, p := range partners {
		if access.ReachesPartner(here, p.ID) {
			told.Partners = append(told.Partners, OrganisedPartner{p.ID, p.Name, served[p.ID], p.Version})
		}
	}
	groups, err := s.accounts.Groups(ctx)
	for _, g := range groups {
		if g.Place == v.place {
			told.Groups = append(told.Groups, groupOf(g))
		}
	}
	if err != nil {
		return told, err
	}
	all, err := s.accounts.Installation(ctx)
	told.HideAssignees = all.HideAssignees
	return told, err
}

// organised is a tenant with the name of its partner, which is one of those given.
func (s *Server) organised(ctx context.Context, o access.Organisation, partners []access.Partner) (OrganisedTenant, error) {
	bounds, err := s.settings.Settings(ctx, o)
	told := OrganisedTenant{ID: o.ID, Name: o.Name, Partner: o.PartnerID, TimeZone: bounds.TimeZone, CreatedAt: o.CreatedAt.UTC(), Version: o.Version}
	for _, p := range partners {
		if p.ID == o.PartnerID {
			told.PartnerName = p.Name
		}
	}
	return told, err
}

type createPartnerInput struct{ Body NewPartner }

func (s *Server) createPartner(ctx context.Context, v visit, in *createPartnerInput) (OrganisedPartner, error) {
	if err := checkNames(in.Body.ID, in.Body.Name); err != nil {
		return OrganisedPartner{}, err
	}
	change := deedOf(v).CreatePartner(access.Partner{ID: in.Body.ID, Name: in.Body.Name})
	return OrganisedPartner{in.Body.ID, in.Body.Name, 0, 1}, s.accounts.Administer(ctx, change)
}

// checkNames refuses the id or name of a partner or tenant.
func checkNames(id, name string) error {
	if err := access.CheckID(id); err != nil {
		return located(err, "body.id")
	}
	return located(access.CheckName(name), "body.name")
}

type renamePartnerInput struct {
	Partner string `path:"partner" example:"acme" doc:"The partner's id."`
	Body    PartnerChange
}

func (s *Server) renamePartner(ctx context.Context, v visit, in *renamePartnerInput) (OrganisedPartner, error) {
	if access.CheckID(in.Partner) != nil {
		return OrganisedPartner{}, nothingHere()
	}
	p, err := s.accounts.Partner(ctx, in.Partner)
	switch {
	case missing(err):
		return OrganisedPartner{}, nothingHere()
	case err != nil:
		return OrganisedPartner{}, err
	case in.Body.Version != 0 && in.Body.Version != p.Version:
		return OrganisedPartner{}, fault.New(fault.Conflict, "The partner %q has changed since you looked.", p.Name)
	}
	if err := access.CheckName(in.Body.Name); err != nil {
		return OrganisedPartner{}, located(err, "body.name")
	}
	if p.Name != in.Body.Name {
		change := deedOf(v).RenamePartner(p, in.Body.Name)
		p, err = change.Partners[0], s.accounts.Administer(ctx, change)
	}
	tenants, counted := s.accounts.TenantsOf(ctx, p.ID)
	if err == nil {
		err = counted
	}
	return OrganisedPartner{p.ID, p.Name, len(tenants), p.Version}, err
}

type createTenantInput struct {
	AtOrganisation
	Body NewTenant
}

func (s *Server) createTenant(ctx context.Context, v visit, in *createTenantInput) (OrganisedTenant, error) {
	o := access.Organisation{ID: in.Body.ID, Name: in.Body.Name, PartnerID: v.place.PartnerID, TimeZone: in.Body.TimeZone}
	if v.place.TenantID != "" {
		return OrganisedTenant{}, fault.New(fault.Denied, "Tenants are made at the root or at a partner.")
	}
	if err := checkNames(o.ID, o.Name); err != nil {
		return OrganisedTenant{}, err
	}
	if err := settings.CheckZone(o.TimeZone); err != nil {
		return OrganisedTenant{}, located(err, "body.time_zone")
	}
	change := deedOf(v).CreateTenant(o)
	if err := s.accounts.Administer(ctx, change); err != nil {
		return OrganisedTenant{}, err
	}
	o = change.Tenants[0]
	if _, _, err := s.books.Book(ctx, o); err != nil { // it begins when somebody asks the next time
		s.log.WarnContext(ctx, "a tenant was made and has not begun", "tenant", o.ID, "error", err)
	}
	return OrganisedTenant{o.ID, o.Name, o.PartnerID, v.partner.Name, o.TimeZone, o.CreatedAt, o.Version}, nil
}

type changeTenantInput struct {
	InTenant
	Body TenantChange
}

func (s *Server) changeTenant(ctx context.Context, v visit, in *changeTenantInput) (OrganisedTenant, error) {
	after := v.tenant
	if in.Body.Version != 0 && in.Body.Version != after.Version {
		return OrganisedTenant{}, fault.New(fault.Conflict, "The tenant %q has changed since you looked.", after.Name)
	}
	if in.Body.Name != nil {
		if err := access.CheckName(*in.Body.Name); err != nil {
			return OrganisedTenant{}, located(err, "body.name")
		}
		after.Name = *in.Body.Name
	}
	if in.Body.Partner != nil && *in.Body.Partner != after.PartnerID {
		if err := s.handsOver(ctx, v, *in.Body.Partner); err != nil {
			return OrganisedTenant{}, err
		}
		after.PartnerID = *in.Body.Partner
	}
	if after != v.tenant {
		change := deedOf(v).ChangeTenant(v.tenant, after)
		if err := s.accounts.Administer(ctx, change); err != nil {
			return OrganisedTenant{}, err
		}
		after = change.Tenants[0]
		s.live.DoubtAll(after.ID)
	}
	if err := s.heed(ctx, v, after); err != nil {
		return OrganisedTenant{}, err
	}
	partners, err := s.accounts.Partners(ctx)
	if err != nil {
		return OrganisedTenant{}, err
	}
	return s.organised(ctx, after, partners)
}

// handsOver refuses to hand a tenant to a partner.
func (s *Server) handsOver(ctx context.Context, v visit, partner string) error {
	if !access.MayAtRoot(v.principal, access.WriteOrganisation) {
		return fault.New(fault.Denied, "Who runs the installation says which partner provides for a tenant.")
	}
	if partner == "" {
		return nil
	}
	if access.CheckID(partner) != nil {
		return wrongField("body.partner", "There is no such partner.")
	}
	_, err := s.accounts.Partner(ctx, partner)
	if missing(err) {
		return wrongField("body.partner", "There is no such partner.")
	}
	return err
}

// heed lets the tenant decide by its name and its partner's rules as they are now.
// Where nobody provides for it, no source is a provider's any more.
func (s *Server) heed(ctx context.Context, v visit, o access.Organisation) error {
	if _, _, err := s.books.Book(ctx, o); err != nil || o.PartnerID != "" {
		return err
	}
	_, err := s.settings.EditSettings(ctx, o, actorOf(v.principal), func(is settings.Settings) (settings.Settings, error) {
		is.ProviderSources = nil
		return is, nil
	})
	return err
}

type changeInstallationInput struct{ Body InstallationChange }

func (s *Server) changeInstallation(ctx context.Context, v visit, in *changeInstallationInput) error {
	now, err := s.accounts.Installation(ctx)
	if err != nil || now.HideAssignees == in.Body.HideAssignees {
		return err
	}
	return s.accounts.Administer(ctx, deedOf(v).HideAssignees(now, in.Body.HideAssignees))
}
