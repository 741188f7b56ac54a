package httpapi

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
)

const (
	// tenantsAtOnce is how many tenants' lists are read side by side for one page.
	tenantsAtOnce = 4
	// leastChunk is the least that is read of a tenant's list at a time.
	leastChunk = 10
)

// TenantCase is a case with the tenant that has it.
type TenantCase struct {
	Tenant MeTenant `json:"tenant"`
	Case
}

// TenantDetection is a detection with the tenant that has it.
type TenantDetection struct {
	Tenant MeTenant `json:"tenant"`
	Detection
}

// AllCases is a page of the cases of several tenants.
type AllCases struct {
	Items      []TenantCase `json:"items"`
	Tenants    int          `json:"tenants" doc:"How many tenants' cases are listed."`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page. A page may be short before that."`
}

// AllDetections is a page of the detections of several tenants.
type AllDetections struct {
	Items      []TenantDetection `json:"items"`
	Tenants    int               `json:"tenants" doc:"How many tenants' detections are listed."`
	NextCursor string            `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page. A page may be short before that."`
}

func (s *Server) registerAcross() {
	here := MeTenant{ID: "default", Name: "Default", Partner: "acme"}
	about := "Of all tenants within reach, or of some. Those that are equal in the field are ordered by tenant, and then by number or arrival; these two are each tenant's own, so a list sorted by them goes tenant by tenant."
	register(s, operation{
		method: "GET", path: "/api/v1/cases", id: "list-all-cases", summary: "List the cases of several tenants", about: about, many: []string{"tenant"},
		needs: needsBeyond(access.ReadCases), gives: AllCases{Items: []TenantCase{{here, exampleCase}}, Tenants: 1, NextCursor: exampleCursor},
	}, s.listAllCases)
	register(s, operation{
		method: "GET", path: "/api/v1/detections", id: "list-all-detections", summary: "List the detections of several tenants", about: about, many: []string{"tenant"},
		needs: needsBeyond(access.ReadDetections), gives: AllDetections{Items: []TenantDetection{{here, exampleDetection}}, Tenants: 1, NextCursor: exampleCursor},
	}, s.listAllDetections)
}

// Of picks out some of the tenants within reach.
type Of struct {
	Tenant []string `query:"tenant,explode" doc:"A tenant's id; may be given more than once. All within reach where nothing is said."`
	Group  string   `query:"group" doc:"The id of a group of tenants."`
}

type listAllCasesInput struct {
	ListQuery
	Of
	Sort caseSort `query:"sort" default:"-updated_at" doc:"A field to order by; a minus sign turns the order round."`
}

func (s *Server) listAllCases(ctx context.Context, v visit, in *listAllCasesInput) (AllCases, error) {
	all := across[casefile.Case]{server: s, visit: v, of: in.Of, action: access.ReadCases, place: listing.PlaceOfCase, read: s.cases.Cases, sought: telling.sought}
	request, err := searched(v, ListQuery{Q: in.Q, PageQuery: PageQuery{Limit: in.Limit}}, string(in.Sort), casefile.Fields)
	if err != nil {
		return AllCases{}, err
	}
	found, next, err := all.page(ctx, request, in.Q, in.Cursor)
	told := AllCases{Items: []TenantCase{}, Tenants: len(all.tenants), NextCursor: next}
	for _, f := range found {
		told.Items = append(told.Items, TenantCase{all.named(f.Tenant), all.told[f.Tenant].caseOf(f.Item)})
	}
	return told, err
}

type listAllDetectionsInput struct {
	ListQuery
	Of
	Sort detectionSort `query:"sort" default:"-received_at" doc:"A field to order by; a minus sign turns the order round."`
}

func (s *Server) listAllDetections(ctx context.Context, v visit, in *listAllDetectionsInput) (AllDetections, error) {
	place := func(f *casefile.Filed, sort string) listing.Cursor {
		return listing.PlaceOfDetection(&f.Detection, sort)
	}
	all := across[casefile.Filed]{server: s, visit: v, of: in.Of, action: access.ReadDetections, place: place, read: s.detections.Detections}
	request, err := searched(v, ListQuery{Q: in.Q, PageQuery: PageQuery{Limit: in.Limit}}, string(in.Sort), detection.Fields)
	if err != nil {
		return AllDetections{}, err
	}
	found, next, err := all.page(ctx, request, in.Q, in.Cursor)
	told := AllDetections{Items: []TenantDetection{}, Tenants: len(all.tenants), NextCursor: next}
	for _, f := range found {
		told.Items = append(told.Items, TenantDetection{all.named(f.Tenant), all.told[f.Tenant].withoutRaw(f.Item)})
	}
	return told, err
}

