package storetest

import (
	"context"
	"math"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/scene"
)

// sceneOf is a case's scene, read off its first members.
func sceneOf(t tester, s Store, tenant string, number uint64, most int) scene.Scene {
	t.Helper()
	var o scene.Observer
	if err := s.EachMember(context.Background(), tenant, casefile.AllSeeing, number, most, o.Meet); err != nil {
		t.Fatal(err)
	}
	return o.Scene(nil, 100)
}

// gistOf is what a case's members come to.
func gistOf(t tester, s Store, tenant string, number uint64) *casefile.Gist {
	t.Helper()
	var g casefile.Gist
	if err := s.EachMember(context.Background(), tenant, casefile.AllSeeing, number, math.MaxInt, g.Meet); err != nil {
		t.Fatal(err)
	}
	return &g
}

func membersAreTold(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	lagos := detection.Place{City: "Lagos", Country: "NG", Entity: "ip:203.0.113.7"}
	a := h.arrives(func(d *detection.Detection) {
		d.Entities, d.Locations = []detection.Entity{"host:web-1", "user:bob"}, []detection.Place{lagos}
	})
	b := h.arrives(func(d *detection.Detection) { d.Entities = []detection.Entity{"host:web-1"} })
	h.opens(nil, b, a)
	h.commit()

	var told []detection.Detection
	tell := func(d *detection.Detection) { told = append(told, *d) }
	if err := s.EachMember(ctx, "acme", casefile.AllSeeing, 1, 1, tell); err != nil || len(told) != 1 || told[0].Arrival != a.Arrival || len(told[0].Raw) > 0 {
		t.Errorf("the first member is %+v: %v", told, err)
	}
	same(t, "the places", a.Locations, told[0].Locations)
	scene := sceneOf(t, s, "acme", 1, 10)
	if scene.Read != 2 || scene.Hosts[0].Detections != 2 || scene.Users[0].Detections != 1 || scene.Places[0].Seen[0].Entity != lagos.Entity {
		t.Errorf("the scene is %+v", scene)
	}
	refused(t, "a case that is not there", fault.NotFound, s.EachMember(ctx, "acme", casefile.AllSeeing, 2, 10, tell))
	refused(t, "another tenant's case", fault.NotFound, s.EachMember(ctx, "other", casefile.AllSeeing, 1, 10, tell))
}
