package query

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWhatCoversWhat(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"TRUE", "title = 'x'", true},
		{"title = 'x'", "TRUE", false},
		{"title = 'x'", "FALSE", true},
		{"score >= 4", "score >= 6", true},
		{"score >= 6", "score >= 4", false},
		{"score >= 4", "score > 4", true},
		{"score > 4", "score >= 4", false},
		{"score < 4", "score <= 3.9", true},
		{"score < 4", "score <= 4", false},
		{"score < 4", "score IN (1, 3)", true},
		{"score < 4", "score IN (1, 4)", false},
		{"score >= 'medium'", "score = 'high'", true},
		{"score < 'medium'", "score = 'medium'", false},
		{"score >= 4", "title = 'x' AND score >= 6", true},
		{"score >= 4 AND title = 'X'", "title = 'x' AND score >= 6", true},
		{"score >= 4 AND title = 'y'", "title = 'x' AND score >= 6", false},
		{"title = 'x' OR level = 'low'", "level = 'low'", true},
		{"title IN ('x', 'y')", "title = 'x' OR title = 'Y'", true},
		{"title = 'x'", "title IN ('x', 'y')", false},
		{"labels CONTAINS 'eb'", "labels = 'web'", true},
		{"labels CONTAINS 'eb'", "labels STARTS_WITH 'Web'", true},
		{"labels STARTS_WITH 'w'", "labels CONTAINS 'web'", false},
		{"title IS NOT NULL", "title CONTAINS 'x'", true},
		{"title IS NOT NULL", "title != 'x'", false},
		{"title IS NULL", "title = 'x'", false},
		{"title !CONTAINS 'abc'", "title !CONTAINS 'b'", true},
		{"title !CONTAINS 'b'", "title !CONTAINS 'abc'", false},
		{"NOT score < 4", "NOT score < 6", true},
		{"NOT score < 6", "NOT score < 4", false},
		{"score >= 4", "NOT score < 4", false},
	} {
		wide, _ := ParseFilter(c.wide)
		narrow, err := ParseFilter(c.narrow)
		if err != nil {
			t.Fatal(err)
		}
		if got := Covers(wide, narrow, alerts); got != c.want {
			t.Errorf("%s covers %s: %v", c.wide, c.narrow, got)
		}
	}
}

func TestCoversIsNeverWrong(t *testing.T) {
	proofs := 0
	rapid.Check(t, func(t *rapid.T) {
		wide, narrow := drawExpr(t, 2), drawExpr(t, 2)
		switch rapid.IntRange(0, 3).Draw(t, "kinship") {
		case 0:
			narrow = And{[]Expr{narrow, wide}}
		case 1:
			wide = Or{[]Expr{wide, narrow}}
		case 2:
			wide, narrow = drawExpr(t, 0), drawExpr(t, 0)
		}
		if !Covers(wide, narrow, alerts) {
			return
		}
		proofs++
		isWide, err := Compile(wide, alerts)
		isNarrow, also := Compile(narrow, alerts)
		if err != nil || also != nil {
			t.Fatal(err, also)
		}
		for range 5 {
			if a := drawAlert(t); isNarrow(a) && !isWide(a) {
				t.Fatalf("%s does not cover %s: %+v", wide, narrow, a)
			}
		}
	})
	if proofs < 10 {
		t.Errorf("only %d proofs were tried", proofs)
	}
}
