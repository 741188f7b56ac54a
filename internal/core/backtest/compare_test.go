package backtest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseweave/internal/core/rule"
)

// lived is an outcome of which each text is a case: the detections in it by number.
func lived(titles []string, members ...[]uint64) Outcome {
	o := NewOutcome([]rule.Rule{{ID: "r", Title: "Rule"}, {ID: "s", Title: "Other rule"}})
	for i, of := range members {
		number := uint64(i)
		if number > 0 {
			o.Titles[number] = titles[i-1]
		}
		for _, arrival := range of {
			o.Filed[arrival] = Filing{Case: number}
			if number > 0 {
				o.Filed[arrival] = Filing{Case: number, Rule: "r"}
			}
		}
	}
	return o
}

func named(arrival uint64) Subject { return Subject{ID: fmt.Sprint("d", arrival)} }

func TestTheSameWorldsDoNotDiffer(t *testing.T) {
	w := func() Outcome { return lived([]string{"one", "two"}, []uint64{9}, []uint64{1, 2}, []uint64{3}) }
	r := Compare(w(), w(), named)
	if r.Changed || r.Detections != 4 || r.Cases != (Cases{Same: 2}) || r.Moves != (Moves{Unaffected: 4}) || len(r.Examples)+len(r.Shadowed) > 0 {
		t.Errorf("%+v", r)
	}
	if r.Before != r.After || r.Before != (World{Cases: 2, InCases: 3, Open: 1, PerCase: 1.5}) {
		t.Errorf("%+v", r.Before)
	}
}

func TestCasesArePairedByWhatTheyHaveMostInCommon(t *testing.T) {
	// The numbers of the second world are other ones: 2 is what 1 was.
	before := lived([]string{"big", "gone"}, []uint64{7}, []uint64{1, 2, 3}, []uint64{4, 5})
	after := lived([]string{"new", "big again"}, []uint64{4, 5}, []uint64{7}, []uint64{1, 2, 3})
	after.Filed[3] = Filing{Case: 1, Rule: "s"}
	r := Compare(before, after, named)
	if r.Cases != (Cases{Changed: 1, Created: 1, Gone: 1}) || !r.Changed {
		t.Errorf("cases %+v", r.Cases)
	}
	if r.Moves != (Moves{Joined: 1, Left: 2, Moved: 1, Unaffected: 2}) {
		t.Errorf("moves %+v", r.Moves)
	}
	if want := []Shadow{{Rule: "r", Title: "Rule", ByRule: "s", ByTitle: "Other rule", Count: 1}}; !cmp.Equal(want, r.Shadowed) {
		t.Errorf("shadowed %+v", r.Shadowed)
	}
	want := []Example{
		{Change: CaseCreated, Detection: named(3), BeforeCase: "big", AfterCase: "new", BeforeRule: "Rule", AfterRule: "Other rule"},
		{Change: CaseGone, Detection: named(4), BeforeCase: "gone", BeforeRule: "Rule"},
		{Change: Left, Detection: named(5), BeforeCase: "gone", BeforeRule: "Rule"},
		{Change: Joined, Detection: named(7), AfterCase: "new", AfterRule: "Rule"},
	}
	if d := cmp.Diff(want, r.Examples); d != "" {
		t.Error(d)
	}
}

func TestARepeatIsWhereThatIsWhichItIsPartOf(t *testing.T) {
	before := lived([]string{"one"}, nil, []uint64{1, 2})
	after := lived([]string{"one"}, nil, []uint64{1})
	after.Folded[2] = 1
	if r := Compare(before, after, named); r.Changed || r.Detections != 2 {
		t.Errorf("%+v", r)
	}
}

func TestExamplesAreBounded(t *testing.T) {
	before, after := NewOutcome(nil), NewOutcome(nil)
	for i := range uint64(2 * MaxExamples) {
		before.Filed[i+1], after.Filed[i+1] = Filing{}, Filing{Case: 1}
	}
	asked := 0
	r := Compare(before, after, func(uint64) Subject { asked++; return Subject{} })
	if len(r.Examples) != MaxExamples || asked != MaxExamples || r.Moves.Joined != 2*MaxExamples {
		t.Errorf("%d examples, %d asked, %+v", len(r.Examples), asked, r.Moves)
	}
}
