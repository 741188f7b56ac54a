package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

// groupsAreKept is that groups come back by name, each name once at a place, and that
// a dissolved one gives its name free.
func groupsAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	deed := admin.Deed{At: start}
	same(t, "what holds for all at first", access.Installation{}, must(s.Installation(ctx))(t))
	root, acme := access.Reach{Root: true}, access.Reach{PartnerID: "acme"}
	north := access.Group{ID: "g2", Name: "North", Place: root, Tenants: []string{"a", "b"}}
	east := access.Group{ID: "g1", Name: "east", Place: acme, Tenants: []string{"a"}}
	for _, g := range []access.Group{north, east} {
		if err := s.Administer(ctx, deed.CreateGroup(g)); err != nil {
			t.Fatal(err)
		}
		g.ID += "'"
		g.Name = strings.ToUpper(g.Name)
		refused(t, "the name again", fault.Conflict, s.Administer(ctx, deed.CreateGroup(g)))
	}
	north.CreatedAt, north.Version, east.CreatedAt, east.Version = start, 1, start, 1
	same(t, "groups", []access.Group{east, north}, must(s.Groups(ctx))(t))
	if err := s.Administer(ctx, deed.ChangeGroup(north, "South", []string{"c"})); err != nil {
		t.Fatal(err)
	}
	refused(t, "a group that was changed meanwhile", fault.Conflict, s.Administer(ctx, deed.DissolveGroup(north)))
	north.Name, north.Tenants, north.Version = "South", []string{"c"}, 2
	if err := s.Administer(ctx, deed.DissolveGroup(north)); err != nil {
		t.Fatal(err)
	}
	same(t, "groups", []access.Group{east}, must(s.Groups(ctx))(t))
	north.ID = "g3"
	if err := s.Administer(ctx, deed.CreateGroup(north)); err != nil {
		t.Errorf("the name of a dissolved group: %v", err)
	}
	for i, hide := range []bool{true, false} {
		now := must(s.Installation(ctx))(t)
		if err := s.Administer(ctx, deed.HideAssignees(now, hide)); err != nil {
			t.Fatal(err)
		}
		refused(t, "the same once more", fault.Conflict, s.Administer(ctx, deed.HideAssignees(now, hide)))
		same(t, "what holds for all", access.Installation{HideAssignees: hide, Version: uint64(i) + 1}, must(s.Installation(ctx))(t))
	}
}

// tenantsAreListedTogether is that lists of several tenants go on behind any place of
// any of them, so that their pages merge into one list.
func tenantsAreListedTogether(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	tenants := []string{"a", "b", "c"}
	var cases []casefile.Case
	var detections []casefile.Filed
	for n, tenant := range tenants {
		h := begin(t, tenant, s)
		for i := range 9 {
			cases = append(cases, h.opens(func(c *casefile.Case) {
				c.Severity, c.Status = casefile.Severities[i%3], casefile.Statuses[(i+n)%3]
				c.Priority, c.Score, c.DetectionCount = casefile.Priorities[i%2], i%4, i%2
				c.AssigneeName = []string{"", "Bob", "ädele"}[(i+n)%3]
				c.Assignee = c.AssigneeName
				c.CreatedAt = start.Add(time.Duration(i%2) * time.Hour)
			}))
			d := h.arrives(func(d *detection.Detection) {
				d.Severity, d.Source, d.Type = detection.Fraction(i%3*100), []string{"B", "a"}[i%2], []string{"", "x"}[(i+n)%2]
				d.CreatedAt = start.Add(time.Duration(i%2) * time.Hour)
			})
			d.Raw = nil
			detections = append(detections, casefile.Filed{Detection: d})
		}
		h.commit()
	}
	for _, sort := range casefile.Sorts {
		mergesTo(t, tenants, sort, cases, listing.PlaceOfCase, func(c *casefile.Case) string { return fmt.Sprint(c.TenantID, c.Number) }, func(c *casefile.Case) string { return c.TenantID },
			func(tenant string, r listing.Request) (listing.Page[casefile.Case], error) {
				return s.Cases(ctx, tenant, casefile.Viewer{}, r)
			})
	}
	at := func(f *casefile.Filed, sort string) listing.Cursor {
		return listing.PlaceOfDetection(&f.Detection, sort)
	}
	for _, sort := range detection.Sorts {
		mergesTo(t, tenants, sort, detections, at, func(f *casefile.Filed) string { return f.TenantID + f.ID }, func(f *casefile.Filed) string { return f.TenantID },
			func(tenant string, r listing.Request) (listing.Page[casefile.Filed], error) {
				return s.Detections(ctx, tenant, casefile.Viewer{}, r)
			})
	}
}

// mergesTo follows the merged lists of tenants to their end, in both directions and
// by pages of several lengths, and compares them with all items in order.
func mergesTo[T any](t *testing.T, tenants []string, sort string, items []T, place func(*T, string) listing.Cursor, name, of func(*T) string,
	list func(string, listing.Request) (listing.Page[T], error),
) {
	t.Helper()
	for _, limit := range []int{1, 4, 100} {
		for _, descending := range []bool{false, true} {
			r := listing.Request{Sort: sort, Descending: descending, Limit: limit}
			want := inOrder(items, sort, descending, place, of)
			more := func(tenant string, after *listing.Cursor) (listing.Page[T], error) {
				part := r
				part.After, part.Limit = after, 2
				return list(tenant, part)
			}
			across := listing.Across[T]{Request: r, Place: place, More: more}
			var got []T
			for spot := (*listing.Spot)(nil); ; {
				var sources []listing.Source[T]
				for _, tenant := range tenants {
					sources = append(sources, listing.Source[T]{Tenant: tenant, Page: must(more(tenant, spot.In(tenant)))(t)})
				}
				page, next, err := across.Merge(sources)
				if err != nil {
					t.Fatal(err)
				}
				for i := range page {
					got = append(got, page[i].Item)
				}
				if spot = next; spot == nil {
					break
				}
			}
			same(t, fmt.Sprintf("by %s, descending %v, %d at a time", sort, descending, limit), names(want, name), names(got, name))
		}
	}
}

func inOrder[T any](items []T, sort string, descending bool, place func(*T, string) listing.Cursor, of func(*T) string) []T {
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, func(a, b T) int {
		x, y := place(&a, sort), place(&b, sort)
		c := cmp.Or(cmp.Compare(x.Number, y.Number), strings.Compare(x.Text, y.Text), strings.Compare(of(&a), of(&b)), cmp.Compare(x.ID, y.ID))
		if descending {
			return -c
		}
		return c
	})
	return sorted
}

func names[T any](items []T, name func(*T) string) (all []string) {
	for i := range items {
		all = append(all, name(&items[i]))
	}
	return all
}
