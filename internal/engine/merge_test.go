package engine_test

import (
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/engine"
)

// two is a house with a case of a1, a2 and one of b1.
func two(t *testing.T) house {
	h := newHouse(t, plain)
	h.receive(of(seen("a1", 500, "a", 0), "a1", 0), of(seen("a2", 900, "a", 0), "a2", time.Minute), on("host:b", of(seen("b1", 700, "b", 0), "b1", time.Minute)))
	return h
}

func on(host detection.Entity, d *detection.Detection) *detection.Detection {
	d.Entities = []detection.Entity{host}
	return d
}

func (h house) order(t *testing.T, c command.Command) engine.Done {
	t.Helper()
	c.By = author
	done, err := h.Order(t.Context(), home, c)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func (h house) refuses(t *testing.T, c command.Command, kind fault.Kind) {
	t.Helper()
	c.By = author
	if _, err := h.Order(t.Context(), home, c); fault.KindOf(err) != kind || err == nil {
		t.Errorf("%+v: %v; want it refused as %s", c, err, kind)
	}
}

// holds fails unless a case has members of these uids, and is merged into a case; 0 for none.
func (h house) holds(t *testing.T, number, into uint64, uids ...string) casefile.Case {
	t.Helper()
	members, err := h.keeper.Members(t.Context(), home.ID, number)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range members {
		got = append(got, m.UID)
	}
	c, err := h.keeper.Case(t.Context(), home.ID, casefile.AllSeeing, number)
	if err != nil || !slices.Equal(got, uids) || c.MergedInto != into || c.DetectionCount != len(uids) {
		t.Errorf("case %d has %v and is merged into %d, %v; want %v and %d", number, got, c.MergedInto, err, uids, into)
	}
	return c
}

func (h house) told(t *testing.T, number uint64) (kinds []activity.Kind) {
	t.Helper()
	page, err := h.keeper.Activities(t.Context(), home.ID, casefile.AllSeeing, number, listing.Request{Sort: "entry", Limit: listing.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range page.Items {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

func TestAMergedCaseTakesWhatTheOtherWouldHaveTaken(t *testing.T) {
	h := two(t)
	done := h.order(t, command.Command{Kind: command.MergeCases, Case: 1, Cases: []uint64{2}})
	if done.Case.Number != 1 || done.Case.DetectionCount != 3 || !slices.Equal(done.Detections, []string{detection.ID(4)}) {
		t.Errorf("%+v", done)
	}
	h.receive(on("host:b", of(seen("b2", 700, "b2", 0), "b2", 2*time.Minute)))
	h.holds(t, 1, 0, "a1", "a2", "b1", "b2")
	if c := h.holds(t, 2, 1); c.Status != casefile.New || c.Score != 0 {
		t.Errorf("merged away it is %s, with a score of %d", c.Status, c.Score)
	}
	if kinds := h.told(t, 2); !slices.Contains(kinds, activity.CaseMergedAway) || !slices.Contains(kinds, activity.DetectionMovedOut) {
		t.Errorf("case 2 tells %v", kinds)
	}
	for _, c := range []command.Command{
		{Kind: command.EditCase, Case: 2, Edit: &casefile.Edit{Title: new("late")}},
		{Kind: command.AddDetections, Case: 2, Detections: []string{detection.ID(2)}},
		{Kind: command.MergeCases, Case: 1, Cases: []uint64{2}},
		{Kind: command.MergeCases, Case: 2, Cases: []uint64{1}},
	} {
		h.refuses(t, c, fault.Conflict)
	}
	h.refuses(t, command.Command{Kind: command.MergeCases, Case: 1, Cases: []uint64{9}}, fault.NotFound)
	h.refuses(t, command.Command{Kind: command.MergeCases, Case: 1, Cases: []uint64{1}}, fault.Invalid)
	h.refuses(t, command.Command{Kind: command.MergeCases, Case: 1}, fault.Invalid)
}

func TestAMergeIsUndoneExactlyAndOnce(t *testing.T) {
	h := two(t)
	before := h.holds(t, 2, 0, "b1")
	order := h.order(t, command.Command{Kind: command.MergeCases, Case: 1, Cases: []uint64{2}}).Order
	h.receive(on("host:b", of(seen("b2", 700, "b2", 0), "b2", 2*time.Minute)))
	h.order(t, command.Command{Kind: command.Undo, Undoes: order})
	h.holds(t, 1, 0, "a1", "a2", "b2") // what came later stays
	after := h.holds(t, 2, 0, "b1")
	before.Version, before.UpdatedAt, after.Version, after.UpdatedAt = 0, time.Time{}, 0, time.Time{}
	if !before.Open() || before.Title != after.Title || before.Score != after.Score || before.Severity != after.Severity || !before.AnchorAt.Equal(after.AnchorAt) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: order}, fault.Conflict)
	again := h.order(t, command.Command{Kind: command.MergeCases, Case: 2, Cases: []uint64{1}}).Order
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: order}, fault.Conflict)
	h.order(t, command.Command{Kind: command.Undo, Undoes: again})
	h.holds(t, 1, 0, "a1", "a2", "b2")
}

func TestASplitTakesTheKeysAlongAndIsUndone(t *testing.T) {
	h := two(t)
	h.refuses(t, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(2), detection.ID(3)}}, fault.Invalid)
	h.refuses(t, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(4)}}, fault.NotFound)
	done := h.order(t, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(3)}})
	if done.Case.Number != 3 || done.Case.Score != 90 || done.Case.Title != "a2 · 1 May 2026" {
		t.Errorf("%+v", done.Case)
	}
	if c := h.holds(t, 1, 0, "a1"); c.Score != 50 {
		t.Errorf("what is left has a score of %d", c.Score)
	}
	h.receive(of(seen("a3", 700, "a", 0), "a3", 2*time.Minute)) // both hold its row; the later member decides
	h.holds(t, 3, 0, "a2", "a3")
	h.order(t, command.Command{Kind: command.Undo, Undoes: done.Order})
	h.holds(t, 1, 0, "a1", "a2")
	h.holds(t, 3, 0, "a3")
	other := h.order(t, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(2)}, Title: "Apart"})
	if other.Case.Title != "Apart" {
		t.Errorf("it is named %q", other.Case.Title)
	}
	h.order(t, command.Command{Kind: command.Undo, Undoes: other.Order})
	h.holds(t, 4, 1) // nothing is left of it
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: other.Order}, fault.Conflict)
}

