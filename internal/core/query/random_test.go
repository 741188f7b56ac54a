package query

import (
	"time"

	"pgregory.net/rapid"
)

var (
	someTexts    = []string{"alpha", "Alpha Beta", "BETA", "it's", "ÉCOLE", "école", "straße", "\u212Aelvin", "kelvin", "a\nb\\", "true", "-4h", "7", "7.0", "443", "x\u00a0y"}
	someLabels   = []string{"open", "T1059", "t1059.001", "Web", "10.0.0.5", ""}
	someIPs      = []string{"10.0.0.5", "10.1.0.5", "2001:db8::1", "printer", "192.0.2.9"}
	someScores   = []float64{0, 1, 2.999, 3, 5.5, 6, 6.5, 9}
	someTimes    = []string{"2026-05-01T12:00:00Z", "2026-05-01T14:00:00+02:00", "2026-05-01T12:00:00.000001Z", "2020-02-29T00:00:00Z"}
	somePaths    = []string{"raw.port", "raw.Agent.name", "raw.labels.'k8s.io/app'"}
	somePatterns = []string{"^a", "be?ta", "école", `\bk`, "[0-9]+", "x|y"}
	someNetworks = []string{"10.0.0.0/8", "10.0.0.0/24", "2001:db8::/64", "0.0.0.0/0"}
)

func pick[V any](t *rapid.T, from []V) V { return rapid.SampledFrom(from).Draw(t, "pick") }

func drawAlert(t *rapid.T) *alert {
	some := func(from []string) []string { return rapid.SliceOfN(rapid.SampledFrom(from), 0, 3).Draw(t, "list") }
	nonEmpty := func(from []string) (kept []string) {
		for _, s := range some(from) {
			if s != "" {
				kept = append(kept, s)
			}
		}
		return kept
	}
	a := &alert{
		title:     pick(t, append([]string{""}, someTexts...)),
		state:     pick(t, []string{"", "open", "closed"}),
		labels:    nonEmpty(someLabels),
		addresses: nonEmpty(someIPs),
		level:     pick(t, append([]string{""}, levels...)),
		muted:     rapid.Bool().Draw(t, "muted"),
		raw:       map[string][]string{"port": nonEmpty(someTexts), "Agent/name": nonEmpty(someTexts), "labels/k8s.io/app": nonEmpty(someLabels)},
	}
	if n := rapid.IntRange(-1, len(someScores)-1).Draw(t, "score"); n >= 0 {
		a.score = &someScores[n]
	}
	if n := rapid.IntRange(-1, len(someTimes)-1).Draw(t, "time"); n >= 0 {
		at, _ := time.Parse(time.RFC3339, someTimes[n])
		a.seenAt = at.UTC()
	}
	return a
}

// drawExpr draws a tree that Check passes. Chains have two parts or more.
func drawExpr(t *rapid.T, depth int) Expr {
	parts := func() []Expr {
		drawn := make([]Expr, rapid.IntRange(2, 3).Draw(t, "parts"))
		for i := range drawn {
			drawn[i] = drawExpr(t, depth-1)
		}
		return drawn
	}
	most := 5
	if depth == 0 {
		most = 2
	}
	switch rapid.IntRange(0, most).Draw(t, "node") {
	case 3:
		return And{parts()}
	case 4:
		return Or{parts()}
	case 5:
		return Not{drawExpr(t, depth-1)}
	case 2:
		if rapid.IntRange(0, 5).Draw(t, "constant") == 0 {
			return Constant(rapid.Bool().Draw(t, "value"))
		}
	}
	return drawTest(t)
}

var (
	equalities = []Op{Eq, In, Null}
	orderings  = []Op{Less, LessEq, Greater, GreaterEq}
	searches   = []Op{Contains, StartsWith, EndsWith, Matches, InCIDR}
)

func drawTest(t *rapid.T) Test {
	fields := append([]string{"title", "state", "labels", "@ip", "score", "level", "muted", "seen_at"}, somePaths...)
	test := Test{Field: pick(t, fields)}
	f, _, _ := alerts.Field(test.Field)
	var ops []Op
	for _, group := range [][]Op{equalities, orderings, searches} {
		for _, op := range group {
			if f.knows(op) {
				ops = append(ops, op)
			}
		}
	}
	test.Op = pick(t, ops)
	test.Negated = !test.Op.orders() && rapid.Bool().Draw(t, "negated")
	count := 1
	switch test.Op {
	case Null:
		return test
	case In:
		count = rapid.IntRange(1, 3).Draw(t, "count")
	}
	for range count {
		test.Values = append(test.Values, drawValue(t, f, test.Op))
	}
	return test
}

func drawValue(t *rapid.T, f Field[alert], op Op) Value {
	number := rapid.Bool().Draw(t, "number")
	switch {
	case op == Matches:
		return TextValue(pick(t, somePatterns))
	case op == InCIDR:
		return TextValue(pick(t, someNetworks))
	case f.Kind == Number && number:
		return NumberValue(pick(t, someScores))
	case f.Kind == Number:
		return TextValue(pick(t, []string{"low", "Medium", "HIGH"}))
	case f.Kind == Path && number && !op.searchesText():
		return NumberValue(pick(t, []float64{7, 443, -1.5e-9, 1e30}))
	case f.Kind == Time:
		return TextValue(pick(t, someTimes))
	case len(f.Words) > 0:
		return TextValue(pick(t, f.Words))
	case f.Canonical != nil:
		return TextValue(pick(t, append([]string{"2001:DB8:0::1", "::ffff:10.0.0.5"}, someIPs...)))
	}
	return TextValue(pick(t, append([]string{"a", "E", "é", "T1059"}, someTexts...)))
}
