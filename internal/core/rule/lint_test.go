package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/detection"
)

// found are the findings of a book, each as rule:code:other.
func found(b Book, sample ...*detection.Detection) (all []string) {
	for _, f := range Lint(b, 400, sample) {
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%s:%s:%s", f.Rule, f.Code, f.OtherRule), ":"))
	}
	slices.Sort(all)
	return all
}

// ruled is a rule of an id, a filter and grouping expressions.
func ruled(id, filter string, groupBy ...string) Rule {
	return Rule{ID: id, Title: id, Filter: filter, GroupBy: groupBy}
}

func with(r Rule, change func(*Rule)) Rule { change(&r); return r }

func TestTheShippedRulesGiveNoAlarm(t *testing.T) {
	var sample []*detection.Detection
	for i := range 200 {
		d := seen("x", detection.Entity(fmt.Sprintf("host:h%d", i%20)))
		d.Type = fmt.Sprint("rule-", i%9)
		sample = append(sample, d)
	}
	if got := found(Shipped(), sample...); len(got) > 0 {
		t.Error(got)
	}
}

func TestLintFindsWhatIsSurelyWrong(t *testing.T) {
	host := "hostnames()"
	for name, c := range map[string]struct {
		rules []Rule
		want  []string
	}{
		"same rows":           {[]Rule{ruled("a", "severity >= 0.4", host, "ips()"), ruled("b", "severity >= 0.6 AND title = 'x'", host)}, []string{"b:unreachable:a"}},
		"other rows":          {[]Rule{ruled("a", "severity >= 0.4", "ips()"), ruled("b", "severity >= 0.6", host)}, nil},
		"a row for all":       {[]Rule{ruled("a", "severity >= 0.4", "'x' + title"), ruled("b", "severity >= 0.6", host)}, []string{"b:unreachable:a"}},
		"a row for some":      {[]Rule{ruled("a", "severity >= 0.4", "'x' + string(raw.a)"), ruled("b", "severity >= 0.6", host)}, nil},
		"narrower":            {[]Rule{ruled("a", "severity >= 0.6", host), ruled("b", "severity >= 0.4", host)}, nil},
		"only appends":        {[]Rule{with(ruled("a", "TRUE", host), func(r *Rule) { r.State = Append }), ruled("b", "TRUE", host)}, nil},
		"on test":             {[]Rule{with(ruled("a", "TRUE", host), func(r *Rule) { r.State = Test }), ruled("b", "TRUE", host)}, nil},
		"disabled":            {[]Rule{with(ruled("a", "TRUE", host), func(r *Rule) { r.State = Disabled }), ruled("b", "TRUE", host)}, nil},
		"later":               {[]Rule{with(ruled("a", "TRUE", host), func(r *Rule) { r.Order = 9 }), ruled("b", "title = 'x'", host)}, nil},
		"needs two rows":      {[]Rule{with(ruled("a", "TRUE", host), func(r *Rule) { r.GroupCount = 2 }), ruled("b", "TRUE", host)}, nil},
		"private rows":        {[]Rule{ruled("a", "TRUE", "hostnames().map(h, rule.title + h)"), ruled("b", "TRUE", "hostnames().map(h, rule.title + h)")}, nil},
		"deprioritised":       {[]Rule{ruled("a", "TRUE", host), with(ruled("b", "TRUE", host), func(r *Rule) { r.IgnorePrioritization = true })}, nil},
		"append filter wider": {[]Rule{ruled("a", "severity >= 0.5", host), with(ruled("b", "severity >= 0.6", host), func(r *Rule) { r.AppendFilter = "severity >= 0.4" })}, nil},
		"partner":             {[]Rule{ruled("a", "TRUE", "ips()"), with(ruled("partner:p", "title = 'x'", host), func(r *Rule) { r.Owner = PartnerOwned })}, []string{"a:preempts_partner:partner:p"}},
		"below":               {[]Rule{ruled("a", "severity < 0.4 AND title = 'x'", host)}, []string{"a:below_trigger"}},
		"below by word":       {[]Rule{ruled("a", "severity = 'low'", host)}, []string{"a:below_trigger"}},
		"below to open":       {[]Rule{with(ruled("a", "severity <= 0.3", host), func(r *Rule) { r.AppendFilter = "severity >= 0.5" })}, []string{"a:below_trigger"}},
		"not below":           {[]Rule{ruled("a", "severity <= 0.4", host)}, nil},
		"sorted":              {[]Rule{ruled("a", "TRUE", "usernames().sort()")}, []string{"a:list_not_joined"}},
		"joined":              {[]Rule{ruled("a", "TRUE", "usernames().sort().join(',')", host)}, nil},
		"hubs":                {[]Rule{ruled("a", "TRUE", "type + source", "detection.tactics")}, []string{"a:hub_only"}},
		"hub and day":         {[]Rule{ruled("a", "TRUE", "type + day(created_at)")}, nil},
		"pattern":             {[]Rule{ruled("a", "title MATCHES_REGEX 'x'", host)}, []string{"a:costly"}},
		"spared":              {[]Rule{ruled("a", "title MATCHES_REGEX 'x' AND severity >= 0.5", host)}, nil},
		"one of two spared":   {[]Rule{ruled("a", "title = 'x' OR raw.a.b = 'y'", host)}, []string{"a:costly"}},
		"mistakes":            {[]Rule{ruled("a", "severity >", host)}, nil},
	} {
		if got := found(Book{Rules: c.rules}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestLintLearnsFromTheSample(t *testing.T) {
	var sample []*detection.Detection
	for i := range 60 {
		d := seen(fmt.Sprint("t", i), "host:web-1")
		if i%2 == 0 && i > 0 {
			d = seen(fmt.Sprint("t", i), detection.Entity(fmt.Sprint("host:h", i)))
		}
		sample = append(sample, d)
	}
	b := Book{Rules: []Rule{ruled("users", "TRUE", "usernames()"), ruled("hosts", "title = 'x' OR TRUE", "hostnames()"), ruled("none", "title = 'q'", "ips()")}}
	if got := found(b, sample...); !slices.Equal(got, []string{"hosts:hub_only", "users:never_groups"}) {
		t.Error(got)
	}
	if got := found(b, sample[:enoughToGroup-1]...); len(got) > 0 {
		t.Error("a sample too small speaks:", got)
	}
}

func BenchmarkLint(b *testing.B) {
	var book Book
	for i := range 2000 {
		book.Rules = append(book.Rules, ruled(fmt.Sprint("r", i), fmt.Sprintf("severity >= 0.5 AND title = 'alert %d' AND @host STARTS_WITH 'web'", i), "hostnames()"))
	}
	for b.Loop() {
		Lint(book, 400, nil)
	}
}

func TestTheBoundsOfASample(t *testing.T) {
	sampleOf := func(n, shared int) (sample []*detection.Detection) {
		for i := range n {
			host := "host:web-1"
			if i >= shared {
				host = fmt.Sprint("host:h", i)
			}
			sample = append(sample, seen(fmt.Sprint("t", i), detection.Entity(host)))
		}
		return sample
	}
	for _, c := range []struct {
		groupBy   string
		n, shared int
		alarm     bool
	}{
		{"hostnames()", 60, 30, false},
		{"hostnames()", 60, 31, true},
		{"hostnames()", 50, 26, true},
		{"hostnames()", 49, 49, false},
		{"usernames()", 20, 0, true},
		{"usernames()", 19, 0, false},
	} {
		if got := found(Book{Rules: []Rule{ruled("r", "TRUE", c.groupBy)}}, sampleOf(c.n, c.shared)...); (len(got) > 0) != c.alarm {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
