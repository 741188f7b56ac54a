package rule

import (
	"testing"
	"time"
)

func TestACriterionChangesWithAllThatASearchReadsAndNothingElse(t *testing.T) {
	with := func(tenant Tenant, change func(*Rule)) uint64 {
		r := Rule{ID: "r", Title: "R", Filter: "severity > 0", GroupBy: []string{"title", "type"}, Tags: []string{"x"}}
		change(&r)
		set, err := Compile(1, tenant, Book{Rules: []Rule{r}})
		if err != nil {
			t.Fatal(err)
		}
		return set.Rules()[0].Criterion()
	}
	plain := with(Tenant{}, func(*Rule) {})
	if plain == 0 || plain>>63 != 0 {
		t.Errorf("%x has not 63 bits", plain)
	}
	for name, change := range map[string]func(*Rule){
		"order": func(r *Rule) { r.Order = 7 }, "window": func(r *Rule) { r.SearchWindow = MinSearchWindow }, "count": func(r *Rule) { r.GroupCount = 2 },
		"description": func(r *Rule) { r.Description = "x" }, "state": func(r *Rule) { r.State = Append }, "version": func(r *Rule) { r.Version = 9 },
	} {
		if with(Tenant{}, change) != plain {
			t.Errorf("the %s plays a part", name)
		}
	}
	if with(Tenant{Zone: time.UTC}, func(*Rule) {}) != plain {
		t.Error("UTC is not what goes without saying")
	}
	seen := map[uint64]string{plain: "plain", with(Tenant{Zone: time.FixedZone("X", 60)}, func(*Rule) {}): "zone", with(Tenant{Name: "n"}, func(*Rule) {}): "tenant"}
	for name, change := range map[string]func(*Rule){
		"id": func(r *Rule) { r.ID = "s" }, "title": func(r *Rule) { r.Title = "S" }, "filter": func(r *Rule) { r.Filter = "severity > 1" },
		"append filter": func(r *Rule) { r.AppendFilter = "severity > 0.5" }, "rows": func(r *Rule) { r.GroupBy = []string{"title"} },
		"order of rows": func(r *Rule) { r.GroupBy = []string{"type", "title"} },
		"tags":          func(r *Rule) { r.Tags = []string{"y"} }, "priority": func(r *Rule) { r.IgnorePrioritization = true },
	} {
		if got := with(Tenant{}, change); seen[got] != "" {
			t.Errorf("%s is the same as %s", name, seen[got])
		} else {
			seen[got] = name
		}
	}
	if len(seen) != 11 {
		t.Errorf("%v", seen)
	}
	both := func(r *Rule) { r.AppendFilter = "severity > 0.5" }
	if with(Tenant{}, both) != with(Tenant{}, func(r *Rule) { both(r); r.Filter = "severity > 0.9" }) {
		t.Error("the filter plays a part although the search asks by the append filter")
	}
}

func TestASearchAsksTheAppendFilterElseTheFilter(t *testing.T) {
	d := seen("x")
	for _, c := range []struct {
		filter, appends       string
		deprioritized, ignore bool
		want                  bool
	}{
		{"TRUE", "", false, false, true},
		{"FALSE", "", false, false, false},
		{"TRUE", "FALSE", false, false, false},
		{"FALSE", "TRUE", false, false, true},
		{"TRUE", "", true, false, false},
		{"TRUE", "", true, true, true},
		{"FALSE", "TRUE", true, false, false},
		{"FALSE", "TRUE", true, true, true},
	} {
		set, err := Compile(1, Tenant{}, Book{Rules: []Rule{{Title: "R", Filter: c.filter, AppendFilter: c.appends, GroupBy: []string{"title"}, IgnorePrioritization: c.ignore}}})
		if err != nil {
			t.Fatal(err)
		}
		d.Deprioritized = c.deprioritized
		if got := set.Rules()[0].Searches(d); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTheHashOfARowStaysForEver(t *testing.T) {
	for row, want := range map[string]uint64{"": 0x63b0c44298fc1c14, "host:web-1": 0x347c555f2e9de5b9, "é": 0x4a99557e4033c353} {
		if got := RowHash(row); got != want {
			t.Errorf("%q: %#x, want %#x", row, got, want)
		}
	}
}

func TestRulesOfEveryStateButDisabledTakePart(t *testing.T) {
	var b Book
	for i, s := range []State{Disabled, Test, Append, Enabled, ""} {
		b.Rules = append(b.Rules, Rule{Title: string(s) + "x", State: s, Filter: "TRUE", GroupBy: []string{"title"}, Order: 10 - i})
	}
	set, err := Compile(1, Tenant{}, b)
	if err != nil {
		t.Fatal(err)
	}
	var got []State
	for _, c := range set.Rules() {
		got = append(got, c.Rule.State)
		if c.Rule.GroupCount != 1 || c.Rule.MaxDetections != 1000 || c.Rule.SearchWindow != DefaultSearchWindow {
			t.Errorf("a compiled rule lacks what goes without saying: %+v", c.Rule)
		}
	}
	if want := []State{Enabled, Enabled, Append, Test}; len(got) != 4 || [4]State(got) != [4]State(want) {
		t.Errorf("%v", got)
	}
}

func TestClausesOfBothFiltersAreTold(t *testing.T) {
	set, err := Compile(1, Tenant{}, Book{Rules: []Rule{
		{Title: "A", Filter: "title = 'x' AND severity >= 0.9", AppendFilter: "title = 'y'", GroupBy: []string{"title"}}, {Title: "B", Filter: "TRUE", GroupBy: []string{"title"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	filter, appends := set.Rules()[0].Clauses(seen("X"))
	if len(filter) != 2 || !filter[0].Holds || filter[1].Holds || filter[1].Column != 17 || len(appends) != 1 || appends[0].Holds || appends[0].Found[0] != "X" {
		t.Errorf("%+v %+v", filter, appends)
	}
	if _, appends := set.Rules()[1].Clauses(seen("X")); appends != nil {
		t.Errorf("%+v", appends)
	}
}
