package store

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// The condition of a list is made of its filter so that it selects at least what
// the filter means: what no column can answer counts as true. It is made of the
// plain form, in which literals are as the columns hold their values.
//
// A negation turns around what is less than all, so every part is asked twice
// over: what holds at least where it does, or at least where it doesn't.

const (
	// maxConditions bounds what one filter asks of the database.
	maxConditions = 200
	// maxValues is the longest list of literals that it is asked about.
	maxValues = 500
)

// arguments are a statement's.
type arguments []any

// add appends a value and answers its placeholder.
func (a *arguments) add(value any) string {
	*a = append(*a, value)
	return "$" + strconv.Itoa(len(*a))
}

// in is the list of placeholders for values.
func (a *arguments) in(values []any) string {
	var places []string
	for _, v := range values {
		places = append(places, a.add(v))
	}
	return "(" + strings.Join(places, ", ") + ")"
}

// in is a's list of placeholders for values.
func in[V any](a *arguments, values []V) string {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = v
	}
	return a.in(all)
}

// tests are the conditions that columns can answer, by the field's name.
type tests map[string]condition

// condition is a positive test, or its negation, as SQL; empty where it can't say.
type condition func(a *arguments, t query.Test, negative bool) string

const nothing = "1 = 0"

// superset is a condition that holds wherever e does, empty for everywhere; its
// arguments follow those of w.
func (w where) superset(e query.Expr) (string, []any) {
	args := w.arguments
	w.arguments = slices.Clone(args)
	text := w.of(e, false)
	if w.count > maxConditions {
		return "", args
	}
	return text, w.arguments
}

type where struct {
	known     tests
	marks     marksOf
	bearers   bearers
	arguments arguments
	count     int
}

// marksOf are the marks that tests ask for, by the field's name.
type marksOf map[string]func(query.Test) []int64

// bearers are the arrivals of the detections that bear any of marks; false where
// they are too many.
type bearers func(marks []int64) (arrivals []int64, ok bool)

// of holds at least where e does; where negative, at least where e does not.
func (w *where) of(e query.Expr, negative bool) string {
	switch e := e.(type) {
	case query.And:
		return w.chain(e.All, negative, negative)
	case query.Or:
		return w.chain(e.Any, negative, !negative)
	case query.Not:
		return w.of(e.Expr, !negative)
	case query.Constant:
		if bool(e) == negative {
			return nothing
		}
	case query.Test:
		return w.test(e, negative)
	}
	return ""
}

// chain joins parts: by OR where any suffices, else by AND.
func (w *where) chain(parts []query.Expr, negative, any bool) string {
	joint := " AND "
	if any {
		joint = " OR "
	}
	var texts []string
	before := len(w.arguments)
	for _, part := range parts {
		text := w.of(part, negative)
		switch {
		case text != "":
			texts = append(texts, text)
		case any:
			w.arguments = w.arguments[:before]
			return ""
		}
	}
	switch {
	case len(texts) > 0:
		return "(" + strings.Join(texts, joint) + ")"
	case any:
		return nothing
	}
	return ""
}

func (w *where) test(t query.Test, negative bool) string {
	negative = t.Negated != negative
	condition, marks := w.known[t.Field], w.marks[t.Field]
	if len(t.Values) > maxValues || t.Op == query.Null {
		return ""
	}
	if w.count++; w.count > maxConditions { // superset lets all of it go
		return ""
	}
	switch {
	case condition != nil:
		return condition(&w.arguments, t, negative)
	case marks != nil && equals(t) && !negative:
		return w.among(marks(t))
	}
	return ""
}

// among holds for the detections that bear any of marks.
func (w *where) among(marks []int64) string {
	arrivals, ok := w.bearers(marks)
	switch {
	case !ok:
		return ""
	case len(arrivals) == 0:
		return nothing
	}
	text := []byte("d.arrival IN (")
	for _, n := range arrivals {
		text = append(strconv.AppendInt(text, n, 10), ',')
	}
	text[len(text)-1] = ')'
	return string(text)
}

// equals says whether t asks for equality with any of its literals.
func equals(t query.Test) bool { return t.Op == query.Eq || t.Op == query.In }

// bounds are the whole numbers that a literal lies between.
type bounds struct{ low, high int64 }

// between makes t's literals bounds; nil where one has none.
func between(t query.Test, bound func(query.Value) (bounds, bool)) []bounds {
	var all []bounds
	for _, v := range t.Values {
		b, ok := bound(v)
		if !ok {
			return nil
		}
		all = append(all, b)
	}
	return all
}