func TestOnlyWhatMovedIsUndone(t *testing.T) {
	h := two(t)
	edit := h.order(t, command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.OnHold})
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: edit.Order}, fault.Invalid)
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: 2}, fault.NotFound) // a detection
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: 99}, fault.NotFound)
	move := h.order(t, command.Command{Kind: command.MoveDetections, Case: 1, To: 2, Detections: []string{detection.ID(2)}})
	h.order(t, command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: move.Order}, fault.Conflict) // it takes nothing
	h.order(t, command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.New})
	h.order(t, command.Command{Kind: command.Undo, Undoes: move.Order})
	h.holds(t, 1, 0, "a1", "a2")
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: move.Order}, fault.Conflict)
}

func TestAMergeIsUndoneAfterThoseOnTopOfIt(t *testing.T) {
	h := two(t)
	h.receive(on("host:c", of(seen("c1", 700, "c", 0), "c1", 0)))
	first := h.order(t, command.Command{Kind: command.MergeCases, Case: 2, Cases: []uint64{1}}).Order
	second := h.order(t, command.Command{Kind: command.MergeCases, Case: 3, Cases: []uint64{2}}).Order
	h.refuses(t, command.Command{Kind: command.Undo, Undoes: first}, fault.Conflict)
	h.order(t, command.Command{Kind: command.Undo, Undoes: second})
	h.order(t, command.Command{Kind: command.Undo, Undoes: first})
	h.holds(t, 1, 0, "a1", "a2")
	h.holds(t, 2, 0, "b1")
	h.holds(t, 3, 0, "c1")
}

