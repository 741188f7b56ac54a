package rule

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func plainRule(id, title string) Rule {
	return Rule{ID: id, Title: title, Filter: "TRUE", GroupBy: []string{"title"}, Order: DefaultOrder}
}

func TestAnImportReplacesByIdElseByTitleAndAddsTheRest(t *testing.T) {
	current := Book{Rules: []Rule{plainRule("a", "Alpha"), plainRule("b", "Beta"), plainRule("c", "Gamma")}}
	current.Rules[1].Version = 4
	byID, byTitle := plainRule("a", "Alpha two"), plainRule("", "bETA")
	byTitle.Filter = "FALSE"
	b, err := Merge(current, Book{Rules: []Rule{plainRule("", "Delta"), byTitle, byID}, Templates: []Template{{Title: "T"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range b.Rules {
		got = append(got, r.ID+"="+r.Title)
	}
	if all := strings.Join(got, " "); all != "a=Alpha two b=bETA c=Gamma delta=Delta" || b.Rules[1].Version != 4 || b.Rules[1].Filter != "FALSE" {
		t.Errorf("%s %+v", all, b.Rules[1])
	}
	if current.Rules[0].Title != "Alpha" {
		t.Error("the given book was changed")
	}
}

func TestAnImportThatIsAmbiguousIsRefusedWithItsPlace(t *testing.T) {
	current := Book{Rules: []Rule{plainRule("a", "Same"), plainRule("b", "SAME"), plainRule("partner:x", "Lone")}}
	for _, imported := range [][]Rule{{plainRule("new", "ok"), plainRule("", "same")}, {plainRule("a", "x"), plainRule("a", "y")}} {
		_, err := Merge(current, Book{Rules: imported})
		if d := fault.DetailsOf(err); len(d) != 1 || d[0].Location != "rules[1].title" {
			t.Errorf("%v %+v", err, d)
		}
	}
	if b, err := Merge(current, Book{Rules: []Rule{plainRule("", "lone")}}); err != nil || len(b.Rules) != 4 {
		t.Errorf("the partner's rule was matched: %v", err)
	}
}

func TestWhatAnIdNamesIsNotTakenByATitle(t *testing.T) {
	same := []Rule{plainRule("a", "Same"), plainRule("b", "same")}
	for _, left := range []int{0, 1} { // of the two that were exported
		b, err := Merge(Book{Rules: same[left : left+1]}, Book{Rules: same})
		if err != nil || len(b.Rules) != 2 || b.Rules[0].ID == b.Rules[1].ID {
			t.Errorf("%+v %v", b.Rules, fault.DetailsOf(err))
		}
	}
	// Another's id does not hide whose title it is, unless several ask for it.
	if b, err := Merge(Book{Rules: same[:1]}, Book{Rules: []Rule{plainRule("x", "SAME")}}); err != nil || len(b.Rules) != 1 || b.Rules[0].ID != "a" {
		t.Errorf("%+v %v", b.Rules, err)
	}
	if b, err := Merge(Book{Rules: same[:1]}, Book{Rules: []Rule{plainRule("x", "SAME"), plainRule("y", "same")}}); err != nil || len(b.Rules) != 3 {
		t.Errorf("%+v %v", b.Rules, err)
	}
}

func TestMergingABookWithItselfChangesNothing(t *testing.T) {
	b := Shipped()
	again, err := Merge(b, b)
	if err != nil || !reflect.DeepEqual(b, again) {
		t.Errorf("%v", err)
	}
	for _, c := range Differences(b, again) {
		if c.Change != "unchanged" || c.Fields != nil {
			t.Errorf("%+v", c)
		}
	}
}

func TestDifferencesNameFieldsAsAFileHasThem(t *testing.T) {
	was := Book{Rules: []Rule{plainRule("a", "A"), plainRule("b", "B")}, Templates: []Template{{ID: "t", Title: "T"}}}
	changed := plainRule("a", "A")
	changed.GroupCount, changed.GroupBy = 2, []string{"title", "type"}
	got := Differences(was, Book{Rules: []Rule{changed, plainRule("c", "C")}, Templates: was.Templates})
	want := []Change{
		{Kind: "template", ID: "t", Title: "T", Change: "unchanged"},
		{Kind: "rule", ID: "a", Title: "A", Change: "changed", Fields: []FieldChange{{"group_by", "- title", "- title\n- type"}, {"group_count", "", "2"}}},
		{Kind: "rule", ID: "c", Title: "C", Change: "added", Fields: []FieldChange{
			{"title", "", "C"}, {"state", "", "enabled"}, {"order", "", "100"}, {"filter", "", "TRUE"}, {"group_by", "", "- title"},
		}},
		{Kind: "rule", ID: "b", Title: "B", Change: "removed", Fields: []FieldChange{
			{"title", "B", ""}, {"state", "enabled", ""}, {"order", "100", ""}, {"filter", "TRUE", ""}, {"group_by", "- title", ""},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestAnExportHoldsWhatWasChosen(t *testing.T) {
	b := Book{Rules: []Rule{plainRule("a", "A"), plainRule("b", "B")}, Templates: []Template{{ID: "t", Title: "T"}}}
	some, err := b.Only([]string{"b"}, nil)
	if err != nil || len(some.Rules) != 1 || some.Rules[0].ID != "b" || some.Templates != nil {
		t.Errorf("%+v %v", some, err)
	}
	if _, err := b.Only([]string{"b"}, []string{"u"}); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestAMistakeOfAnImportHasItsPlaceInTheFile(t *testing.T) {
	const head = "apiVersion: caseweave/v1\nkind: Rule\n"
	for name, c := range map[string]struct {
		file         string
		line, column int
	}{
		"plain":         {head + "title: é\nfilter: severity > 0 AND titel = 'x'\ngroup_by: [title]\n", 4, 26},
		"single quotes": {head + "title: x\nfilter: 'severity > 0 AND titel = 1'\ngroup_by: [title]\n", 4, 27},
		"double quotes": {head + "title: x\nfilter: \"titel = 'x'\"\ngroup_by: [title]\n", 4, 10},
		"doubled quote": {head + "title: x\nfilter: 'title = ''x'' AND titel = 1'\ngroup_by: [title]\n", 4, 9},
		"escape":        {head + "title: x\nfilter: \"title = '\\u00e9' AND titel = 1\"\ngroup_by: [title]\n", 4, 9},
		"block":         {head + "title: x\nfilter: |-\n  severity > 0\n    AND titel = 'x'\ngroup_by: [title]\n", 6, 9},
		"windows block": {strings.ReplaceAll(head+"title: x\nfilter: |\n  severity > 0\n  AND titel = 'x'\ngroup_by: [title]\n", "\n", "\r\n"), 6, 7},
		"folded":        {head + "title: x\nfilter: >-\n  severity > 0\n  AND titel = 'x'\ngroup_by: [title]\n", 4, 9},
		"two lines":     {head + "title: x\nfilter: severity > 0\n  AND titel = 'x'\ngroup_by: [title]\n", 4, 9},
		"grouping":      {head + "title: x\nfilter: TRUE\ngroup_by:\n  - title\n  - é + titel\n", 7, 5},
		"flow":          {head + "title: x\nfilter: TRUE\ngroup_by: [title, title + titel]\n", 5, 27},
		"block of CEL":  {head + "title: x\nfilter: TRUE\ngroup_by:\n  - |\n    title +\n\n      titel\n", 9, 7},
		"script":        {head + "title: x\nfilter: TRUE\ngroup_by: [title]\nappend_comment: |\n  one\n  é ${titel}\n", 8, 7},
		"a title":       {head + "title: x\nfilter: TRUE\ngroup_by: [title]\ntemplate: none\n", 6, 11},
	} {
		imported, places, err := ReadFile([]byte("---\n{apiVersion: caseweave/v1, kind: Rule, title: fine, filter: TRUE, group_by: [title]}\n---\n" + c.file))
		if err != nil {
			t.Fatal(name, err, fault.DetailsOf(err))
		}
		whole, places, err := MergeFile(Book{Rules: []Rule{plainRule("z", "Z"), plainRule("y", "Y")}}, imported, places)
		if err != nil {
			t.Fatal(name, err)
		}
		_, err = Compile(1, Tenant{}, whole)
		d := fault.DetailsOf(places.InFile(err))
		if len(d) == 0 || d[0].Line != c.line+3 || d[0].Column != c.column || !strings.HasPrefix(d[0].Location, "rules[3].") {
			t.Errorf("%s: %+v, want %d:%d", name, d, c.line+3, c.column)
		}
	}
}

func TestWhatIsNoMistakeOfTheFileStaysAsItIs(t *testing.T) {
	if err := (Places{}).InFile(nil); err != nil {
		t.Error(err)
	}
	err := fault.New(fault.Invalid, "x").With(fault.Detail{Location: "rules[0].filter", Line: 3, Column: 4})
	if d := fault.DetailsOf((Places{}).InFile(err)); d[0].Line != 0 || d[0].Column != 0 {
		t.Errorf("%+v", d)
	}
}

func TestTheLargestFileIsMergedAtOnce(t *testing.T) {
	var current, imported Book
	for i := range MaxDocuments {
		current.Rules = append(current.Rules, plainRule(fmt.Sprint("id-", i), fmt.Sprint("Bearer ", i)))
		imported.Rules = append(imported.Rules, plainRule("", fmt.Sprint("bEARER ", MaxDocuments-1-i)))
	}
	began := time.Now()
	b, err := Merge(current, imported)
	if err != nil || len(b.Rules) != MaxDocuments || b.Rules[0].Title != "bEARER 0" {
		t.Fatal(err, len(b.Rules))
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("%d rules over as many took %s", MaxDocuments, took)
	}
}

func TestATitleTwiceInOneFileWithoutIdsIsRefusedAtTheFirstImport(t *testing.T) {
	const file = "apiVersion: caseweave/v1\nkind: Rule\ntitle: Twin\nfilter: TRUE\ngroup_by: [title]\n---\n" +
		"apiVersion: caseweave/v1\nkind: Rule\ntitle: tWIN\nfilter: TRUE\ngroup_by: [title]\n"
	imported, places, err := ReadFile([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = MergeFile(Book{}, imported, places)
	d := fault.DetailsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(d) != 2 || d[0].Line != 3 || d[1].Line != 9 || d[1].Column != 8 {
		t.Errorf("%v %+v", err, d)
	}
	imported.Rules[0].ID, imported.Rules[1].ID = "one", "two"
	if b, err := Merge(Book{}, imported); err != nil || len(b.Rules) != 2 {
		t.Errorf("twins with ids: %v", err)
	}
}