// across is a list of what several tenants have, for somebody who reaches them.
type across[T any] struct {
	server *Server
	visit  visit
	of     Of
	action access.Action
	place  func(*T, string) listing.Cursor
	read   func(context.Context, string, casefile.Viewer, listing.Request) (listing.Page[T], error)
	// sought makes a request one for what the reader is told; nil where that is all.
	sought func(telling, listing.Request) (listing.Request, error)

	// tenants are those of the list, and told how what they have is told.
	tenants map[string]access.Organisation
	told    map[string]telling
}

// page is a page of the list, and the cursor of the next one.
func (a *across[T]) page(ctx context.Context, r listing.Request, filter, cursor string) ([]listing.Found[T], string, error) {
	if err := a.reach(ctx); err != nil {
		return nil, "", err
	}
	rest, ours := cut(a.visit, cursor, filter)
	spot, err := listing.ParseSpot(rest, r.Order())
	if err == nil && !ours {
		err = notOurs()
	}
	if err != nil {
		return nil, "", located(err, "query.cursor")
	}
	merge := listing.Across[T]{Request: r, Place: a.place, More: func(tenant string, after *listing.Cursor) (listing.Page[T], error) {
		return a.chunk(ctx, tenant, r, after)
	}}
	sources, err := a.begin(ctx, r, spot)
	if err != nil {
		return nil, "", err
	}
	found, next, err := merge.Merge(sources)
	if err != nil || next == nil {
		return found, "", err
	}
	return found, mark(a.visit.r.URL.Path, filter) + next.String(), nil
}

// reach finds the tenants of the list: those within reach or, of these, those asked
// for. One that is out of reach is told like one that is not there.
func (a *across[T]) reach(ctx context.Context) error {
	all, err := a.server.accounts.Tenants(ctx)
	if err != nil {
		return err
	}
	a.tenants, a.told = map[string]access.Organisation{}, map[string]telling{}
	for _, o := range all {
		if access.May(a.visit.principal, a.action, o.Tenant()) {
			a.tenants[o.ID] = o
		}
	}
	if err := a.only(ctx); err != nil {
		return err
	}
	for id, o := range a.tenants {
		at := a.visit
		at.tenant = o
		if a.told[id], err = a.server.telling(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// only leaves out the tenants that were not asked for.
func (a *across[T]) only(ctx context.Context) error {
	for _, id := range a.of.Tenant {
		if _, within := a.tenants[id]; !within {
			return nothingHere()
		}
	}
	var group []string
	if a.of.Group != "" {
		groups, err := a.server.accounts.Groups(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(groups, func(g access.Group) bool { return g.ID == a.of.Group && access.SeesGroup(a.visit.principal, g) })
		if i < 0 {
			return nothingHere()
		}
		for id, o := range a.tenants {
			if groups[i].Has(o.Tenant()) {
				group = append(group, id)
			}
		}
	}
	for id := range a.tenants {
		if a.of.Group != "" && !slices.Contains(group, id) || len(a.of.Tenant) > 0 && !slices.Contains(a.of.Tenant, id) {
			delete(a.tenants, id)
		}
	}
	return nil
}

// begin reads the first chunk of every tenant's list, some side by side.
func (a *across[T]) begin(ctx context.Context, r listing.Request, spot *listing.Spot) ([]listing.Source[T], error) {
	sources := make([]listing.Source[T], 0, len(a.tenants))
	for id := range a.tenants {
		sources = append(sources, listing.Source[T]{Tenant: id})
	}
	reading, beside := errgroup.WithContext(ctx)
	reading.SetLimit(tenantsAtOnce)
	for i := range sources {
		reading.Go(func() (err error) {
			tenant := sources[i].Tenant
			sources[i].Page, err = a.chunk(beside, tenant, r, spot.In(tenant))
			return err
		})
	}
	return sources, reading.Wait()
}

// chunk reads on in a tenant's list: with many tenants a little, for most of them
// have little of what comes first.
func (a *across[T]) chunk(ctx context.Context, tenant string, r listing.Request, after *listing.Cursor) (listing.Page[T], error) {
	r.After, r.Limit = after, min(r.Limit, max(leastChunk, 2*r.Limit/len(a.tenants)))
	if a.sought != nil {
		var err error
		if r, err = a.sought(a.told[tenant], r); err != nil {
			return listing.Page[T]{}, err
		}
	}
	return a.read(ctx, tenant, a.visit.viewer(), r)
}

func (a *across[T]) named(tenant string) MeTenant {
	o := a.tenants[tenant]
	return MeTenant{ID: o.ID, Name: o.Name, Partner: o.PartnerID}
}
