package engine_test

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/engine"
)

// edited orders an edit of case 1.
func edited(t *testing.T, h house, e casefile.Edit) casefile.Case {
	t.Helper()
	done, err := h.Order(t.Context(), home, command.Command{Kind: command.EditCase, Case: 1, Edit: &e, By: author})
	if err != nil {
		t.Fatal(err)
	}
	if stored := h.theCase(); stored.Version != done.Case.Version {
		t.Errorf("answered version %d, stored is %d", done.Case.Version, stored.Version)
	}
	return done.Case
}

func TestAnEditIsTakenIntoAccountByWhatComesAfter(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(of(seen("a", 500, "a", 0), "first", 0))
	edited(t, h, casefile.Edit{Title: new("Mine"), Severity: new(casefile.Low), Status: new(casefile.OnHold)})
	h.receive(of(seen("b", 900, "a", 0), "second", time.Minute))
	c := h.theCase()
	if c.DetectionCount != 2 || c.Title != "Mine" || c.Severity != casefile.Low || c.Score != 90 || c.Status != casefile.OnHold {
		t.Errorf("%+v", c)
	}
	_, err := h.Order(t.Context(), home, command.Command{Kind: command.EditCase, Case: 1, By: author, Edit: &casefile.Edit{Seen: 1, Title: new("Yours")}})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("an edit of what others changed: %v", err)
	}
}

func TestAClosedCaseSettlesItsDetectionsAndOpensAgainWithItsKeys(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(of(seen("a", 500, "a", 0), "first", 0), of(seen("b", 500, "a", 0), "second", time.Minute))
	c := edited(t, h, casefile.Edit{Status: new(casefile.Resolved), Resolution: new(casefile.Benign), Members: detection.Closed})
	if c.Resolution != casefile.Benign {
		t.Errorf("%+v", c)
	}
	for _, id := range []string{detection.ID(2), detection.ID(3)} {
		if d, err := h.keeper.Detection(t.Context(), home.ID, casefile.AllSeeing, id); err != nil || d.Status != detection.Closed {
			t.Errorf("%s is %s, %v", id, d.Status, err)
		}
	}
	edited(t, h, casefile.Edit{Status: new(casefile.InProgress)})
	h.receive(of(seen("c", 500, "a", 0), "third", 2*time.Minute))
	if c = h.theCase(); c.DetectionCount != 3 || c.Resolution != casefile.Unresolved {
		t.Errorf("open again, it has %d detections and was %s", c.DetectionCount, c.Resolution)
	}
	if d, _ := h.keeper.Detection(t.Context(), home.ID, casefile.AllSeeing, detection.ID(2)); d.Status != detection.Closed {
		t.Errorf("opening it again makes its detection %s", d.Status)
	}
	if _, err := h.Order(t.Context(), home, command.Command{Kind: command.RemoveDetections, Case: 1, Detections: []string{detection.ID(2)}, By: author}); err != nil {
		t.Fatal(err)
	}
	if d, _ := h.keeper.Detection(t.Context(), home.ID, casefile.AllSeeing, detection.ID(2)); d.Status != detection.Closed || len(d.Cases) != 0 {
		t.Errorf("out of the case, what was closed is %s in %v", d.Status, d.Cases)
	}
}

func TestAnEditOfWhatIsNotThereIsRefused(t *testing.T) {
	h := newHouse(t, plain)
	var done engine.Done
	done, err := h.Order(t.Context(), home, command.Command{Kind: command.EditCase, Case: 9, By: author, Edit: &casefile.Edit{Title: new("x")}})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("%+v, %v", done, err)
	}
}
