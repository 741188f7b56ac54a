package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

var office = time.FixedZone("office", 2*60*60)

// seen is a detection as most tests need it.
func seen(title string, entities ...detection.Entity) *detection.Detection {
	at := time.Date(2026, 11, 21, 22, 30, 0, 0, time.UTC)
	return &detection.Detection{
		ID: "d1", TenantID: "t1", Source: "wazuh", UID: "u1", Title: title, Type: "rule-7", Severity: 700,
		Status: detection.Open, Entities: entities, Count: 1, CreatedAt: at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: at,
	}
}

// grouped compiles a rule with these grouping expressions.
func grouped(t testing.TB, expressions ...string) *Compiled {
	t.Helper()
	set, err := Compile(7, Tenant{ID: "t1", Name: "Acme", Zone: office}, Book{Rules: []Rule{{
		Title: "Private", Tags: []string{"a", "b"}, Filter: "severity >= 0.4", GroupBy: expressions,
	}}})
	if err != nil {
		t.Fatalf("%v %+v", err, fault.DetailsOf(err))
	}
	return set.Rules()[0]
}

func rowsBy(t testing.TB, expression string, d *detection.Detection) []string {
	t.Helper()
	rows, errs := grouped(t, expression).Rows(d)
	if len(errs) > 0 {
		t.Fatalf("%s: %v", expression, errs)
	}
	return rows
}

func TestTheFiveShapesOfGrouping(t *testing.T) {
	d := seen("Login", "user:zoe", "user:bob", "host:web-1", "ip:127.0.0.1", "ip:10.0.0.7")
	for expression, want := range map[string][]string{
		"usernames()":                              {"zoe", "bob"},
		"usernames().sort().join(',')":             {"bob,zoe"},
		"[title, hostnames()[0]].join('|')":        {"login|web-1"},
		"[title, hostnames().join(',')].join('|')": {"login|web-1"},
		"rule.title + ':' + title":                 {"private:login"},
		"entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))": {"ip:10.0.0.7"},
	} {
		if got := rowsBy(t, expression, d); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", expression, got, want)
		}
	}
}

func TestEveryFieldAndFunctionIsInScope(t *testing.T) {
	d := seen("T1", "user:bob", "host:web-1", "ip:10.0.0.7", "domain:x.example", "sha256:ab", "md5:cd", "email:a@b.example")
	threat := 7.5
	confidence := detection.Fraction(850)
	d.Confidence, d.ThreatScore = &confidence, &threat
	d.Tactics, d.TechniqueIDs, d.SensorTypes, d.Tags = []string{"execution"}, []string{"T1059"}, []string{"edr"}, []string{"seen"}
	d.CommandLine, d.Description, d.Arrival, d.Version = "cmd /c x", "what", 12, 3
	d.Locations = []detection.Place{{City: "Bern", Country: "CH"}, {Country: "CH"}, {City: "Bern"}}
	d.Attributes = []detection.Attribute{{Name: "sourceIpAddress", Value: "10.0.0.7"}, {Name: "source_ip", Value: "2001:DB8::0001"}}
	d.Raw = []byte(`{"rule":{"level":12,"groups":["x","y"]},"dst":{"destination_ip":["10.0.0.9",{"destination_ip":"10.0.0.10"}]},"user":null,"n":{"k\u0065y":"v"}}`)
	for expression, want := range map[string][]string{
		"id": {"d1"}, "tenant_id": {"t1"}, "source": {"wazuh"}, "uid": {"u1"}, "title": {"t1"}, "description": {"what"},
		"type": {"rule-7"}, "severity": {"0.7"}, "confidence": {"0.85"}, "threat_score": {"7.5"}, "deprioritized": {"false"},
		"status": {"open"}, "tactics": {"execution"}, "technique_ids": {"t1059"}, "sensor_types": {"edr"}, "tags": {"seen"},
		"command_line": {"cmd /c x"}, "count": {"1"}, "version": {"3"}, "arrival": {"12"},
		"created_at": {"2026-11-21t22:30:00z"}, "first_seen_at == last_seen_at": {"true"}, "received_at": {"2026-11-21t22:30:00z"},
		"locations": {"bern, ch", "ch", "bern"}, "entities.size()": {"7"},
		"detection.title + '/' + detection.type": {"t1/rule-7"}, "detection.entities[0]": {"user:bob"},
		"usernames()": {"bob"}, "hostnames()": {"web-1"}, "ips()": {"10.0.0.7"}, "domains()": {"x.example"}, "hashes()": {"ab", "cd"},
		"values('sourceIpAddress')": {"10.0.0.7"}, "source_ips()": {"2001:db8::1"}, "destination_ips()": {"10.0.0.9", "10.0.0.10"},
		"values('groups')": {"x", "y"}, "values('level')": {"12"}, "values('user')": nil, "values('key')": {"v"},
		"raw.rule.level": {"12"}, "raw.rule.groups": {"x", "y"},
		"day(created_at)": {"2026-11-22"}, "hour(created_at)": {"0"}, "type + day(created_at)": {"rule-72026-11-22"},
		"tenant.name + tenant.id + title": {"acmet1t1"}, "rule.tags + tags": {"a", "b", "seen"}, "rule.id + title": {"privatet1"},
		"has(detection.confidence)": {"true"}, "confidence == null": {"false"}, "severity >= 0.4 ? type : title": {"rule-7"},
		"[title, type]": {"t1", "rule-7"}, "[[title], [[type]]]": {"t1", "rule-7"}, "[title, 'T1', '']": {"t1"},
		"technique_ids.map(t, t.replace('T', 'x')).distinct()": {"x1059"}, "[tags, tactics].flatten()": {"seen", "execution"},
		"title.lowerAscii().trim().split('1')":                         {"t"},
		"ips().filter(i, isIP(i) && cidr('10.0.0.0/8').containsIP(i))": {"10.0.0.7"},
		"sets.intersects(tags, ['seen'])":                              {"true"},
		"regex.extract(title, '[0-9]')":                                {"1"}, "regex.extract(title, 'z')": nil,
		"ips().map(i, string(cidr(i + '/24').masked()))": {"10.0.0.0/24"}, "type(title) == string ? title : ''": {"t1"},
	} {
		if got := rowsBy(t, expression, d); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", expression, got, want)
		}
	}
}

