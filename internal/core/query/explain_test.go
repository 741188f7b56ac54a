package query

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/fault"
)

func TestEachClauseSaysWhetherItHolds(t *testing.T) {
	e, err := ParseFilter("score >= 'medium' AND NOT (labels !CONTAINS 'web' OR\n  raw.port = 80) AND title IS NULL OR TRUE")
	if err != nil {
		t.Fatal(err)
	}
	explain, err := Explain(e, alerts)
	if err != nil {
		t.Fatal(err)
	}
	want := []Clause{
		{Text: "score >= 'medium'", Line: 1, Column: 1, Holds: true},
		{Text: "labels !CONTAINS 'web'", Line: 1, Column: 28, Holds: false, Found: []string{"T1059.001", "Web", "10.0.0.9"}},
		{Text: "raw.port = 80", Line: 2, Column: 3, Holds: false, Found: []string{"443"}},
		{Text: "title IS NULL", Line: 2, Column: 22, Holds: false, Found: []string{"Größe of K\u212a"}},
		{Text: "TRUE", Holds: true},
	}
	if got := explain(seen); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := explain(nothing); got[0].Holds || !got[1].Holds || !got[3].Holds || got[1].Found != nil {
		t.Errorf("%+v", got)
	}
	if _, err := Explain(Test{Field: "nobody", Op: Null}, alerts); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}

// The clauses, put together again as the filter stands, say what the filter says.
func TestClausesTogetherAreTheFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 3)
		explain, err := Explain(e, alerts)
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := Compile(e, alerts)
		for _, record := range []*alert{drawAlert(t), nothing} {
			clauses := explain(record)
			got := replay(e, &clauses)
			if got != whole(record) || len(clauses) != 0 {
				t.Fatalf("%s: clauses come to %v, with %d left over", e, got, len(clauses))
			}
		}
	})
}

// replay evaluates e by its clauses, taken from the front.
func replay(e Expr, clauses *[]Clause) bool {
	switch e := e.(type) {
	case And:
		all := true
		for _, part := range e.All {
			all = replay(part, clauses) && all
		}
		return all
	case Or:
		some := false
		for _, part := range e.Any {
			some = replay(part, clauses) || some
		}
		return some
	case Not:
		return !replay(e.Expr, clauses)
	}
	first := (*clauses)[0]
	*clauses = (*clauses)[1:]
	return first.Holds
}