func TestCommentsAreForTheirAuthorsAndForClosedCasesToo(t *testing.T) {
	h := two(t)
	h.order(t, command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	said := h.order(t, command.Command{Kind: command.CommentCase, Case: 1, Text: "seen"})
	if said.Comment.Order != said.Order || said.Comment.Text != "seen" || said.Comment.Author != author {
		t.Errorf("%+v", said.Comment)
	}
	edited := h.order(t, command.Command{Kind: command.EditComment, Case: 1, Comment: said.Order, Seen: 1, Text: "seen twice"})
	if edited.Comment.Text != "seen twice" || edited.Comment.Version != 2 {
		t.Errorf("%+v", edited.Comment)
	}
	h.refuses(t, command.Command{Kind: command.EditComment, Case: 1, Comment: said.Order, Seen: 1, Text: "late"}, fault.Conflict)
	h.refuses(t, command.Command{Kind: command.EditComment, Case: 2, Comment: said.Order, Text: "elsewhere"}, fault.NotFound)
	h.refuses(t, command.Command{Kind: command.CommentCase, Case: 9, Text: "nowhere"}, fault.NotFound)
	h.refuses(t, command.Command{Kind: command.CommentCase, Case: 1, Text: " \n"}, fault.Invalid)
	if gone := h.order(t, command.Command{Kind: command.DeleteComment, Case: 1, Comment: said.Order}).Comment; !gone.Deleted || gone.Version != 3 {
		t.Errorf("%+v", gone)
	}
	if c := h.theCase(); c.Status != casefile.Resolved || c.Version != edited.Case.Version+1 {
		t.Errorf("the case is %s at version %d", c.Status, c.Version)
	}
}

func TestAClosedDetectionStaysSoAndIsToldInItsCase(t *testing.T) {
	h := two(t)
	settle := func(status detection.Status, ids ...string) engine.Done {
		return h.order(t, command.Command{Kind: command.SettleDetections, Detections: ids, Settled: status, Note: "why"})
	}
	status := func(id string) detection.Status {
		d, err := h.keeper.Detection(t.Context(), home.ID, casefile.AllSeeing, id)
		if err != nil {
			t.Fatal(err)
		}
		return d.Status
	}
	a1, a2 := detection.ID(2), detection.ID(3)
	if done := settle(detection.Closed, a1, a2); len(done.Detections) != 2 || status(a1) != detection.Closed {
		t.Errorf("%+v", done)
	}
	if done := settle(detection.Closed, a1); len(done.Already) != 1 || len(done.Detections) != 0 {
		t.Errorf("again: %+v", done)
	}
	c := h.theCase()
	if kinds := h.told(t, 1); !slices.Contains(kinds, activity.DetectionClosed) || c.Status != casefile.New || c.DetectionCount != 2 {
		t.Errorf("%v, %+v", kinds, c)
	}
	h.order(t, command.Command{Kind: command.MoveDetections, Case: 1, To: 2, Detections: []string{a2}})
	h.order(t, command.Command{Kind: command.RemoveDetections, Case: 1, Detections: []string{a1}})
	if status(a1) != detection.Closed || status(a2) != detection.Closed {
		t.Errorf("moved it is %s, removed %s", status(a2), status(a1))
	}
	settle(detection.Open, a1, a2)
	if status(a1) != detection.Open || status(a2) != detection.InCase {
		t.Errorf("in no case it is %s, in one %s", status(a1), status(a2))
	}
	h.refuses(t, command.Command{Kind: command.SettleDetections, Detections: []string{"nothing"}, Settled: detection.Closed}, fault.NotFound)
	h.refuses(t, command.Command{Kind: command.SettleDetections, Detections: []string{a1}, Settled: detection.InCase}, fault.Invalid)
	history := h.told(t, 0)
	if history[len(history)-2] != activity.DetectionReopened {
		t.Errorf("the tenant's history ends with %v", history[len(history)-3:])
	}
}
