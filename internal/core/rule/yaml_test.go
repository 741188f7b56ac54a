package rule

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/span"
)

const example = `apiVersion: caseweave/v1
kind: Template
title: Network intrusion
case_title: "${detection.title} on ${hostnames().join(', ')}"
type: incident response
priority: P2
---
apiVersion: caseweave/v1
kind: Rule
title: Same attacker address, four hours
state: enabled
order: 20
template: Network intrusion
filter: severity >= 0.4 AND @ip IS NOT NULL AND title !CONTAINS 'health check'
append_filter: severity >= 0.6
group_by:
  - entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))
group_duration: 4h
`

func TestAFileHoldsRulesAndTemplates(t *testing.T) {
	b, err := ReadYAML([]byte(example))
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	if len(b.Rules) != 1 || len(b.Templates) != 1 || b.Rules[0].ID != "same-attacker-address-four-hours" ||
		b.Rules[0].GroupDuration.String() != "4h" || b.Templates[0].Priority != "P2" || b.Rules[0].Order != 20 {
		t.Fatalf("%+v", b)
	}
	if _, err := Compile(1, Tenant{}, b); err != nil {
		t.Error(err, fault.DetailsOf(err))
	}
}

func TestEveryMistakeIsToldWithItsPlace(t *testing.T) {
	file := `apiVersion: caseweave/v1
kind: Rule
title: one
title: two
fitler: severity > 0
state: apend
order: soon
group_by: hostnames()
---
apiVersion: v2
kind: Rules
---
apiVersion: caseweave/v1
kind: Template
priority: P9
group_duration: 4 hours
tags: [a, {b: c}]
`
	_, err := ReadYAML([]byte(file))
	want := []fault.Detail{
		{Location: "rules[0].filter", Line: 1, Column: 1, Message: "A rule has a filter.", Suggestion: "severity >= 0.4"},
		{Location: "rules[0].group_by", Line: 8, Column: 11, Message: "This is a list: one entry a line, after a hyphen.", Suggestion: "- hostnames()"},
		{Location: "rules[0].title", Line: 4, Column: 1, Message: "This stands here twice."},
		{Location: "rules[0].fitler", Line: 5, Column: 1, Message: "A rule has no field fitler.", Suggestion: "filter"},
		{Location: "rules[0].state", Line: 6, Column: 8, Message: `"apend" is not one of enabled, append, test, disabled.`, Suggestion: "append"},
		{Location: "rules[0].order", Line: 7, Column: 8, Message: "This is a whole number."},
		{Location: "apiVersion", Line: 10, Column: 13, Message: "A document begins with its apiVersion.", Suggestion: "apiVersion: caseweave/v1"},
		{Location: "kind", Line: 11, Column: 7, Message: "A document is of kind Rule or Template.", Suggestion: "kind: Rule"},
		{Location: "templates[0].title", Line: 13, Column: 1, Message: "A title is missing."},
		{Location: "templates[0].priority", Line: 15, Column: 11, Message: `"P9" is not one of P1, P2, P3, P4.`, Suggestion: "P1"},
		{Location: "templates[0].group_duration", Line: 16, Column: 1, Message: "A template has no field group_duration."},
		{Location: "templates[0].tags[1]", Line: 17, Column: 11, Message: "This is a text."},
	}
	got := fault.DetailsOf(err)
	if fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	for _, w := range want {
		if !containsDetail(got, w) {
			t.Errorf("not told: %+v", w)
		}
	}
	if len(got) != len(want) || t.Failed() {
		t.Errorf("told %d of %d:", len(got), len(want))
		for _, g := range got {
			t.Logf("%+v", g)
		}
	}
}

