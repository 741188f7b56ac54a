package match

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// What texts are made of: letters that are awkward to fold, and few enough that
// what filters ask for often is there, or nearly.
var letters = []string{"a", "A", "b", "s", "S", "ſ", "k", "K", "\u212a", "i", "İ", "ı", "ß", "ẞ", "σ", "ς", "7", ".", "ab", "\ufffd"}

func text(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 1, most).Draw(t, "letters"), "")
	})
}

// seenText is what a detection may say: now and then bytes that are no text.
func seenText(t *rapid.T) string {
	if rapid.IntRange(0, 3).Draw(t, "empty") == 0 {
		return ""
	}
	s := text(4).Draw(t, "text")
	switch rapid.IntRange(0, 9).Draw(t, "broken") {
	case 0:
		return s + "\xff"
	case 1:
		return s[:len(s)-1]
	}
	return s
}

var (
	addresses = []string{"10.0.0.1", "10.0.0.128", "10.1.0.1", "0.0.0.0", "255.255.255.255", "::ffff:10.0.0.1", "::1", "2001:db8::1", "2001:db8:0:1::1", "fe80::1%eth0", "10.0.0", "printer"}
	blocks    = []string{"10.0.0.0/8", "10.0.0.0/25", "10.0.0.77/24", "10.0.0.1/32", "0.0.0.0/0", "::/0", "::ffff:10.0.0.0/104", "::ffff:0:0/90", "2001:db8::/64", "2001:db8::1/128"}
	fractions = []float64{0, 0.001, 0.199, 0.2, 0.4, 0.599, 0.6, 0.7, 0.8, 1, 2, 7}
	patterns  = []string{"ab", "^a", "a$", "(a|b)s", "a?b", "[ab]k", "(?-i:K)s", "a{2}", "a{0,2}s", "(ab|ks)+", `\w`, "s.k", "ß", "i|İ", "(?:a(?:b|s)|k7)", `\x{17f}`, `\.7`}
	moments   = []string{"2026-11-22T08:00:00Z", "2026-11-22T07:59:59.999999Z", "2026-11-22"}
	paths     = []string{"raw", "raw.a", "raw.n", "raw.list", "raw.deep.a", "raw.'a b'"}
)

func pick[V any](t *rapid.T, from []V) V { return rapid.SampledFrom(from).Draw(t, "pick") }

// drawTests draws tests of a few fields, so that filters which are made of them
// have much in common.
func drawTests(t *rapid.T) (tests []query.Expr) {
	fields := rapid.SliceOfN(rapid.SampledFrom(detection.Fields.Fields()), 1, rapid.IntRange(1, 3).Draw(t, "most")).Draw(t, "fields")
	for range rapid.IntRange(1, 25).Draw(t, "tests") {
		tests = append(tests, drawTest(t, pick(t, fields)))
	}
	return append(tests, query.Constant(rapid.Bool().Draw(t, "constant")))
}

// drawFilter draws a filter that is made of tests.
func drawFilter(t *rapid.T, tests []query.Expr, depth int) query.Expr {
	parts := func() []query.Expr {
		drawn := make([]query.Expr, rapid.IntRange(2, 3).Draw(t, "parts"))
		for i := range drawn {
			drawn[i] = drawFilter(t, tests, depth-1)
		}
		return drawn
	}
	most := 6
	if depth == 0 {
		most = 2
	}
	switch rapid.IntRange(0, most).Draw(t, "node") {
	case 3, 4:
		return query.And{All: parts()}
	case 5:
		return query.Or{Any: parts()}
	case 6:
		return query.Not{Expr: drawFilter(t, tests, depth-1)}
	}
	return pick(t, tests)
}

var (
	equalities = []query.Op{query.Eq, query.In, query.Null}
	orderings  = []query.Op{query.Less, query.LessEq, query.Greater, query.GreaterEq}
	searches   = []query.Op{query.Contains, query.StartsWith, query.EndsWith}
	oddities   = []query.Op{query.Matches, query.InCIDR}
)

func drawTest(t *rapid.T, f query.Field[detection.Detection]) query.Test {
	test := query.Test{Field: f.Name}
	groups := [][]query.Op{equalities}
	switch f.Kind {
	case query.Path:
		test.Field = pick(t, paths)
		groups = [][]query.Op{equalities, orderings, searches, oddities}
	case query.Text, query.List:
		groups = [][]query.Op{equalities, orderings[:1], searches, oddities}
	case query.Number, query.Time:
		groups = [][]query.Op{equalities, orderings}
	}
	test.Op = pick(t, pick(t, groups))
	test.Negated = !slices.Contains(orderings, test.Op) && rapid.IntRange(0, 2).Draw(t, "negated") == 0
	for range literals(t, test.Op) {
		test.Values = append(test.Values, drawValue(t, f, test.Op))
	}
	return test
}

