package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// page is the part of items that r asks for. at is an item's place in the order.
func page[T any](items []T, r listing.Request, keeps func(*T) bool, at func(*T) listing.Cursor) listing.Page[T] {
	compare := func(a, b listing.Cursor) int {
		c := cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Text, b.Text), cmp.Compare(a.ID, b.ID))
		if r.Descending {
			return -c
		}
		return c
	}
	slices.SortFunc(items, func(a, b T) int { return compare(at(&a), at(&b)) })
	var p listing.Page[T]
	for i := range items {
		place := at(&items[i])
		if r.After != nil && compare(place, *r.After) <= 0 || !keeps(&items[i]) {
			continue
		}
		if len(p.Items) == r.Limit {
			last := at(&p.Items[r.Limit-1])
			last.Sort = r.Order()
			p.Next = &last
			break
		}
		p.Items = append(p.Items, items[i])
	}
	return p
}

// filter is what r keeps.
func filter[T any](r listing.Request, fields *query.Schema[T]) (func(*T) bool, error) {
	if r.Filter == nil {
		return func(*T) bool { return true }, nil
	}
	return query.Compile(r.Filter, fields)
}

// Cases lists the tenant's cases that the viewer may know of. Sorts are casefile.Sorts.
func (s *Store) Cases(_ context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (p listing.Page[casefile.Case], err error) {
	if err := r.Check(casefile.Sorts); err != nil {
		return p, err
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return p, err
	}
	keeps, err := casefile.Keeps(r.Filter)
	if err != nil {
		return p, err
	}
	var cases []casefile.Case
	for _, f := range t.cases {
		if viewer.Sees(&f.Case) {
			cases = append(cases, cloneCase(f.Case).Veiled(t.hides(viewer)))
		}
	}
	return page(cases, r, keeps, func(c *casefile.Case) listing.Cursor { return listing.PlaceOfCase(c, r.Sort) }), nil
}

// Case is the tenant's case of that number; fault.NotFound where the viewer may know of none.
func (s *Store) Case(_ context.Context, tenantID string, viewer casefile.Viewer, number uint64) (casefile.Case, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(viewer, number)
	}
	if err != nil {
		return casefile.Case{}, err
	}
	return cloneCase(t.cases[number].Case).Veiled(t.hides(viewer)), nil
}

// has is fault.NotFound where the viewer may know of no such case.
func (t *tenant) has(viewer casefile.Viewer, number uint64) error {
	if f := t.cases[number]; f == nil || !viewer.Sees(&f.Case) {
		return casefile.NoSuchCase()
	}
	return nil
}

// hides says of a case's number whether the viewer may not know of the case.
func (t *tenant) hides(viewer casefile.Viewer) func(number uint64) bool {
	return func(number uint64) bool { return t.cases[number] != nil && !viewer.Sees(&t.cases[number].Case) }
}

// AnyHidden says whether the tenant has cases of which the viewer may not know.
func (s *Store) AnyHidden(_ context.Context, tenantID string, viewer casefile.Viewer) (bool, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return false, err
	}
	for number := range t.cases {
		if t.hides(viewer)(number) {
			return true, nil
		}
	}
	return false, nil
}

// Hidden are those of the numbers that are cases of which the viewer may not know.
func (s *Store) Hidden(_ context.Context, tenantID string, viewer casefile.Viewer, numbers []uint64) (map[uint64]bool, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	hidden := map[uint64]bool{}
	for _, n := range numbers {
		if err == nil && t.hides(viewer)(n) {
			hidden[n] = true
		}
	}
	return hidden, err
}

// Detections lists the tenant's detections, without Raw, with those of their cases
// that the viewer may know of. Sorts are detection.Sorts.
func (s *Store) Detections(_ context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (p listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return p, err
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return p, err
	}
	var arrivals []uint64
	for arrival := range t.detections {
		arrivals = append(arrivals, arrival)
	}
	return t.list(viewer, arrivals, r)
}

// CaseDetections lists the members of a case as Detections does.
func (s *Store) CaseDetections(_ context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (p listing.Page[casefile.Filed], err error) {
	if err := r.Check(detection.Sorts); err != nil {
		return p, err
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(viewer, number)
	}
	if err != nil {
		return p, err
	}
	return t.list(viewer, slices.Collect(maps.Keys(t.cases[number].members)), r)
}

func (t *tenant) list(viewer casefile.Viewer, arrivals []uint64, r listing.Request) (listing.Page[casefile.Filed], error) {
	keeps, err := filter(r, detection.Fields)
	if err != nil {
		return listing.Page[casefile.Filed]{}, err
	}
	var all []casefile.Filed
	for _, arrival := range arrivals {
		all = append(all, t.listed(viewer, arrival))
	}
	p := page(all, r, func(f *casefile.Filed) bool { return keeps(&f.Detection) },
		func(f *casefile.Filed) listing.Cursor { return listing.PlaceOfDetection(&f.Detection, r.Sort) })
	for i := range p.Items {
		p.Items[i].Raw = nil
	}
	return p, nil
}

func (t *tenant) listed(viewer casefile.Viewer, arrival uint64) casefile.Filed {
	return casefile.Filed{Detection: t.detections[arrival].current(), Cases: slices.DeleteFunc(t.casesOf(arrival), t.hides(viewer))}
}

// Detection is the tenant's detection of that id, with Raw; fault.NotFound where there is none.
func (s *Store) Detection(_ context.Context, tenantID string, viewer casefile.Viewer, id string) (casefile.Filed, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return casefile.Filed{}, err
	}
	arrival, ok := detection.ArrivalOf(id)
	if !ok || t.detections[arrival] == nil {
		return casefile.Filed{}, fault.New(fault.NotFound, "There is no detection %q.", id)
	}
	return t.listed(viewer, arrival), nil
}

// Activities are the history of a case, or of the whole tenant where number is
// 0, newest first or oldest first, as far as the viewer may know of the cases. The
// sort is "entry"; filters ask for activity.Fields.
func (s *Store) Activities(_ context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (p listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return p, err
	}
	keeps, err := filter(r, activity.Fields)
	if err != nil {
		return p, err
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil && number != 0 {
		err = t.has(viewer, number)
	}
	if err != nil {
		return p, err
	}
	var all []activity.Activity
	for _, a := range t.activities {
		if number != 0 && a.Case != number || t.hides(viewer)(a.Case) {
			continue
		}
		if told, some := cloneActivity(a).Veiled(t.hides(viewer)); some {
			all = append(all, told)
		}
	}
	return page(all, r, keeps, func(a *activity.Activity) listing.Cursor { return listing.Cursor{ID: a.Entry} }), nil
}

// Handled is by what cases of the tenant that the viewer may know of got another status,
// or somebody else.
func (s *Store) Handled(_ context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (p listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return p, err
	}
	if r.Filter != nil {
		return p, fault.New(fault.Invalid, "This list takes no filter.")
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return p, err
	}
	var all []activity.Activity
	for _, a := range t.activities {
		if (a.Kind == activity.StatusChanged || a.Kind == activity.AssigneeChanged) && !t.hides(viewer)(a.Case) {
			all = append(all, cloneActivity(a))
		}
	}
	return page(all, r, func(*activity.Activity) bool { return true },
		func(a *activity.Activity) listing.Cursor { return listing.Cursor{ID: a.Entry} }), nil
}
