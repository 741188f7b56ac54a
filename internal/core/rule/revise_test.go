package rule

import (
	"testing"
	"time"
)

func TestOnlyWhatChangedGetsANewVersion(t *testing.T) {
	first, later := time.Unix(1, 0).UTC(), time.Unix(2, 0).UTC()
	a, b := Rule{ID: "a", Title: "A", Filter: "x"}, Rule{ID: "b", Title: "B", Filter: "x"}
	was := Revise(Book{}, Book{Rules: []Rule{a, b}}, "ann", first)
	b.Filter = "y"
	is := Revise(was, Book{Rules: []Rule{{ID: "c", Title: "C"}, b, a}}, "bob", later)
	if len(is.Rules) != 3 || is.Rules[0].ID != "a" || is.Rules[1].ID != "b" || is.Rules[2].ID != "c" {
		t.Fatalf("the order of creation is lost: %+v", is.Rules)
	}
	if r := is.Rules[0]; r.Version != 1 || r.UpdatedBy != "ann" || !r.UpdatedAt.Equal(first) {
		t.Errorf("an untouched rule changed: %+v", r)
	}
	if r := is.Rules[1]; r.Version != 2 || r.CreatedBy != "ann" || r.UpdatedBy != "bob" || !r.UpdatedAt.Equal(later) {
		t.Errorf("a changed rule does not tell so: %+v", r)
	}
	if r := is.Rules[2]; r.Version != 1 || r.CreatedBy != "bob" {
		t.Errorf("a new rule is not new: %+v", r)
	}
	if Same(was, is) || !Same(is, Revise(is, is, "eve", later)) {
		t.Error("Same does not tell same from different")
	}
}
