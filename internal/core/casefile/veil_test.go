package casefile_test

import (
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/query"
)

// TestAFilterKeepsWhatIsTold: a filter finds nothing out about who has a case that
// the case as it is told does not tell.
func TestAFilterKeepsWhatIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []string{"", "ada", "bob", "eve", "mallory"}
		veil := &casefile.Veil{IDs: people[1:rapid.IntRange(1, 3).Draw(t, "own")]}
		veil.Names = veil.IDs
		word := func(label string) string {
			return rapid.SampledFrom(append(people, "provider", "Provider", "a", "e")).Draw(t, label)
		}
		test := func(field string) query.Expr {
			e := query.Test{Field: field, Op: rapid.SampledFrom([]query.Op{query.Eq, query.In, query.Contains, query.Null, query.StartsWith}).Draw(t, "op"), Negated: rapid.Bool().Draw(t, "negated")}
			if e.Op != query.Null {
				e.Values = []query.Value{query.TextValue(rapid.SampledFrom([]string{"ada", "eve", "mallory", "provider", "PROVIDER", "a", "e"}).Draw(t, "value"))}
			}
			if rapid.Bool().Draw(t, "not") {
				return query.Not{Expr: e}
			}
			return e
		}
		c := casefile.Case{Number: 1, Assignee: word("assignee")}
		told := veil.Case(c)
		same(t, "case", test("assignee"), veil.Cases, casefile.Fields, &c, &told)

		a := activity.Activity{Fact: activity.Fact{
			Kind: rapid.SampledFrom([]activity.Kind{activity.AssigneeChanged, activity.StatusChanged}).Draw(t, "kind"),
			Old:  word("old"), New: word("new"), Actor: activity.Actor{Name: word("actor")},
		}}
		read := veil.Activity(a)
		filter := query.And{All: []query.Expr{test("old"), query.Or{Any: []query.Expr{test("new"), test("actor")}}}}
		same(t, "activity", filter, veil.Activities, activity.Fields, &a, &read)
	})
}

func same[T any](t *rapid.T, what string, filter query.Expr, veil func(query.Expr) query.Expr, fields *query.Schema[T], stored, told *T) {
	plain, err := query.Compile(filter, fields)
	if err != nil {
		t.Fatal(err)
	}
	veiled, err := query.Compile(veil(filter), fields)
	if err != nil {
		t.Fatal(err)
	}
	if veiled(stored) != plain(told) {
		t.Fatalf("%s keeps of the stored %s %v, of the told one %v: %+v", veil(filter), what, veiled(stored), plain(told), *stored)
	}
}

func TestWhoHidesNothingTellsAll(t *testing.T) {
	var veil *casefile.Veil
	c := casefile.Case{Assignee: "eve"}
	if veil.Case(c).Assignee != "eve" || veil.Cases(nil) != nil {
		t.Error("something was hidden")
	}
}
