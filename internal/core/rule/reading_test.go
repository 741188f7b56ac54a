package rule

import (
	"fmt"
	"slices"
	"testing"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// rulesGrouping compiles rules with these lists of grouping expressions.
func rulesGrouping(t testing.TB, lists ...[]string) []*Compiled {
	t.Helper()
	var b Book
	for _, list := range lists {
		b.Rules = append(b.Rules, Rule{Title: list[0] + " " + string(rune('a'+len(b.Rules))), Filter: "TRUE", GroupBy: list})
	}
	set, err := Compile(1, Tenant{ID: "t1"}, b)
	if err != nil {
		t.Fatalf("%v %+v", err, fault.DetailsOf(err))
	}
	return set.Rules()
}

func TestRulesThatShareAnExpressionHaveTheirOwnRows(t *testing.T) {
	rules := rulesGrouping(t, []string{"entities"}, []string{"entities", "title"}, []string{"entities", "type"}, []string{"rule.title + title"}, []string{"rule.title + title"})
	r := NewReading(nil)
	for _, title := range []string{"Login", "Logout"} {
		d := seen(title, "user:zoe", "host:web-1", "ip:10.0.0.7")
		r.Begin(d)
		got := make([][]string, len(rules))
		for i, c := range rules {
			got[i], _ = r.Rows(c)
		}
		for i, c := range rules {
			if alone, _ := c.Rows(d); !slices.Equal(got[i], alone) {
				t.Errorf("%s of %s has %q, alone %q", c.Rule.Title, title, got[i], alone)
			}
		}
	}
}

func TestASharedExpressionIsWorkedOutOnce(t *testing.T) {
	rules := rulesGrouping(t, []string{"title.split('o')"}, []string{"title.split('o')"})
	r := NewReading(nil)
	r.Begin(seen("Login"))
	first, _ := r.Rows(rules[0])
	second, _ := r.Rows(rules[1])
	if len(first) != 2 || &first[0] != &second[0] {
		t.Errorf("%q and %q are not the same rows", first, second)
	}
}

func TestASharedExpressionThatFailsFailsInEachRule(t *testing.T) {
	rules := rulesGrouping(t, []string{"title.split('o')[7]"}, []string{"type", "title.split('o')[7]"})
	r := NewReading(nil)
	r.Begin(seen("Login"))
	for _, c := range rules {
		rows, errs := r.Rows(c)
		alone, wrong := c.Rows(seen("Login"))
		if !slices.Equal(rows, alone) || len(errs) != 1 || errs[0].Error() != wrong[0].Error() {
			t.Errorf("%s: %q %v, alone %q %v", c.Rule.Title, rows, errs, alone, wrong)
		}
	}
}

func TestRowsThatAreTooManyLeaveNothingBehind(t *testing.T) {
	rules := rulesGrouping(t, []string{"entities", "tags", "tags[0]"})
	d := seen("Many")
	for i := range 20 {
		d.Entities = append(d.Entities, detection.Entity(fmt.Sprint("ip:", i)))
	}
	for i := range MaxRows - 19 {
		d.Tags = append(d.Tags, fmt.Sprint("t", i))
	}
	rows, errs := rules[0].Rows(d)
	if len(rows) != 21 || rows[20] != "t0" || len(errs) != 1 {
		t.Errorf("%d rows %q, %v", len(rows), rows, errs)
	}
}
