package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// mistakesIn compiles a book that must be refused.
func mistakesIn(t *testing.T, b Book) []fault.Detail {
	t.Helper()
	_, err := Compile(1, Tenant{}, b)
	if fault.KindOf(err) != fault.Invalid {
		t.Fatalf("not refused as invalid: %v", err)
	}
	return fault.DetailsOf(err)
}

func refusal(t *testing.T, expression string) fault.Detail {
	t.Helper()
	all := mistakesIn(t, Book{Rules: []Rule{{Title: "r", Filter: "severity > 0", GroupBy: []string{"title", expression}}}})
	if all[0].Location != "rules[0].group_by[1]" {
		t.Errorf("%s: the mistake is at %s", expression, all[0].Location)
	}
	return all[0]
}

func TestAGroupingExpressionNamesAnAttributeOfTheDetection(t *testing.T) {
	for _, constant := range []string{
		"'x'", "1 + 1", "['a', 'b']", "rule.title", "tenant.name + rule.id", "['a'].map(title, title)", "day(timestamp('2026-01-01T00:00:00Z'))",
		"rule.tags.filter(usernames, usernames != '')", "[1].map(detection, detection)",
	} {
		if got := refusal(t, constant); !strings.Contains(got.Message, "attribute of the detection") {
			t.Errorf("%s: %+v", constant, got)
		}
	}
	for _, fine := range []string{
		"['a'].map(x, x + title)", "['a'].map(title, title + type)", "detection.title", "detection.?confidence.orValue(0.5)", "values('k')", "has(detection.confidence)",
		"day(created_at)", "rule.tags.filter(t, t in tags)", "{'a': title}['a']",
	} {
		grouped(t, fine)
	}
}

func TestAResultThatIsNoRowIsRefusedAtSave(t *testing.T) {
	for expression, want := range map[string]string{
		"{'a': title}": "a map", "[{'a': title}]": "a list of map", "detection": "attribute of the detection", "created_at - first_seen_at": "a duration",
		"bytes(title)": "bytes", "type(title)": "a type", "ips().map(i, ip(i))": "a list of", "[title].map(t, detection)": "a list of whole detection",
	} {
		if got := refusal(t, expression); !strings.Contains(got.Message, want) {
			t.Errorf("%s: %+v", expression, got)
		}
	}
}

func TestAMistakeInAnExpressionHasItsPlaceAndAGuess(t *testing.T) {
	for expression, want := range map[string]fault.Detail{
		"titel":                       {Line: 1, Column: 1, Message: "Undeclared reference to 'titel'.", Suggestion: "title"},
		"title +\n  usernmes()":       {Line: 2, Column: 3, Message: "Undeclared reference to 'usernmes'.", Suggestion: "usernames()"},
		"hostnames":                   {Line: 1, Column: 1, Message: "Undeclared reference to 'hostnames'.", Suggestion: "hostnames()"},
		"detection.titel":             {Line: 1, Column: 11, Message: "Undefined field 'titel'.", Suggestion: "title"},
		"title + 'é' + severity":      {Line: 1, Column: 13, Message: "“+” can't be used with text, number."},
		"day(title)":                  {Line: 1, Column: 4, Message: "“day” can't be used with text."},
		"title.matches('(')":          {Line: 1, Column: 15},
		"title.matches(type)":         {Line: 1, Column: 15, Message: "A regular expression is written as one text in quotes."},
		"title.matches('a{1000}{9}')": {Line: 1, Column: 15},
		"":                            {Line: 1, Column: 1, Message: "The expression is empty."},
		"title +":                     {Line: 1, Column: 8, Message: "The expression ends too early."},
		"title title":                 {Line: 1, Column: 7, Message: "This is not understood at “title”."},
		"a b c":                       {Line: 1, Column: 3, Message: "This is not understood at “b”."},
		"title..x":                    {Line: 1, Column: 7, Message: "This is not understood at “..”."},
		"severity > 0.0 ? title : 1":  {Line: 1, Column: 16, Message: "“? :” can't be used with truth value, text, whole number."},
		"{'a': [1]} + tags":           {Line: 1, Column: 12, Message: "“+” can't be used with map, list of text."},
		"detection.?titel":            {Line: 1, Column: 12, Message: "Undefined field 'titel'.", Suggestion: "title"},
		strings.Repeat("[", 200):      {Line: 1, Column: 1, Message: "The expression is nested too deeply."},
	} {
		got := refusal(t, expression)
		if got.Line != want.Line || got.Column != want.Column || want.Message != "" && got.Message != want.Message || got.Suggestion != want.Suggestion {
			t.Errorf("%q: %+v, want %+v", expression, got, want)
		}
	}
}

