package match

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// usual is a detection of the usual size: 1.4 kB of JSON, five entities.
func usual() *detection.Detection {
	d := seen("Suspicious PowerShell download", 700, "host:web-1", "user:zoe", "ip:10.1.2.3", "ip:192.0.2.9", "process:powershell.exe")
	d.Source, d.UID, d.Type, d.Status = "wazuh", "1700000000.123456", "analytic-1", detection.Open
	d.Description = "A script interpreter fetched a file from the network and ran it, which administrators seldom do by hand."
	d.CommandLine = "powershell.exe -NoProfile -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA"
	d.Tactics, d.TechniqueIDs, d.Tags = []string{"execution"}, []string{"T1059.001"}, []string{"endpoint", "windows"}
	d.Raw = []byte(`{"rule": {"id": "91816", "level": 10, "groups": ["windows", "powershell"]}, "agent": {"name": "web-1", "ip": "10.1.2.3"}, "data": {"win": {"eventdata": {"image": "powershell.exe", "pid": 4711}, "system": {"message": "` +
		strings.Repeat("The process has created another one. ", 30) + `"}}}}`)
	return d
}

// shapes are filters as people write them; each %d is another number for each rule.
// The last ones hold on the usual detection, for one rule in a thousand.
var shapes = []string{
	"severity >= 0.4 AND type = 'rule-%d'",
	"title CONTAINS 'product %d' AND severity >= 0.6",
	"@host = 'server-%d' OR @user = 'user-%d'",
	"@ip IN_CIDR '172.16.%d.0/24' AND severity >= 0.4",
	"severity >= 0.4 AND @ip IS NOT NULL AND title MATCHES_REGEX '(attempt|try) number %d'",
	"source = 'wazuh' AND command_line CONTAINS 'tool-%d.exe' AND NOT (@user IN ('admin', 'backup'))",
	"technique_ids IN ('T%d', 'T%d.001') AND title !CONTAINS 'health check'",
	"source = 'wazuh' AND raw.rule.id = '%d'",
	"source = 'wazuh' AND raw.data.win.eventdata.image ENDS_WITH 'tool-%d.exe'",
	"@hash = '%d' OR @domain ENDS_WITH '.c2-%d.example'",
	"@process STARTS_WITH 'agent%d' AND severity >= 'medium'",
}

var holding = []string{"severity >= 0.6 AND title CONTAINS 'powershell'", "@host = 'web-1'", "technique_ids = 'T1059.001' AND severity >= 0.4"}

var groupings = []string{
	"hostnames()", "usernames()", "entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))",
	"[type, hostnames().join(',')].join('|')", "rule.title + ':' + title",
}

// mixed are n rules, of which three hold on the usual detection.
func mixed(n int) (rules []rule.Rule) {
	for i := range n {
		filter := fill(shapes[i%len(shapes)], i)
		if i < len(holding) {
			filter = holding[i]
		}
		rules = append(rules, rule.Rule{Title: fmt.Sprint(i), Filter: filter, GroupBy: groupings[i%len(groupings):][:1]})
	}
	return rules
}

// alike are n rules of one shape.
func alike(n int, shape string) (rules []rule.Rule) {
	for i := range n {
		rules = append(rules, rule.Rule{Title: fmt.Sprint(i), Filter: fill(shape, i), GroupBy: groupings[i%2:][:1]})
	}
	return rules
}

// fill puts n into each place of a shape.
func fill(shape string, n int) string {
	if strings.Contains(shape, "172.16.%d") {
		return fmt.Sprintf("@ip IN_CIDR '172.%d.%d.0/24' AND severity >= 0.4", 16+n/256%16, n%256)
	}
	return strings.ReplaceAll(shape, "%d", fmt.Sprint(n))
}

// letter gives each rule one of a few letters.
func letter() (rules []rule.Rule) {
	for i := range 10_000 {
		rules = append(rules, rule.Rule{Title: fmt.Sprint(i), Filter: fmt.Sprintf("description CONTAINS '%c' AND severity >= 0.%03d", 'a'+i%26, 100+i%900), GroupBy: groupings[:1]})
	}
	return rules
}

// sets are the rule sets that benchmarks measure: usual ones, then hostile ones.
var sets = []struct {
	name  string
	rules func() []rule.Rule
}{
	{"none holds of 10", func() []rule.Rule { return mixed(13)[3:] }},
	{"none holds of 1000", func() []rule.Rule { return mixed(1_003)[3:] }},
	{"none holds of 10000", func() []rule.Rule { return mixed(10_000)[3:] }},
	{"3 hold of 10", func() []rule.Rule { return mixed(10) }},
	{"3 hold of 1000", func() []rule.Rule { return mixed(1_000) }},
	{"3 hold of 10000", func() []rule.Rule { return mixed(10_000) }},
	{"shipped", func() []rule.Rule { return rule.Shipped().Rules }},
	{"hostile: 10000 regexes with a literal", func() []rule.Rule { return alike(10_000, "title MATCHES_REGEX 'x%d+y'") }},
	{"hostile: 10000 regexes without", func() []rule.Rule { return alike(10_000, "title MATCHES_REGEX '(%d)?[0-9]{3}$'") }},
	{"hostile: 10000 CONTAINS of a letter", letter},
	{"hostile: 10000 negations, all hold", func() []rule.Rule { return alike(10_000, "title !CONTAINS 'product %d'") }},
	{"hostile: 10000 networks around", func() []rule.Rule { return alike(10_000, "@ip IN_CIDR '10.0.0.0/8' AND type != 'x%d'") }},
}

func BenchmarkMatch(b *testing.B) {
	d := usual()
	for _, set := range sets {
		b.Run(set.name, func(b *testing.B) {
			r := New(compile(b, set.rules()...))
			b.ReportAllocs()
			for b.Loop() {
				r.Match(d)
			}
		})
	}
}

// BenchmarkNew measures what it takes to prepare a set that is compiled, and to keep it.
func BenchmarkNew(b *testing.B) {
	for _, set := range sets {
		b.Run(set.name, func(b *testing.B) {
			compiled := compile(b, set.rules()...)
			for b.Loop() {
				New(compiled)
			}
			before := heap()
			r := New(compiled)
			b.ReportMetric(float64(heap()-before)/1e6, "MB")
			runtime.KeepAlive(r)
		})
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
