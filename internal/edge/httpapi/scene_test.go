package httpapi

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const scenePath = "/api/v1/tenants/default/cases/SECC0000042/scene"

func TestASceneTellsWhoWhatWhenAndWhere(t *testing.T) {
	w := newWorld(t)
	told := answered[Scene](t, w.ask("read-only", "GET", scenePath, ""))
	if diff := cmp.Diff(exampleScene, told, cmpopts.IgnoreUnexported(SceneWhat{})); diff != "" {
		t.Error(diff)
	}
	w.problem(w.ask("read-only", "GET", "/api/v1/tenants/default/cases/7/scene", ""), 404)
	w.problem(w.ask("read-only", "GET", scenePath+"?limit=201", ""), 422)
}

// lagos is an atlas that knows one place.
type lagos struct{}

func (lagos) Locate(netip.Addr) (country, city string) { return "NG", "Lagos" }

func TestWhatAnEventLocatesIsNotLookedUp(t *testing.T) {
	w := newWorld(t)
	w.atlas = lagos{}
	told := answered[Scene](t, w.ask("read-only", "GET", scenePath, ""))
	if len(told.Where.Places) != 1 || told.Where.Places[0].City != "Amsterdam" || told.Where.Places[0].Seen[0].LookedUp {
		t.Errorf("told %+v", told.Where)
	}
}

// handed is a shelf with a history of its own.
type handed struct {
	*shelves
	history []activity.Activity
}

func (h handed) Activities(_ context.Context, _ string, _ casefile.Viewer, _ uint64, r listing.Request) (listing.Page[activity.Activity], error) {
	h.asked = r
	return listing.Page[activity.Activity]{Items: h.history}, nil
}

func TestACaseIsAssignedSinceItGotItsAssignee(t *testing.T) {
	later := exampleTime.AddDate(0, 0, 1)
	for name, k := range map[string]struct {
		assignee string
		history  []activity.Activity
		want     *time.Time
	}{
		"nobody":             {"", []activity.Activity{{At: later}}, nil},
		"from the beginning": {"ada", nil, &exampleTime},
		"by a person":        {"ada", []activity.Activity{{At: later}}, &later},
	} {
		w := newWorld(t)
		w.cases = handed{w.shelf, k.history}
		at, err := w.assignedAt(t.Context(), visit{}, casefile.Case{Number: 42, CreatedAt: exampleTime, Assignee: k.assignee})
		if diff := cmp.Diff(k.want, at); diff != "" || err != nil {
			t.Error(name, err, diff)
		}
		if asked := w.shelf.asked.Filter; k.assignee != "" && asked.String() != "kind = 'assignee_changed'" {
			t.Errorf("%s: asked for %v", name, asked)
		}
	}
}
