package rule

import (
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// speaking compiles one rule with these texts.
func speaking(t *testing.T, title, findings, comment string) *Compiled {
	t.Helper()
	set, err := Compile(7, Tenant{Name: "Acme"}, Book{
		Templates: []Template{{ID: "t", Title: "T", Version: 4, CaseTitle: title, KeyFindings: findings, Stages: []casefile.Stage{{Title: "Triage"}}}},
		Rules:     []Rule{{ID: "r", Title: "R", Version: 3, Filter: "severity > 0", GroupBy: []string{"title"}, Template: "t", AppendComment: comment}},
	})
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	return set.Rules()[0]
}

func TestTextsSpeakOfTheCaseAndAllItsDetections(t *testing.T) {
	scene := Scene{
		Detection:  seen("Login"),
		Detections: []*detection.Detection{seen("Scan", "host:a"), seen("Login", "host:b")},
		Case:       &casefile.Case{Number: 42, Title: "Old", Severity: casefile.High, Priority: "P1", Status: casefile.New, Type: "threat hunt", Tags: []string{"x", "y"}, DetectionCount: 2},
	}
	for text, want := range map[string]string{
		"${detections.map(d, d.title).join(', ')}":                                        "Scan, Login",
		"${detections.size()} in ${case.number}: ${case.title}":                           "2 in 42: Old",
		"${case.severity} ${case.priority} ${case.status} ${case.type}":                   "high P1 new threat hunt",
		"${case.tags.join('+')} ${case.detection_count}":                                  "x+y 2",
		"${detections.filter(d, d.entities.exists(e, e == 'host:b')).map(d, d.title)[0]}": "Login",
		"${detections.all(d, d.severity > 0.5) ? 'all' : title}":                          "all",
		"one\n  two ${title}\n\n":                                                         "one\n  two Login",
	} {
		got, err := speaking(t, "", "", text).Comment(scene)
		if got != want || err != nil {
			t.Errorf("%s gives %q %v, want %q", text, got, err, want)
		}
	}
}

func TestWithoutDetectionsTheOneIsAll(t *testing.T) {
	got, err := speaking(t, "", "${detections.map(d, d.title).join()}", "").KeyFindings(Scene{Detection: seen("Scan")})
	if got != "Scan" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

func TestATextThatFailsIsEmptyAndTellsWhichAndWhy(t *testing.T) {
	c := speaking(t, "${hostnames()[0]}", "${case.number}", "${detections[5].title}")
	scene := Scene{Detection: seen("Scan")}
	for field, say := range map[string]func(Scene) (string, error){"case_title": c.CaseTitle, "key_findings": c.KeyFindings, "append_comment": c.Comment} {
		got, err := say(scene)
		if got != "" || err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %q %v", field, got, err)
		}
	}
	if _, err := c.KeyFindings(scene); !strings.Contains(err.Error(), "no case yet") {
		t.Error(err)
	}
}

func TestALongTextIsCut(t *testing.T) {
	got, err := speaking(t, "", "", "${title}").Comment(Scene{Detection: seen(strings.Repeat("é", MaxText))})
	if err != nil || len(got) > MaxText || len(got) < MaxText-4 || !strings.HasSuffix(got, "é…") {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestGroupingSpeaksOfOneDetectionOnly(t *testing.T) {
	for _, expression := range []string{"title + string(detections.size())", "[title, case.title].join()"} {
		if got := refusal(t, expression); !strings.HasPrefix(got.Message, "Undeclared reference") || got.Column < 2 {
			t.Errorf("%s: %+v", expression, got)
		}
	}
}

func TestMistakesInTextsHaveTheirPlaces(t *testing.T) {
	got := mistakesIn(t, Book{
		Templates: []Template{{Title: "T", KeyFindings: "a\n ${detection}"}},
		Rules:     []Rule{{Title: "R", Filter: "severity > 0", GroupBy: []string{"title"}, AppendComment: "a ${detectons}"}},
	})
	want := []fault.Detail{
		{Location: "templates[0].key_findings", Line: 2, Column: 4, Message: "The result is a whole detection; in a text stands a text, number, truth value or time."},
		{Location: "rules[0].append_comment", Line: 1, Column: 5, Message: "Undeclared reference to 'detectons'.", Suggestion: "detections"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestAPlanNamesItsTemplateAndBringsItsStages(t *testing.T) {
	c := speaking(t, "", "", "")
	if want := (casefile.TemplateRef{ID: "t", Title: "T", Version: 4}); c.Plan.Template != want || len(c.Plan.Stages) != 1 {
		t.Errorf("%+v", c.Plan)
	}
	if want := (casefile.RuleRef{ID: "r", Title: "R", Version: 3, SetVersion: 7}); c.Ref() != want || c.Plan.OpenedBy != want {
		t.Errorf("%+v", c.Ref())
	}
	opened, _ := casefile.Open("t", 1, c.Plan, seen("Scan"), casefile.ByRule(c.Ref()), seen("").CreatedAt)
	if opened.Template != c.Plan.Template || len(opened.Stages) != 1 {
		t.Errorf("%+v", opened)
	}
}
