package engine_test

import (
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

var (
	ada = activity.Actor{Kind: activity.User, ID: "u-ada", Name: "ada"}
	eve = activity.Actor{Kind: activity.User, ID: "u-eve", Name: "eve"}
	bot = activity.Actor{Kind: activity.Token, ID: "t-1", Name: "bot"}
)

func (h house) by(who activity.Actor, c command.Command) error {
	c.By = who
	_, err := h.Order(h.Context(), home, c)
	return err
}

func (h house) must(who activity.Actor, c command.Command) {
	h.Helper()
	if err := h.by(who, c); err != nil {
		h.Errorf("%s orders %+v: %v", who.Name, c, err)
	}
}

// forOnly is the order that so many people need to know of a case.
func forOnly(number uint64, people ...casefile.Person) command.Command {
	return command.Command{Kind: command.EditCase, Case: number, Edit: &casefile.Edit{NeedToKnow: &people, Note: "It is about one of us."}}
}

func (h house) knows(t *testing.T, number uint64, ids ...string) {
	t.Helper()
	c, err := h.keeper.Case(t.Context(), home.ID, casefile.AllSeeing, number)
	if err != nil || len(c.NeedToKnow) != len(ids) {
		t.Errorf("of case %d know %v, %v; want %v", number, c.NeedToKnow, err, ids)
		return
	}
	for _, id := range ids {
		if !c.Names(id) {
			t.Errorf("of case %d know %v; want %v", number, c.NeedToKnow, ids)
		}
	}
}

// TestWhatIsHiddenCanBeOrderedNothing tries each command on a case that is hidden, and
// on one that there never was: both are answered alike.
func TestWhatIsHiddenCanBeOrderedNothing(t *testing.T) {
	h := two(t)
	h.must(ada, command.Command{Kind: command.CommentCase, Case: 1, Text: "seen"})
	split := h.order(t, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(2)}}).Order
	h.must(ada, forOnly(1))
	h.knows(t, 1)
	h.must(ada, forOnly(1, casefile.Person{ID: "u-bob", Name: "bob"}))
	h.knows(t, 1, "u-ada", "u-bob")
	title := "Mine"
	orders := func(n uint64) []command.Command {
		return []command.Command{
			{Kind: command.AddDetections, Case: n, Detections: []string{detection.ID(4)}},
			{Kind: command.RemoveDetections, Case: n, Detections: []string{detection.ID(3)}},
			{Kind: command.MoveDetections, Case: n, To: 2, Detections: []string{detection.ID(3)}},
			{Kind: command.MoveDetections, Case: 2, To: n, Detections: []string{detection.ID(4)}},
			{Kind: command.EditCase, Case: n, Edit: &casefile.Edit{Title: &title}},
			{Kind: command.MergeCases, Case: n, Cases: []uint64{2}},
			{Kind: command.MergeCases, Case: 2, Cases: []uint64{n}},
			{Kind: command.SplitCase, Case: n, Detections: []string{detection.ID(3)}},
			{Kind: command.CommentCase, Case: n, Text: "mine"},
			{Kind: command.DeleteComment, Case: n, Comment: 5},
			{Kind: command.TieCases, Case: n, To: 2, Tie: casefile.Related},
			{Kind: command.TieCases, Case: 2, To: n, Tie: casefile.Apart},
			{Kind: command.UntieCases, Case: 2, To: n, Tie: casefile.Related},
		}
	}
	hidden, missing := orders(1), orders(99)
	for _, who := range []activity.Actor{eve, bot} {
		for i := range hidden {
			got, want := h.by(who, hidden[i]), h.by(who, missing[i])
			if got == nil || want == nil || got.Error() != want.Error() || fault.KindOf(got) != fault.NotFound {
				t.Errorf("%s orders %+v: %v, of a case that is not there %v", who.Name, hidden[i], got, want)
			}
		}
		undone := h.by(who, command.Command{Kind: command.Undo, Undoes: split})
		nothing := h.by(who, command.Command{Kind: command.Undo, Undoes: 4711})
		if undone == nil || nothing == nil || undone.Error() != nothing.Error() {
			t.Errorf("%s undoes what is hidden: %v, what is not there: %v", who.Name, undone, nothing)
		}
	}
	h.must(ada, command.Command{Kind: command.CommentCase, Case: 1, Text: "still here"})
}

