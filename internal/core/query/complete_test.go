package query

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// completed gives the inserts at the | of a text, and the text with the first inserted.
func completed(complete func(*Schema[alert], string, int) Completion, text string) (inserts []string, applied string, c Completion) {
	before, after, _ := strings.Cut(text, "|")
	whole := []rune(before + after)
	c = complete(alerts, string(whole), utf8.RuneCountInString(before))
	for _, i := range c.Items {
		inserts = append(inserts, i.Insert)
	}
	if len(inserts) > 0 {
		applied = string(whole[:c.From]) + inserts[0] + string(whole[c.To:])
	}
	return inserts, applied, c
}

func TestHalfWrittenTextIsCompleted(t *testing.T) {
	for text, want := range map[string]string{
		"sc|":                         "score",
		"TI|x":                        "title",
		"title = 'é' AND lab|els = 1": "title = 'é' AND labels = 1",
		"raw|":                        "raw.",
		"title = 'x' AND NOT (sta|":   "title = 'x' AND NOT (state",
		"title CON|":                  "title CONTAINS",
		"title !CON|":                 "title !CONTAINS",
		"title ! CON|":                "title !CONTAINS",
		"title IS |":                  "title IS NULL",
		"title IS NOT |":              "title IS NOT NULL",
		"labels IN |":                 "labels IN (",
		"level = |":                   "level = 'low'",
		"level = 'me|'":               "level = 'medium'",
		"level = 'me|":                "level = 'medium'",
		"level = me|":                 "level = 'medium'",
		"level IN ('low', |":          "level IN ('low', 'low'",
		"score >= hi|":                "score >= 'high'",
		"muted = t|":                  "muted = true",
		"title = 'x' |":               "title = 'x' AND",
		"title = 'x' o|":              "title = 'x' OR",
		"(level = 'x' a|)":            "(level = 'x' AND)",
		"title !|":                    "title !=",
		"level IN ('low'|)":           "level IN ('low',)",
	} {
		if _, got, c := completed(Complete, text); got != want {
			t.Errorf("%s: %q, want %q (%+v)", text, got, want, c)
		}
	}
}

func TestNothingIsOfferedAfterAMistakeOrWhereAnythingGoes(t *testing.T) {
	for _, text := range []string{"title title |", "= |", "title = 'x' )|x", "score > 5|", "title = 'it|", "AND |", "title = 'x' EARLIEST|"} {
		if inserts, _, _ := completed(Complete, text); len(inserts) > 0 {
			t.Errorf("%s: %q", text, inserts)
		}
	}
	if c := Complete(alerts, "é", 99); c.To != 1 {
		t.Errorf("%+v", c)
	}
}

func TestASearchMayEndInARangeOfTime(t *testing.T) {
	for text, want := range map[string]string{
		"title = 'x' ear|": "title = 'x' EARLIEST=", "title = 'x' EARLIEST=|": "title = 'x' EARLIEST=-4h", "title = 'x' EARLIEST=-4h |": "title = 'x' EARLIEST=-4h EARLIEST=",
	} {
		if _, got, c := completed(CompleteSearch, text); got != want {
			t.Errorf("%s: %q, want %q (%+v)", text, got, want, c)
		}
	}
}

func TestOperatorsAreThoseThatTheFieldKnows(t *testing.T) {
	inserts, _, _ := completed(Complete, "score |")
	if all := strings.Join(inserts, " "); all != "= != < <= > >= IN !IN IS NULL IS NOT NULL" {
		t.Error(all)
	}
}

func TestValuesOfAFieldComeFromWhoKnowsThem(t *testing.T) {
	_, _, c := completed(Complete, "title = 'WE|'")
	if c.Field != "title" {
		t.Fatalf("%+v", c)
	}
	got := c.With([]string{"it's web", "Web", "other"}).Items
	if len(got) != 2 || got[0].Insert != "'Web'" || got[1].Insert != "'it''s web'" {
		t.Errorf("%+v", got)
	}
	if _, _, c := completed(Complete, "title |"); c.Field != "" {
		t.Errorf("%+v", c)
	}
}

func FuzzComplete(f *testing.F) {
	f.Add("title = 'x' AND (level IN ('low',", 20)
	f.Add("e'\\", 3)
	f.Fuzz(func(t *testing.T, text string, position int) {
		c := CompleteSearch(alerts, text, position)
		if n := utf8.RuneCountInString(text); c.From < 0 || c.From > c.To || c.To > n {
			t.Fatalf("%d to %d of %d", c.From, c.To, n)
		}
	})
}