func TestExpressionsBeyondTheLimitsAreRefused(t *testing.T) {
	for name, expression := range map[string]string{
		"length":  "title + '" + strings.Repeat("x", MaxExpression) + "'",
		"nesting": strings.Repeat("[", 200) + "title" + strings.Repeat("]", 200),
		"loops":   "tags.map(a, tags.map(b, tags.map(c, tags.map(d, a))))",
		"depth":   "[[[[[[title]]]]]]",
	} {
		if got := refusal(t, expression); got.Message == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAllMistakesOfABookAreTold(t *testing.T) {
	b := Book{
		Rules: []Rule{
			{ID: "same", Title: "a", Filter: "severity >", GroupBy: []string{"1"}, Template: "netwrk"},
			{ID: "same", Title: "", Filter: "titel = 'x'", AppendFilter: "severity >= 'x'", State: "on"},
			{Title: "c\x00", Filter: " ", GroupBy: []string{"title"}, Order: -1, Tags: []string{""}, Template: "Twin", Owner: "me", GroupDuration: -1},
		},
		Templates: []Template{{Title: "Network"}, {Title: "Twin", CaseTitle: "é ${titel} ${"}, {Title: "TWIN", Status: casefile.Resolved, Assignee: "provider"}},
	}
	got := map[string]string{}
	for _, d := range mistakesIn(t, b) {
		got[d.Location] += fmt.Sprintf("%d:%d %s|%s\n", d.Line, d.Column, d.Message, d.Suggestion)
	}
	for _, location := range []string{
		"rules[0].filter", "rules[0].group_by[0]", "rules[0].template", "rules[1].id", "rules[1].title", "rules[1].filter", "rules[1].append_filter",
		"rules[1].state", "rules[1].group_by", "rules[2].title", "rules[2].filter", "rules[2].order", "rules[2].tags[0]", "rules[2].template",
		"rules[2].owner", "rules[2].group_duration", "templates[1].case_title", "templates[2].status", "templates[2].assignee",
	} {
		if got[location] == "" {
			t.Errorf("nothing about %s", location)
		}
		delete(got, location)
	}
	if len(got) > 0 {
		t.Errorf("too much: %q", got)
	}
}

func TestATemplateIsFoundByIdOrTitle(t *testing.T) {
	templates := []Template{
		{ID: "net", Title: "Network intrusion", Priority: "P1", Type: "threat hunt", Assignee: "u7", Tags: []string{"x"}, CaseTitle: "Net: ${title}"},
		{Title: "net"},
	}
	for _, name := range []string{"net", "network INTRUSION"} {
		set, err := Compile(9, Tenant{}, Book{Templates: templates, Rules: []Rule{{Title: "R 1", Filter: "severity > 0", GroupBy: []string{"title"}, Template: name}}})
		if err != nil {
			t.Fatal(err)
		}
		c := set.Rules()[0]
		if c.Plan.Priority != "P1" || c.Plan.Type != "threat hunt" || c.Plan.Assignee.ID != "u7" || c.Plan.Status != casefile.New || c.Plan.ManagedBy != casefile.Self {
			t.Errorf("%s: %+v", name, c.Plan)
		}
		if want := (casefile.RuleRef{ID: "r-1", Title: "R 1", SetVersion: 9}); c.Plan.OpenedBy != want || c.Ref() != want {
			t.Errorf("%+v", c.Plan.OpenedBy)
		}
		if got, err := c.CaseTitle(Scene{Detection: seen("Scan")}); got != "Net: Scan" || err != nil {
			t.Error(got, err)
		}
	}
}

func TestACaseTitleIsTextWithExpressions(t *testing.T) {
	d := seen("Bad\nlogin", "host:web-1", "host:web-2", "user:zoe")
	for script, want := range map[string]string{
		"": "", "plain": "plain", "${title}": "Bad login", "${detection.title} on ${hostnames().join(', ')} (${severity})": "Bad login on web-1, web-2 (0.7)",
		"${'}' + {'a': title}['a']}!": "}Bad login!", "costs $5 $${x} ${1 + 1}$": "costs $5 ${x} 2$", "${usernames()[3]} x": "", "${tenant.name}: ${rule.title}": "Acme: R",
		"a ${''} \t b": "a b", "${confidence}x": "x", strings.Repeat("é", 300): strings.Repeat("é", 98) + "…",
	} {
		set, err := Compile(1, Tenant{Name: "Acme"}, Book{
			Templates: []Template{{ID: "t", Title: "T", CaseTitle: script}},
			Rules:     []Rule{{Title: "R", Filter: "severity > 0", GroupBy: []string{"title"}, Template: "t"}},
		})
		if err != nil {
			t.Errorf("%s: %v %+v", script, err, fault.DetailsOf(err))
			continue
		}
		if got, err := set.Rules()[0].CaseTitle(Scene{Detection: d}); got != want || (err != nil) != strings.Contains(script, "[3]") {
			t.Errorf("%q gives %q, want %q", script, got, want)
		}
	}
}

func TestAMistakeInACaseTitleHasItsPlace(t *testing.T) {
	for script, want := range map[string][2]int{
		"é ${titel}": {1, 5}, "a\nbc ${title +\n titel}": {3, 2}, "ab ${title": {1, 4}, "${title}${tags}": {1, 11}, "${}": {1, 3},
	} {
		got := mistakesIn(t, Book{Templates: []Template{{Title: "T", CaseTitle: script}}})
		if got[0].Location != "templates[0].case_title" || got[0].Line != want[0] || got[0].Column != want[1] {
			t.Errorf("%q: %+v, want %v", script, got[0], want)
		}
	}
}

func TestTheShippedRulesWeaveByHostUserTypeAndDay(t *testing.T) {
	set, err := Compile(1, Tenant{}, Shipped())
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	byHost, byType := set.Rules()[0], set.Rules()[1]
	d := seen("Login", "host:root", "user:root", "user:zoe", `user:nt authority\system`, "user:web-1$", "host:web-1", "ip:10.0.0.1", "host:localhost")
	if rows, errs := byHost.Rows(d); len(errs) > 0 || !slices.Equal(rows, []string{"host:root", "user:zoe", "host:web-1"}) {
		t.Errorf("%q %v", rows, errs)
	}
	if rows, errs := byType.Rows(d); len(errs) > 0 || !slices.Equal(rows, []string{"type:rule-7 day:2026-11-21"}) {
		t.Errorf("%q %v", rows, errs)
	}
	if byHost.Rule.Order != 10 || byType.Rule.Order != 20 || time.Duration(byHost.Rule.GroupDuration) != 4*time.Hour {
		t.Error("the order or window is not the promised one")
	}
	for severity, want := range map[detection.Fraction][3]bool{399: {}, 400: {true, false, true}, 599: {true, false, true}, 600: {true, true, true}} {
		d.Severity = severity
		if got := [3]bool{byHost.Filter(d), byType.Filter(d), byType.Appends(d)}; got != want {
			t.Errorf("%v: %v, want %v", severity, got, want)
		}
	}
}

func TestASetCompiledFromAnotherIsTheOneCompiledAnew(t *testing.T) {
	was := Book{Rules: []Rule{
		{ID: "kept", Title: "Kept", Filter: "severity >= 0.4", AppendFilter: "severity >= 0.2", GroupBy: []string{"title", "type"}},
		{ID: "changed", Title: "Changed", Filter: "severity >= 0.4", GroupBy: []string{"title"}},
	}}
	is := Book{Rules: []Rule{
		{ID: "kept", Title: "Kept", Filter: "severity >= 0.4", AppendFilter: "severity >= 0.2", GroupBy: []string{"type", "title"}},
		{ID: "changed", Title: "Changed", Filter: "severity >= 0.9", AppendFilter: "severity >= 0.4", GroupBy: []string{"title + 'x'"}},
	}}
	before, err := Compile(1, Tenant{ID: "t"}, was)
	if err != nil {
		t.Fatal(err)
	}
	from, err := before.Compile(2, Tenant{ID: "t"}, is)
	if err != nil {
		t.Fatal(err)
	}
	anew, err := Compile(2, Tenant{ID: "t"}, is)
	if err != nil {
		t.Fatal(err)
	}
	for _, severity := range []detection.Fraction{100, 200, 400, 900} {
		d := &detection.Detection{Title: "Title", Type: "Type", Severity: severity}
		for i, r := range from.Rules() {
			same := anew.Rules()[i]
			rows, _ := r.Rows(d)
			wanted, _ := same.Rows(d)
			if r.Filter(d) != same.Filter(d) || r.Appends(d) != same.Appends(d) || !slices.Equal(rows, wanted) || r.Ref() != same.Ref() || r.Criterion() != same.Criterion() {
				t.Errorf("%s differs at %v: %v, want %v", r.Rule.ID, severity, rows, wanted)
			}
		}
	}
}

func TestWordsOfAddressesAreNoIDs(t *testing.T) {
	b := Book{Rules: []Rule{{Title: "New"}, {Title: "Export"}}}.Identified()
	if b.Rules[0].ID != "new-2" || b.Rules[1].ID != "export-2" {
		t.Errorf("%q %q", b.Rules[0].ID, b.Rules[1].ID)
	}
	_, err := Compile(1, Tenant{}, Book{Rules: []Rule{{ID: "export", Title: "x", Filter: "severity >= 0.4", GroupBy: []string{"title"}}}})
	if details := fault.DetailsOf(err); len(details) != 1 || details[0].Location != "rules[0].id" {
		t.Error(err, details)
	}
}
