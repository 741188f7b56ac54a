package storetest

import (
	"context"
	"strings"
	"testing"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/savedview"
)

type views interface {
	Views(ctx context.Context, tenantID, userID string, list savedview.List) (savedview.Views, uint64, error)
	KeepViews(ctx context.Context, tenantID, userID string, list savedview.List, seen uint64, views savedview.Views) error
}

// viewsAreTheirKeepers holds views apart by tenant, person and list.
func viewsAreTheirKeepers(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	begin(t, "acme", s)
	begin(t, "other", s)
	kept := func(tenant, user string, list savedview.List) (savedview.Views, uint64) {
		t.Helper()
		all, version, err := s.Views(ctx, tenant, user, list)
		if err != nil {
			t.Fatal(err)
		}
		return all, version
	}
	keep := func(seen uint64, views savedview.Views) error {
		return s.KeepViews(ctx, "acme", "u1", savedview.Cases, seen, views)
	}
	first := savedview.Views{
		{ID: "b", Name: "Zwölf \"Fälle\"", Filter: "title = '\U0001F4A9'", Sort: "-score", Columns: []string{"title", "score"}, Version: 3},
		{ID: "a", Name: strings.Repeat("x", savedview.MaxName), Filter: strings.Repeat("f", savedview.MaxFilter), Version: 1},
	}
	if err := keep(0, first); err != nil {
		t.Fatal(err)
	}
	all, version := kept("acme", "u1", savedview.Cases)
	same(t, "the views", first, all)
	same(t, "their version", uint64(1), version)
	for _, stranger := range []struct {
		tenant, user string
		list         savedview.List
	}{{"acme", "u2", savedview.Cases}, {"acme", "U1", savedview.Cases}, {"acme", "u1", savedview.Detections}, {"other", "u1", savedview.Cases}, {"acme", "nul\x00", savedview.Cases}} {
		all, version := kept(stranger.tenant, stranger.user, stranger.list)
		if len(all) != 0 || version != 0 {
			t.Errorf("%v has %v at %d", stranger, all, version)
		}
	}

	for _, stale := range []uint64{0, 2, 9} {
		refused(t, "a stale version", fault.Conflict, keep(stale, nil))
	}
	if err := keep(1, first[1:]); err != nil {
		t.Fatal(err)
	}
	all, version = kept("acme", "u1", savedview.Cases)
	same(t, "what was kept again", first[1:], all)
	same(t, "its version", uint64(2), version)
	if err := keep(2, nil); err != nil {
		t.Fatal(err)
	}
	if all, version = kept("acme", "u1", savedview.Cases); len(all) != 0 || version != 3 {
		t.Errorf("after the last was deleted: %v at %d", all, version)
	}

	_, _, err := s.Views(ctx, "nobody", "u1", savedview.Cases)
	refused(t, "the views of an unknown tenant", fault.NotFound, err)
	refused(t, "keeping them", fault.NotFound, s.KeepViews(ctx, "nobody", "u1", savedview.Cases, 0, first))
}