func TestMistakesInBoundsAndStagesAreToldWithTheirPlace(t *testing.T) {
	file := `apiVersion: caseweave/v1
kind: Rule
title: one
filter: severity > 0
group_by: [title]
group_count: 0
max_detections: 100001
search_window: 0s
group_extend_on_append: maybe
---
apiVersion: caseweave/v1
kind: Rule
id: partner:x
title: two
filter: severity > 0
group_by: [title]
search_window: 31d
group_count: -1
max_detections: many
---
apiVersion: caseweave/v1
kind: Template
title: T
stages:
  - title: Triage
    kind: x
    tasks:
      - instructions: why?
      - a task
  - tasks: yes
`
	_, err := ReadYAML([]byte(file))
	got := map[string]fault.Detail{}
	for _, d := range fault.DetailsOf(err) {
		got[d.Location] = d
	}
	for _, want := range []fault.Detail{
		{Location: "rules[0].group_count", Line: 6, Column: 14, Message: "This is 1 at least.", Suggestion: "1"},
		{Location: "rules[0].max_detections", Line: 7, Column: 17, Message: "The number is from 1 to 100000."},
		{Location: "rules[0].search_window", Line: 8, Column: 16, Message: "This is one second at least.", Suggestion: "4h"},
		{Location: "rules[0].group_extend_on_append", Line: 9, Column: 25, Message: "This is true or false."},
		{Location: "rules[1].id", Line: 13, Column: 5, Message: "An id is at most 100 letters, digits, hyphens, underscores and full stops, and begins with a letter or digit.", Suggestion: "partner-x"},
		{Location: "rules[1].search_window", Line: 17, Column: 16, Message: "The window is from 1s to 30d."},
		{Location: "rules[1].group_count", Line: 18, Column: 14, Message: "The count is from 1 to 1000."},
		{Location: "rules[1].max_detections", Line: 19, Column: 17, Message: "This is a whole number."},
		{Location: "templates[0].stages[0].kind", Line: 26, Column: 5, Message: "A stage has no field kind."},
		{Location: "templates[0].stages[0].tasks[0].title", Line: 28, Column: 9, Message: "A title is missing."},
		{Location: "templates[0].stages[0].tasks[1].title", Line: 29, Column: 9, Message: "A task is lines of a name, a colon and a value.", Suggestion: "title: …"},
		{Location: "templates[0].stages[1].tasks", Line: 30, Column: 12, Message: "This is a list: one task after each hyphen."},
		{Location: "templates[0].stages[1].title", Line: 30, Column: 5, Message: "A title is missing."},
	} {
		if got[want.Location] != want {
			t.Errorf("%s: %+v", want.Location, got[want.Location])
		}
		delete(got, want.Location)
	}
	for _, d := range got {
		t.Errorf("too much: %+v", d)
	}
}

func TestWhatGoesWithoutSayingIsNotWritten(t *testing.T) {
	file := string(WriteYAML(Book{Rules: []Rule{{Title: "R"}}, Templates: []Template{{Title: "T"}}}.Identified()))
	for _, name := range []string{"group_count", "max_detections", "search_window", "group_extend_on_append", "ignore_prioritization", "stages", "shared_with_children", "owner"} {
		if strings.Contains(file, name) {
			t.Errorf("%s stands in\n%s", name, file)
		}
	}
}

func containsDetail(all []fault.Detail, want fault.Detail) bool {
	for _, d := range all {
		if d == want {
			return true
		}
	}
	return false
}

func TestBrokenYAMLNamesItsLine(t *testing.T) {
	_, err := ReadYAML([]byte("apiVersion: caseweave/v1\nkind: Rule\ntitle: [\n"))
	if d := fault.DetailsOf(err); len(d) == 0 || d[len(d)-1].Line < 3 {
		t.Errorf("%v %+v", err, d)
	}
}

func TestAliasesDoNotGrow(t *testing.T) {
	file := "apiVersion: caseweave/v1\nkind: Rule\ntitle: &a " + strings.Repeat("x", 60_000) +
		"\ntags: [" + strings.Repeat("*a,", 200_000) + "]\n"
	if _, err := ReadYAML([]byte(file)); fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	short := "apiVersion: caseweave/v1\nkind: Rule\ntitle: &a hello\nfilter: severity > 0\ngroup_by: [title]\ndescription: *a\n"
	if b, err := ReadYAML([]byte(short)); err != nil || b.Rules[0].Description != "hello" {
		t.Errorf("%+v %v", b, err)
	}
}

func TestLimitsOfAFile(t *testing.T) {
	if _, err := ReadYAML(bytes.Repeat([]byte("#"), MaxFile+1)); fault.KindOf(err) != fault.TooLarge {
		t.Error(err)
	}
	if b, err := ReadYAML(bytes.Repeat([]byte("#"), MaxFile)); err != nil || len(b.Rules) != 0 {
		t.Error(err)
	}
	if _, err := ReadYAML(bytes.Repeat([]byte("---\n{}\n"), MaxDocuments+1)); fault.KindOf(err) != fault.Invalid || len(fault.DetailsOf(err)) != MaxMistakes {
		t.Error(err, len(fault.DetailsOf(err)))
	}
}

