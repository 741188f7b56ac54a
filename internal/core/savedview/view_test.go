package savedview

import (
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/fault"
)

func mine(id, name string) View { return View{ID: id, Name: name, Filter: "severity = 'high'"} }

func TestAViewIsAnyListThatCanBeAskedFor(t *testing.T) {
	for name, v := range map[string]View{
		"everything": {Name: "All"},
		"of cases":   {Name: "Schlimme Fälle", Filter: "severity >= 'high' AND tags = 'x' EARLIEST=-7d", Sort: "-score", Columns: []string{"title", "detection_count"}},
	} {
		if err := v.Check(Cases); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (View{Name: "D", Filter: "@host = 'web-1'", Sort: "arrival"}).Check(Detections); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoViewIsRefusedAtItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*View)
		place  string
	}{
		"no name":             {func(v *View) { v.Name = "" }, "name"},
		"a blank around it":   {func(v *View) { v.Name = " x" }, "name"},
		"two lines":           {func(v *View) { v.Name = "a\nb" }, "name"},
		"turned round":        {func(v *View) { v.Name = "a\u202eb" }, "name"},
		"no text":             {func(v *View) { v.Name = "\xff" }, "name"},
		"a long name":         {func(v *View) { v.Name = strings.Repeat("x", MaxName+1) }, "name"},
		"a mistaken filter":   {func(v *View) { v.Filter = "severty = 1" }, "q"},
		"the other's field":   {func(v *View) { v.Filter = "@host = 'a'" }, "q"},
		"NUL":                 {func(v *View) { v.Filter = "title = '\x00'" }, "q"},
		"a long filter":       {func(v *View) { v.Filter = strings.Repeat(" ", MaxFilter+1) }, "q"},
		"an order of no list": {func(v *View) { v.Sort = "--score" }, "sort"},
		"the other's order":   {func(v *View) { v.Sort = "arrival" }, "sort"},
		"a column twice":      {func(v *View) { v.Columns = []string{"title", "title"} }, "columns"},
		"an odd column":       {func(v *View) { v.Columns = []string{"<b>"} }, "columns"},
		"too many columns":    {func(v *View) { v.Columns = make([]string, MaxColumns+1) }, "columns"},
	} {
		v := mine("a", "A")
		c.change(&v)
		err := v.Check(Cases)
		if details := fault.DetailsOf(err); fault.KindOf(err) != fault.Invalid || len(details) == 0 || details[0].Location != c.place {
			t.Errorf("%s: %v, %+v", name, err, details)
		}
	}
}

func with(t *testing.T, views ...View) (all Views) {
	t.Helper()
	for _, v := range views {
		var err error
		if all, err = all.With(Cases, v, -1); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func ids(all Views) (ids []string) {
	for _, v := range all {
		ids = append(ids, v.ID)
	}
	return ids
}

func TestViewsStandWhereTheyWerePut(t *testing.T) {
	all := with(t, mine("a", "A"), mine("b", "B"), mine("c", "C"))
	put, err := all.With(Cases, mine("d", "D"), 1)
	if err != nil || !slices.Equal(ids(put), []string{"a", "d", "b", "c"}) || put[1].Version != 1 {
		t.Errorf("put: %v, %v", put, err)
	}
	for place, want := range map[int][]string{-1: {"a", "b", "c"}, 0: {"b", "a", "c"}, 2: {"a", "c", "b"}, 9: {"a", "c", "b"}} {
		moved, err := all.Replaced(Cases, mine("b", "B2"), place)
		if err != nil || !slices.Equal(ids(moved), want) {
			t.Errorf("moved to %d: %v, %v", place, ids(moved), err)
		}
	}
	if !slices.Equal(ids(all), []string{"a", "b", "c"}) || all[1].Name != "B" {
		t.Errorf("what was read changed: %v", all)
	}
}

func TestAVersionIsReplacedOnce(t *testing.T) {
	all := with(t, mine("a", "A"))
	seen := all[0]
	seen.Name = "First"
	all, err := all.Replaced(Cases, seen, -1)
	if err != nil || all[0].Version != 2 {
		t.Fatal(all, err)
	}
	seen.Name = "Second"
	if _, err := all.Replaced(Cases, seen, -1); fault.KindOf(err) != fault.Conflict {
		t.Errorf("replaced unseen: %v", err)
	}
	if _, err := all.Without("a", 1); fault.KindOf(err) != fault.Conflict {
		t.Errorf("deleted unseen: %v", err)
	}
	seen.Version = 0
	if all, err = all.Replaced(Cases, seen, -1); err != nil || all[0].Name != "Second" || all[0].Version != 3 {
		t.Errorf("any version: %v, %v", all, err)
	}
	if all, err = all.Without("a", 3); err != nil || len(all) != 0 {
		t.Errorf("deleted: %v, %v", all, err)
	}
	if _, err := all.Without("a", 0); fault.KindOf(err) != fault.NotFound {
		t.Errorf("deleted again: %v", err)
	}
}

func TestNamesAreUnlikeInAnyLetterCase(t *testing.T) {
	all := with(t, mine("a", "Ärger"), mine("b", "B"))
	if _, err := all.With(Cases, mine("c", "ÄRGER"), -1); fault.KindOf(err) != fault.Conflict {
		t.Errorf("created: %v", err)
	}
	if _, err := all.Replaced(Cases, mine("b", "ärger"), -1); fault.KindOf(err) != fault.Conflict {
		t.Errorf("renamed: %v", err)
	}
	if _, err := all.Replaced(Cases, mine("a", "ärger"), -1); err != nil {
		t.Errorf("its own name: %v", err)
	}
}

func TestSoManyViewsAreKept(t *testing.T) {
	var all Views
	for len(all) < Most {
		all = append(all, mine(strings.Repeat("i", len(all)+1), strings.Repeat("n", len(all)+1)))
	}
	if _, err := all.With(Cases, mine("x", "x"), -1); fault.KindOf(err) != fault.TooLarge {
		t.Error(err)
	}
}

func TestAViewWhoseFilterCantBeReadAnyMoreIsMended(t *testing.T) {
	all := Views{{ID: "a", Name: "Old", Filter: "gone = 1", Version: 4}}
	if found := all[0].Mistakes(Cases); len(found) != 1 || found[0].Location != "q" {
		t.Errorf("mistakes: %+v", found)
	}
	renamed, err := all.Replaced(Cases, View{ID: "a", Name: "New", Filter: "gone = 1"}, -1)
	if err != nil || renamed[0].Name != "New" {
		t.Errorf("renamed: %v, %v", renamed, err)
	}
	if _, err := all.Replaced(Cases, View{ID: "a", Name: "Old", Filter: "gone = 2"}, -1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another that can't be read: %v", err)
	}
	mended, err := all.Replaced(Cases, mine("a", "Old"), -1)
	if err != nil || len(mended[0].Mistakes(Cases)) != 0 {
		t.Errorf("mended: %v, %v", mended, err)
	}
}
