package presence

import (
	"fmt"
	"slices"
	"testing"
)

func TestWhoHasSeveralPagesOpenIsThereOnce(t *testing.T) {
	got := People(slices.Values([]View{
		{UserID: "2", Name: "Bob", Page: "a", Edits: []Field{Description, "salary", Title}},
		{UserID: "1", Name: "Ada", Page: "a"},
		{UserID: "2", Name: "Bob", Page: "b", Edits: []Field{Title}},
	}))
	if fmt.Sprint(got) != "[{1 Ada []} {2 Bob [title description]}]" {
		t.Error(got)
	}
}

func TestACrowdIsCut(t *testing.T) {
	var views []View
	for i := range 2 * MaxPeople {
		views = append(views, View{UserID: fmt.Sprint(i), Name: "somebody"})
	}
	if got := People(slices.Values(views)); len(got) != MaxPeople {
		t.Errorf("%d people", len(got))
	}
}

func TestPeopleAreTheSameWhileTheyEditTheSame(t *testing.T) {
	ada := Person{UserID: "1", Name: "Ada"}
	writing := Person{UserID: "1", Name: "Ada", Edits: []Field{Title}}
	if !Same([]Person{ada}, []Person{ada}) || Same([]Person{ada}, []Person{writing}) || Same(nil, []Person{ada}) {
		t.Error("they are told apart wrongly")
	}
}