// everyTest are all operators with all literals, of a field or of all paths below
// it. Not all of them have a meaning.
func everyTest(f query.Field[detection.Detection]) (tests []query.Test) {
	var values []query.Value
	for _, s := range slices.Concat(letters, addresses, blocks, patterns, moments[:1], f.Words, []string{"user:a", "a, b"}) {
		values = append(values, query.TextValue(s))
	}
	for _, n := range fractions {
		values = append(values, query.NumberValue(n))
	}
	names := []string{f.Name}
	if f.Kind == query.Path {
		names = paths
	}
	for _, name := range names {
		tests = append(tests, query.Test{Field: name, Op: query.Null}, query.Test{Field: name, Op: query.Null, Negated: true})
		for _, op := range slices.Concat(equalities[:1], orderings, searches, oddities) {
			for _, v := range values {
				tests = append(tests, query.Test{Field: name, Op: op, Values: []query.Value{v}})
			}
		}
	}
	return tests
}

func literals(t *rapid.T, op query.Op) int {
	switch op {
	case query.Null:
		return 0
	case query.In:
		return rapid.IntRange(1, 3).Draw(t, "count")
	}
	return 1
}

func drawValue(t *rapid.T, f query.Field[detection.Detection], op query.Op) query.Value {
	odd := rapid.IntRange(0, 3).Draw(t, "odd") == 0
	switch {
	case op == query.Matches:
		return query.TextValue(pick(t, patterns))
	case op == query.InCIDR:
		return query.TextValue(pick(t, blocks))
	case len(f.Bands) > 0 && odd:
		return query.TextValue(pick(t, f.Bands).Word)
	case f.Kind == query.Number, f.Kind == query.Path && odd && !slices.Contains(searches, op):
		return query.NumberValue(pick(t, fractions))
	case f.Kind == query.Time:
		return query.TextValue(pick(t, moments))
	case len(f.Words) > 0:
		return query.TextValue(pick(t, f.Words))
	case f.Name == "@ip" || odd:
		return query.TextValue(pick(t, addresses))
	case f.Name == "entities":
		return query.TextValue("user:" + text(2).Draw(t, "text"))
	}
	return query.TextValue(text(2).Draw(t, "text"))
}

// drawDetection draws a detection; where it is given a text, it often has it or
// something near.
func drawDetection(t *rapid.T) *detection.Detection {
	list := func() (texts []string) {
		for range rapid.IntRange(0, 2).Draw(t, "length") {
			texts = append(texts, seenText(t))
		}
		return texts
	}
	at, _ := time.Parse(time.RFC3339, pick(t, moments[:2]))
	d := &detection.Detection{
		ID: seenText(t), Source: seenText(t), UID: seenText(t), Title: seenText(t), Description: seenText(t), Type: seenText(t),
		CommandLine: seenText(t), Status: pick(t, detection.Statuses), Deprioritized: rapid.Bool().Draw(t, "deprioritized"),
		Tactics: list(), TechniqueIDs: list(), SensorTypes: list(), Tags: list(), Severity: detection.Fract(pick(t, fractions)),
		Count: rapid.IntRange(0, 2).Draw(t, "count"), Version: rapid.IntRange(0, 2).Draw(t, "version"), CreatedAt: at, LastSeenAt: at,
		Locations: []detection.Place{{City: seenText(t), Country: seenText(t)}},
		Raw:       []byte(pick(t, raws)),
	}
	if rapid.Bool().Draw(t, "scored") {
		score, confidence := pick(t, fractions), detection.Fract(pick(t, fractions))
		d.ThreatScore, d.Confidence = &score, &confidence
	}
	for range rapid.IntRange(0, 5).Draw(t, "entities") {
		kind := pick(t, []string{"ip", "ip", "ip", "user", "host", "domain", "sha256", "md5", "url", "email", "file", "process"})
		value := seenText(t)
		if kind == "ip" {
			value = pick(t, addresses)
		}
		if e, ok := detection.NewEntity(kind, value); ok {
			d.Entities = append(d.Entities, e)
		}
	}
	return d
}

var raws = []string{
	``, `{}`, `{"a": "ab", "n": 7}`, `{"a": null, "n": "7.0", "list": []}`, `{"a": "", "list": ["a", {"a": "b"}, "Ks"], "n": [0.2, "x"]}`,
	`{"deep": [{"a": "ſ"}, {"a": "10.0.0.1"}], "a b": "S\u212a"}`, `{"a": {"b": 1}, "n": "1e0", "a b": true}`, `"ab"`, `{"n": 1e400}`,
}
