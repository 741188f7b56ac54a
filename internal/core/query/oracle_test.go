package query

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/fold"
)

// alert is a record with a field of each kind.
type alert struct {
	title     string
	state     string
	labels    []string
	addresses []string
	score     *float64
	level     string
	muted     bool
	seenAt    time.Time
	raw       map[string][]string // by path
}

var levels = []string{"low", "medium", "high"}

func elements(get func(*alert) []string) Some[alert] {
	return func(a *alert, holds func(string) bool) bool { return slices.ContainsFunc(get(a), holds) }
}

func address(s string) string {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap().String()
	}
	return fold.String(s)
}

var alerts = NewSchema(
	TextField("title", "", func(a *alert) string { return a.title }),
	TextField("state", "", func(a *alert) string { return a.state }).OneOf("open", "closed"),
	ListField("labels", "", elements(func(a *alert) []string { return a.labels })),
	ListField("@ip", "", elements(func(a *alert) []string { return a.addresses })).InForm(address),
	NumberField("score", "", func(a *alert) (float64, bool) {
		if a.score == nil {
			return 0, false
		}
		return *a.score, true
	}).InBands(Band{"low", 0}, Band{"medium", 3}, Band{"high", 6}),
	RankField("level", "", levels, func(a *alert) string { return a.level }),
	BoolField("muted", "", func(a *alert) bool { return a.muted }),
	TimeField("seen_at", "", func(a *alert) time.Time { return a.seenAt }),
	PathField("raw", "", func(a *alert, path []string, holds func(string) bool) bool {
		return slices.ContainsFunc(a.raw[strings.Join(path, "/")], holds)
	}),
)

// means is the language transcribed literally, slowly, and only for checked trees.
func means(e Expr, a *alert) bool {
	switch e := e.(type) {
	case And:
		for _, part := range e.All {
			if !means(part, a) {
				return false
			}
		}
		return true
	case Or:
		for _, part := range e.Any {
			if means(part, a) {
				return true
			}
		}
		return false
	case Not:
		return !means(e.Expr, a)
	case Test:
		return testMeans(e, a) != e.Negated
	}
	return e == Constant(true)
}

func testMeans(t Test, a *alert) bool {
	switch t.Field {
	case "title":
		return textsMean(t, []string{a.title}, nil)
	case "state":
		return textsMean(t, []string{a.state}, nil)
	case "labels":
		return textsMean(t, a.labels, nil)
	case "@ip":
		return textsMean(t, a.addresses, address)
	case "level":
		return levelMeans(t, a.level)
	case "muted":
		return textsMean(t, []string{strconv.FormatBool(a.muted)}, nil)
	case "score":
		return scoreMeans(t, a.score)
	case "seen_at":
		return timeMeans(t, a.seenAt)
	}
	return textsMean(t, a.raw[strings.Join(segments(t.Field)[1:], "/")], nil)
}

func textsMean(t Test, texts []string, canonical func(string) string) bool {
	texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
	if t.Op == Null {
		return len(texts) == 0
	}
	for _, s := range texts {
		for _, v := range t.Values {
			if canonical != nil && (t.Op == Eq || t.Op == In) {
				v.Text = canonical(v.Text)
			}
			if textMeans(t.Op, s, v) {
				return true
			}
		}
	}
	return false
}

func textMeans(op Op, s string, v Value) bool {
	if v.Kind == Number {
		n, err := strconv.ParseFloat(s, 64)
		return err == nil && ordered(op, n < v.Number, n == v.Number)
	}
	x, y := fold.String(s), fold.String(v.Text)
	switch op {
	case Contains:
		return strings.Contains(x, y)
	case StartsWith:
		return strings.HasPrefix(x, y)
	case EndsWith:
		return strings.HasSuffix(x, y)
	case Matches:
		return regexp.MustCompile("(?i)" + v.Text).MatchString(s)
	case InCIDR:
		a, err := netip.ParseAddr(s)
		return err == nil && netip.MustParsePrefix(v.Text).Contains(a)
	}
	return ordered(op, x < y, x == y)
}

func ordered(op Op, less, equal bool) bool {
	switch op {
	case Eq, In:
		return equal
	case Less:
		return less
	case LessEq:
		return less || equal
	case Greater:
		return !less && !equal
	}
	return !less
}

func levelMeans(t Test, level string) bool {
	if t.Op == Null {
		return level == ""
	}
	at := slices.Index(levels, level)
	return at >= 0 && slices.ContainsFunc(t.Values, func(v Value) bool {
		bound := slices.Index(levels, fold.String(v.Text))
		return ordered(t.Op, at < bound, at == bound)
	})
}

// scoreMeans takes a word for a band as the place of the score's own band.
func scoreMeans(t Test, score *float64) bool {
	if t.Op == Null || score == nil {
		return t.Op == Null && score == nil
	}
	band := "low"
	if *score >= 3 {
		band = "medium"
	}
	if *score >= 6 {
		band = "high"
	}
	return slices.ContainsFunc(t.Values, func(v Value) bool {
		if v.Kind == Text {
			return levelMeans(Test{Op: t.Op, Values: []Value{v}}, band)
		}
		return ordered(t.Op, *score < v.Number, *score == v.Number)
	})
}

func timeMeans(t Test, at time.Time) bool {
	if t.Op == Null || at.IsZero() {
		return t.Op == Null && at.IsZero()
	}
	return slices.ContainsFunc(t.Values, func(v Value) bool {
		bound, err := time.Parse(time.RFC3339, v.Text)
		return err == nil && ordered(t.Op, at.Before(bound), at.Equal(bound))
	})
}