func TestIdsFollowFromTitles(t *testing.T) {
	b := Book{Rules: []Rule{{Title: "A b!"}, {Title: "a  B"}, {ID: "a-b-2", Title: "x"}, {Title: "…"}, {Title: "Größe 7"}}}
	var got []string
	for _, r := range b.Identified().Rules {
		got = append(got, r.ID)
	}
	if want := []string{"a-b", "a-b-3", "a-b-2", "untitled", "größe-7"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if b.Rules[0].ID != "" {
		t.Error("the given book was changed")
	}
}

// anyBook draws a valid book.
func anyBook(t *rapid.T) Book {
	line := rapid.StringOf(rapid.OneOf(
		rapid.RuneFrom([]rune("abcZ019 :#-'\"&*!|>%@`{}[],?~\\$=")), rapid.RuneFrom([]rune("éß漢😀\u200b\u2028\ufeff\u00a0")))).Filter(func(s string) bool { return len(s) <= MaxTitle })
	title := line.Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("ab \n\t:#-|>'\"")), rapid.RuneFrom([]rune("é\u2028 ~")))).Filter(func(s string) bool { return len(s) <= 1000 })
	some := func(g *rapid.Generator[string]) []string {
		if all := rapid.SliceOfN(g, 0, 3).Draw(t, "list"); len(all) > 0 {
			return all
		}
		return nil
	}
	var b Book
	for range rapid.IntRange(0, 3).Draw(t, "rules") {
		r := Rule{
			Title: title.Draw(t, "title"), Description: text.Draw(t, "description"), State: rapid.SampledFrom(States).Draw(t, "state"),
			Order: rapid.IntRange(0, maxOrder).Draw(t, "order"), Tags: some(title), Template: line.Draw(t, "template"),
			Filter: title.Draw(t, "filter"), AppendFilter: text.Draw(t, "append filter"), GroupBy: []string{text.Draw(t, "group by") + "x", "yes", "12", "~"},
			GroupDuration: span.Span(rapid.Int64Range(0, int64(span.Max)/1e9).Draw(t, "seconds") * 1e9),
			GroupCount:    rapid.IntRange(1, MaxGroupCount).Draw(t, "count"), GroupExtendOnAppend: rapid.Bool().Draw(t, "extend"),
			MaxDetections: rapid.SampledFrom([]int{1, 1000, MaxMaxDetections}).Draw(t, "most"), AppendComment: text.Draw(t, "comment"),
			SearchWindow:         rapid.SampledFrom([]span.Span{MinSearchWindow, DefaultSearchWindow, MaxSearchWindow}).Draw(t, "window"),
			IgnorePrioritization: rapid.Bool().Draw(t, "ignore"),
		}
		b.Rules = append(b.Rules, r)
	}
	for range rapid.IntRange(0, 2).Draw(t, "templates") {
		b.Templates = append(b.Templates, Template{
			Title: title.Draw(t, "title"), CaseTitle: text.Draw(t, "case title"), Type: rapid.SampledFrom(append(casefile.Types, "")).Draw(t, "type"),
			Priority: rapid.SampledFrom(casefile.Priorities).Draw(t, "priority"), Assignee: line.Draw(t, "assignee"), Tags: some(title),
			KeyFindings: text.Draw(t, "findings"), SharedWithChildren: rapid.Bool().Draw(t, "shared"), Stages: anyStages(t, title, text),
		})
	}
	return b.Identified()
}

func anyStages(t *rapid.T, title, text *rapid.Generator[string]) (stages []casefile.Stage) {
	for range rapid.IntRange(0, 2).Draw(t, "stages") {
		s := casefile.Stage{Title: title.Draw(t, "stage")}
		for range rapid.IntRange(0, 2).Draw(t, "tasks") {
			s.Tasks = append(s.Tasks, casefile.Task{Title: title.Draw(t, "task"), Instructions: text.Draw(t, "instructions")})
		}
		stages = append(stages, s)
	}
	return stages
}

func TestReadingGivesBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBook(t)
		file := WriteYAML(b)
		again, err := ReadYAML(file)
		if err != nil {
			t.Fatalf("%v %+v\n%s", err, fault.DetailsOf(err), file)
		}
		if !reflect.DeepEqual(b, again) {
			t.Fatalf("wrote %+v\nread %+v\n%s", b, again, file)
		}
		if second := WriteYAML(again); !bytes.Equal(file, second) {
			t.Fatalf("first\n%s\nthen\n%s", file, second)
		}
	})
}

func TestTheShippedRulesAreWrittenAsTheyAreRead(t *testing.T) {
	written := WriteYAML(Shipped())
	again, err := ReadYAML(written)
	if err != nil || !reflect.DeepEqual(again, Shipped()) {
		t.Fatal(err)
	}
	if !bytes.Equal(written, shippedFile) {
		t.Errorf("the shipped file is not in the form that WriteYAML gives:\n%s", written)
	}
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte(example))
	f.Add(shippedFile)
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("&a : *a\n--- !!binary x\n...\n---\n<<: {kind: Rule}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ReadYAML(text)
		if err != nil {
			if fault.KindOf(err) == fault.Internal || len(fault.DetailsOf(err)) == 0 && len(text) <= MaxFile {
				t.Fatalf("no clear refusal: %v", err)
			}
			return
		}
		_, places, err := ReadFile(text)
		if err != nil {
			t.Fatal(err)
		}
		for location, at := range places.of {
			moved := fault.DetailsOf(places.InFile(fault.New(fault.Invalid, "x").With(fault.Detail{Location: location, Line: 1, Column: 1})))[0]
			if moved.Line < at.line || moved.Column < 1 {
				t.Fatalf("%s at %+v is said to be at %+v", location, at, moved)
			}
		}
		again, err := ReadYAML(WriteYAML(b))
		if err != nil || !reflect.DeepEqual(b, again) {
			t.Fatalf("wrote %+v\nread %+v\n%v", b, again, err)
		}
	})
}
