package rule

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"caseweave/internal/core/detection"
)

// patience is far beyond what a limit allows, so that a slow machine is no failure.
const patience = 2 * time.Second

func FuzzGroupBy(f *testing.F) {
	for _, seed := range []string{
		"usernames().sort().join(',')", "[title, hostnames()[0]].join('|')", "entities.filter(e, e.startsWith('ip:'))", "values(title)", "raw.a.b[0]",
		"day(created_at) + string(hour(created_at))", "ips().map(i, cidr(i + '/24').masked())", "regex.extractAll(title, '[a-z]+')", "detection.?threat_score",
		"entities.map(a, entities.map(b, a + b)).flatten().distinct()", "'%s'.format([title])", "lists.range(999).map(i, title)", "{title: 1}", "title.charAt(9)",
	} {
		f.Add(seed, "title", "user:a", []byte(`{"a":{"b":[1,"x",{"c":null}]}}`))
	}
	f.Add("title", strings.Repeat("\xbf", MaxRow+1), "user:a", []byte(`{}`))
	tenant := Tenant{ID: "t", Name: "T"}
	f.Fuzz(func(t *testing.T, text, title, entity string, raw []byte) {
		began := time.Now()
		e, mistakes := compileGrouping(text)
		if took := time.Since(began); took > patience {
			t.Fatalf("compiling took %v", took)
		}
		if mistakes != nil {
			for _, m := range mistakes {
				if m.Line < 1 || m.Column < 1 || m.Message == "" {
					t.Fatalf("no clear mistake: %+v", m)
				}
			}
			return
		}
		d := seen(title, detection.Entity(entity), "ip:10.0.0.1", "host:b")
		d.Raw = raw
		c := Compiled{Rule: Rule{Title: "r"}, tenant: tenant, groupBy: []*expression{e}}
		rows, errs := c.Rows(d)
		if took := time.Since(began); took > patience {
			t.Fatalf("it took %v", took)
		}
		if len(errs) > 0 && len(rows) > 0 {
			t.Fatalf("%q in spite of %v", rows, errs)
		}
		seen := map[string]bool{}
		for _, row := range rows {
			if row == "" || len(row) > MaxRow || seen[row] || utf8.ValidString(title) && utf8.ValidString(entity) && utf8.Valid(raw) && !utf8.ValidString(row) {
				t.Fatalf("%q is no row", row)
			}
			seen[row] = true
		}
	})
}

func FuzzCaseTitle(f *testing.F) {
	f.Add("${title} on ${hostnames().join(', ')}", "x")
	f.Add("$${ ${'}'} {", "é\n")
	f.Add(strings.Repeat("\xbf", MaxTitle+1), "no character begins")
	f.Fuzz(func(t *testing.T, text, title string) {
		s, mistakes := compileScript(text)
		if mistakes != nil {
			return
		}
		c := Compiled{title: s, findings: s}
		scene := Scene{Detection: seen(title, "host:b")}
		if got, err := c.CaseTitle(scene); len(got) > MaxTitle || err != nil && got != "" || strings.Contains(got, "\n") {
			t.Fatalf("%q is no title: %v", got, err)
		}
		if got, _ := c.KeyFindings(scene); len(got) > MaxText {
			t.Fatalf("%q is too long", got)
		}
	})
}