// compare is a test of a column of whole numbers. Equality is not negated: bounds
// hold more than the literal.
func compare(a *arguments, name string, t query.Test, negative bool, within []bounds) string {
	if len(within) == 0 {
		return ""
	}
	least := t.Op == query.Greater || t.Op == query.GreaterEq
	most := t.Op == query.Less || t.Op == query.LessEq
	switch {
	case equals(t) && !negative:
		var texts []string
		for _, b := range within {
			texts = append(texts, name+" BETWEEN "+a.add(b.low)+" AND "+a.add(b.high))
		}
		return "(" + strings.Join(texts, " OR ") + ")"
	case least && !negative, most && negative:
		return name + " >= " + a.add(within[0].low)
	case most && !negative, least && negative:
		return name + " <= " + a.add(within[0].high)
	}
	return ""
}

// numeric is a column of whole numbers, which hold scale times the field.
func numeric(name string, scale float64) condition {
	bound := func(v query.Value) (bounds, bool) {
		n := v.Number * scale
		if v.Kind != query.Number || math.Abs(n) > 1<<52 {
			return bounds{}, false
		}
		return bounds{int64(math.Floor(n - 1e-6)), int64(math.Ceil(n + 1e-6))}, true
	}
	return func(a *arguments, t query.Test, negative bool) string {
		return compare(a, name, t, negative, between(t, bound))
	}
}

// counted is numeric for a field whose literals may also be digits in quotes.
func counted(name string) condition {
	plain := numeric(name, 1)
	return func(a *arguments, t query.Test, negative bool) string {
		values := slices.Clone(t.Values)
		for i, v := range values {
			if n, err := strconv.ParseUint(v.Text, 10, 52); err == nil && v.Kind == query.Text && equals(t) {
				values[i] = query.NumberValue(float64(n))
			}
		}
		t.Values = values
		return plain(a, t, negative)
	}
}

// temporal is a column of microseconds. A missing time is none of them, so
// nothing is said of negations.
func temporal(name string) condition {
	bound := func(v query.Value) (bounds, bool) {
		at, err := time.Parse(time.RFC3339Nano, v.Text)
		return bounds{at.UnixMicro(), at.UnixMicro()}, err == nil
	}
	return func(a *arguments, t query.Test, negative bool) string {
		if negative {
			return ""
		}
		return compare(a, name, t, negative, between(t, bound))
	}
}

// oneOf is a column that holds what value makes of a literal, and equal values
// where the literals are; nothing that it makes is asked for.
func oneOf(name string, value func(query.Value) (any, bool)) condition {
	return func(a *arguments, t query.Test, negative bool) string {
		var values []any
		for _, v := range t.Values {
			if made, ok := value(v); ok {
				values = append(values, made)
			} else if negative {
				return ""
			}
		}
		switch {
		case !equals(t):
			return ""
		case negative:
			return name + " NOT IN " + a.in(values)
		case len(values) == 0:
			return nothing
		}
		return name + " IN " + a.in(values)
	}
}

// foldedText is a column of folded bytes.
func foldedText(name string) condition {
	return oneOf(name, func(v query.Value) (any, bool) { return []byte(v.Text), v.Kind == query.Text })
}

// words is a column that holds one of a closed list of words.
func words[W ~string](name string, list []W) condition {
	return oneOf(name, func(v query.Value) (any, bool) {
		i := place(list, v)
		if i < 0 {
			return nil, false
		}
		return string(list[i]), true
	})
}

// ranks is a column that holds the place of the field's word in a list.
func ranks[W ~string](name string, list []W) condition {
	return oneOf(name, func(v query.Value) (any, bool) {
		i := place(list, v)
		return i, i >= 0
	})
}

// rising is ranks whose words also compare. What is no word at all ranks lowest
// in the column, but not in the language, so nothing is said of negated orders.
func rising[W ~string](name string, list []W) condition {
	bound := func(v query.Value) (bounds, bool) {
		i := int64(place(list, v))
		return bounds{i, i}, i >= 0
	}
	return func(a *arguments, t query.Test, negative bool) string {
		switch {
		case equals(t):
			return ranks(name, list)(a, t, negative)
		case negative:
			return ""
		}
		return compare(a, name, t, negative, between(t, bound))
	}
}

func place[W ~string](list []W, v query.Value) int {
	return slices.IndexFunc(list, func(w W) bool { return strings.EqualFold(string(w), v.Text) })
}

// mentions are the marks of entities: of the given kinds, or as the literal says where there are none.
func mentions(kinds ...string) func(query.Test) []int64 {
	return func(t query.Test) (marks []int64) {
		for _, v := range t.Values {
			for _, kind := range kinds {
				marks = append(marks, entityMark(detection.Entity(kind+":"+v.Text)))
			}
			if len(kinds) == 0 {
				marks = append(marks, entityMark(detection.Entity(v.Text)))
			}
		}
		return marks
	}
}

// readsRaw says whether e looks into what the source sent.
func readsRaw(e query.Expr) (reads bool) {
	query.Walk(e, func(e query.Expr) bool {
		if t, ok := e.(query.Test); ok && (t.Field == "raw" || strings.HasPrefix(t.Field, "raw.")) {
			reads = true
		}
		return !reads
	})
	return reads
}