func TestProgramsNameNobodyAndWhoHasACaseIsNamed(t *testing.T) {
	h := two(t)
	if err := h.by(bot, forOnly(1, casefile.Person{ID: ada.ID, Name: "ada"})); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a program names somebody: %v", err)
	}
	bob, carol := casefile.Person{ID: "u-bob", Name: "bob"}, casefile.Person{ID: "u-carol", Name: "carol"}
	assign := func(p casefile.Person) command.Command {
		return command.Command{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{Assignee: &p}}
	}
	h.must(ada, assign(bob))
	if err := h.by(ada, forOnly(1, carol)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("who has the case is not named: %v", err)
	}
	h.must(ada, forOnly(1, bob))
	if err := h.by(ada, assign(carol)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("who is not named gets the case: %v", err)
	}
	h.must(ada, forOnly(1))
	h.knows(t, 1)
}

// TestWhatComesOfACaseIsForTheSamePeople is that neither what goes on where it is full,
// nor what is split off or merged, tells others of it.
func TestWhatComesOfACaseIsForTheSamePeople(t *testing.T) {
	h := newHouse(t, plain)
	small := byHost[0]
	small.MaxDetections = 2
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: []rule.Rule{small}})); err != nil {
		t.Fatal(err)
	}
	h.receive(on("host:a", seen("a1", 700, "a1", 0)), on("host:a", seen("a2", 700, "a2", 0)))
	h.must(ada, forOnly(1, casefile.Person{ID: ada.ID, Name: "ada"}))
	h.receive(on("host:a", seen("a3", 600, "a3", 0)), on("host:a", seen("a4", 600, "a4", 0)))
	h.knows(t, 2, ada.ID)
	h.must(ada, command.Command{Kind: command.SplitCase, Case: 1, Detections: []string{detection.ID(3)}})
	h.knows(t, 3, ada.ID)
	h.receive(on("host:b", seen("b1", 700, "b1", 0)))
	if err := h.by(ada, command.Command{Kind: command.MergeCases, Case: 4, Cases: []uint64{3}}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a case that names people is merged into one that names none: %v", err)
	}
	h.must(ada, command.Command{Kind: command.MergeCases, Case: 2, Cases: []uint64{3}})
	h.must(ada, forOnly(2, casefile.Person{ID: eve.ID, Name: "eve"}))
	h.knows(t, 3, ada.ID, eve.ID)
	h.must(ada, forOnly(2))
	h.knows(t, 3)
}

func TestAnAdministratorClaimsACaseAndTheHistoryTells(t *testing.T) {
	h := two(t)
	h.must(ada, forOnly(1, casefile.Person{ID: ada.ID, Name: "ada"}))
	claim := command.Command{Kind: command.ClaimCase, Case: 1, Note: "Ada has left."}
	for what, err := range map[string]error{
		"a program":        h.by(bot, claim),
		"without a reason": h.by(eve, command.Command{Kind: command.ClaimCase, Case: 1, Note: " "}),
		"nothing":          h.by(eve, command.Command{Kind: command.ClaimCase, Case: 99, Note: "x"}),
	} {
		if err == nil {
			t.Errorf("%s claims", what)
		}
	}
	h.must(eve, claim)
	h.knows(t, 1, ada.ID, eve.ID)
	kinds := h.history()
	h.must(eve, claim)
	if again := h.history(); len(again) != len(kinds) || kinds[len(kinds)-1] != activity.NeedToKnowClaimed {
		t.Errorf("the history is %v, and after claiming again %v", kinds, again)
	}
	h.must(eve, forOnly(1))
	h.knows(t, 1)
}
