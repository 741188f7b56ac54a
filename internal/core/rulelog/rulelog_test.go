package rulelog

import (
	"strings"
	"testing"
)

func TestEachKindHasASentence(t *testing.T) {
	for _, k := range Kinds {
		e := Entry{
			Kind: k, Rule: &Ref{ID: "r", Title: "By host"}, Template: &Ref{ID: "t", Title: "Plain"}, Detection: &Ref{ID: "d", Title: "Scan %rule"}, Note: "So it is.",
		}
		text := e.Sentence()
		if !strings.HasSuffix(text, ". So it is.") || strings.Contains(text, "%template") || strings.Contains(text, "%detection") {
			t.Errorf("%s: %s", k, text)
		}
	}
	if text := (Entry{Kind: Created, Rule: &Ref{Title: "a"}, Detection: &Ref{Title: "%rule"}}).Sentence(); text != "Rule “a” opened the case with “%rule”." {
		t.Error(text)
	}
}

func TestRowsAreCountedBeyondThoseThatAreKept(t *testing.T) {
	rows := make([]string, MaxRows+1)
	if e := (Entry{}).WithRows(rows); len(e.Rows) != MaxRows || e.RowCount != MaxRows+1 {
		t.Errorf("%d of %d", len(e.Rows), e.RowCount)
	}
}