func TestAnExpressionThatFailsGivesNoRowAndOneError(t *testing.T) {
	rows, errs := grouped(t, "title.split('|')[1]", "usernames()").Rows(seen("no bar", "user:bob"))
	if !slices.Equal(rows, []string{"bob"}) || len(errs) != 1 {
		t.Fatalf("rows %q, errors %v", rows, errs)
	}
	if got := errs[0].Error(); !strings.Contains(got, `group_by[0] of "Private"`) {
		t.Error(got)
	}
}

func TestAMapIsNoRow(t *testing.T) {
	d := seen("x")
	d.Raw = []byte(`{"rule":{"level":12},"list":[1,{"a":2}]}`)
	for _, expression := range []string{"raw.rule", "raw.list", "raw.absent"} {
		if rows, errs := grouped(t, expression, "title").Rows(d); len(errs) != 1 || len(rows) != 1 {
			t.Errorf("%s gives %q and %v", expression, rows, errs)
		}
	}
}

func TestMoreThanAThousandRowsOfARuleAreNone(t *testing.T) {
	d := seen("x")
	for i := range MaxRows {
		d.Entities = append(d.Entities, detection.Entity(fmt.Sprintf("user:u%d", i)))
	}
	if rows, errs := grouped(t, "usernames()", "usernames()").Rows(d); len(rows) != MaxRows || len(errs) != 0 {
		t.Fatalf("%d rows, %v", len(rows), errs)
	}
	rows, errs := grouped(t, "usernames()", "['one more', title, 'u1']", "'u2' + title.substring(1)").Rows(d)
	if len(rows) != MaxRows || len(errs) != 1 || fault.KindOf(errs[0]) != fault.TooLarge {
		t.Fatalf("%d rows, %v", len(rows), errs)
	}
}

func TestALongRowKeepsItsIdentity(t *testing.T) {
	long := strings.Repeat("é", MaxRow)
	a, b := rowsBy(t, "title", seen(long+"a"))[0], rowsBy(t, "title", seen(long+"B"))[0]
	if a == b || len(a) > MaxRow || rowsBy(t, "title", seen(long+"A"))[0] != a {
		t.Fatalf("%q and %q", a, b)
	}
	exact := strings.Repeat("a", MaxRow)
	if rowsBy(t, "title", seen(exact))[0] != exact {
		t.Error("a row of exactly the limit was shortened")
	}
}

func BenchmarkRows(b *testing.B) {
	d := seen("Login", "user:zoe", "user:bob", "host:web-1", "ip:127.0.0.1", "ip:10.0.0.7")
	for _, expression := range []string{
		"hostnames()", "usernames().sort().join(',')", "[title, hostnames().join(',')].join('|')", "type + ' ' + day(created_at)",
		"entities.filter(e, e.startsWith('ip:') && !(e in ['ip:127.0.0.1', 'ip:0.0.0.0']))",
	} {
		b.Run(expression, func(b *testing.B) {
			c := grouped(b, expression)
			b.ReportAllocs()
			for b.Loop() {
				c.Rows(d)
			}
		})
	}
}
