package detection

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/query"
)

func sample() *Detection {
	confidence, score := Fract(0.25), 7.5
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	return &Detection{
		ID: ID(7), TenantID: "acme", Source: "wazuh", UID: "U-1", Title: "Encoded PowerShell", Description: "A shell hid its command", Type: "92057",
		Severity: Fract(0.7), Confidence: &confidence, ThreatScore: &score, Deprioritized: true, Status: InCase,
		Tactics: []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"}, SensorTypes: []string{"endpoint"}, CommandLine: `powershell.exe -Enc SQBFAFgA`,
		Entities:  []Entity{"ip:10.0.0.5", "ip:2001:db8::1", "user:alice", "host:web-1", "domain:evil.example", "sha1:ab", "url:https://x/y?z=1:2", "email:eve@corp.example", "file:a.exe", "process:powershell.exe"},
		Locations: []Place{{City: "Berlin", Country: "Germany"}, {Country: "France"}}, Count: 3, Arrival: 7, Version: 2, Tags: []string{"vip"},
		CreatedAt: at, FirstSeenAt: at.Add(-time.Minute), LastSeenAt: at.Add(time.Minute), ReceivedAt: at.Add(time.Hour),
		Raw: []byte(`{"data":{"srcport":"51034","win":{"Image":"C:\\Windows\\powershell.exe"}},"rule":{"level":12,"groups":["windows","sysmon"]}}`),
	}
}

func holds(t *testing.T, filter string, d *Detection) bool {
	t.Helper()
	e, err := query.ParseFilter(filter)
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	test, err := query.Compile(e, Fields)
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	return test(d)
}

// truths holds a true test of sample() for each field.
var truths = map[string]string{
	"id": "= 'd000000000007'", "tenant_id": "= 'ACME'", "source": "IN ('suricata', 'Wazuh')", "uid": "= 'u-1'", "title": "CONTAINS 'powershell'",
	"description": "STARTS_WITH 'a SHELL'", "type": "= '92057'", "severity": "= 'high'", "confidence": "= 0.25", "threat_score": "> 7", "deprioritized": "= true",
	"status": "= 'in_case'", "tactics": "= 'ta0002'", "technique_ids": "STARTS_WITH 'T1059'", "entities": "= 'IP:2001:DB8:0::1'", "sensor_types": "!= 'network'",
	"command_line": `MATCHES_REGEX '\s-e(nc)?\s'`, "locations": "= 'Germany'", "count": ">= 3", "created_at": "= '2026-05-01T14:00:00+02:00'", "first_seen_at": "< '2026-05-01T12:00:00Z'",
	"last_seen_at": "> '2026-05-01'", "received_at": "IS NOT NULL", "arrival": "= 7", "version": "!= 1", "tags": "IN ('vip')", "raw": "CONTAINS 'sysmon'",
	"@ip": "= '::ffff:10.0.0.5'", "@user": "= 'ALICE'", "@host": "ENDS_WITH '-1'", "@domain": "= 'evil.example'", "@hash": "= 'AB'", "@url": "= 'https://x/y?z=1:2'",
	"@email": "ENDS_WITH '@CORP.example'", "@file": "= 'a.exe'", "@process": "= 'PowerShell.exe'",
}

func TestEachFieldCanBeAsked(t *testing.T) {
	for _, f := range Fields.Fields() {
		test, ok := truths[f.Name]
		if !ok {
			t.Errorf("%s is asked nothing", f.Name)
			continue
		}
		if filter := f.Name + " " + test; !holds(t, filter, sample()) || holds(t, "NOT "+filter, sample()) {
			t.Errorf("%s is false of the sample", filter)
		}
		if f.Description == "" {
			t.Errorf("%s is not described", f.Name)
		}
	}
	for name := range truths {
		if _, _, ok := Fields.Field(name); !ok {
			t.Errorf("there is no field %s", name)
		}
	}
}

func TestATacticIsFoundByAnyOfItsNames(t *testing.T) {
	d := &Detection{Tactics: []string{"Defense Evasion", "our own"}}
	for filter, want := range map[string]bool{
		"tactics = 'TA0005'": true, "tactics = 'stealth'": true, "tactics IN ('x', 'defense_evasion')": true, "tactics != 'Stealth'": false,
		"tactics = 'OUR OWN'": true, "tactics = 'our-own'": false, "tactics = 'TA0112'": false,
		"tactics CONTAINS 'evasion'": true, "tactics STARTS_WITH 'TA00'": true, "tactics CONTAINS 'stealth'": false,
	} {
		if holds(t, filter, d) != want {
			t.Errorf("%s is %v of %v", filter, !want, d.Tactics)
		}
	}
}

func TestWhatIsNotThereIsNull(t *testing.T) {
	never := map[string]bool{"severity": true, "deprioritized": true, "count": true, "arrival": true, "version": true}
	for _, f := range Fields.Fields() {
		if got := holds(t, f.Name+" IS NULL", &Detection{}); got == never[f.Name] {
			t.Errorf("%s IS NULL is %v of an empty detection", f.Name, got)
		}
		if holds(t, f.Name+" IS NULL", sample()) {
			t.Errorf("%s is null in the sample", f.Name)
		}
	}
}

func TestQuestionsToADetection(t *testing.T) {
	for filter, want := range map[string]bool{
		"locations = 'berlin, germany'":                             true,
		"locations = 'Berlin'":                                      true,
		"locations = 'france' AND locations != 'Spain'":             true,
		"@ip IN_CIDR '2001:db8::/32' AND @ip !IN_CIDR '11.0.0.0/8'": true,
		"@hash IS NOT NULL AND @user IS NOT NULL":                   true,
		"raw.rule.level >= 12":                                      true,
		"raw.rule.level > 12":                                       false,
		"raw.data.srcport > 1024 AND raw.data.srcport < 65536":      true,
		"raw.rule.groups = 'sysmon'":                                true,
		`raw.data.win.Image ENDS_WITH '\POWERSHELL.exe'`:            true,
		"raw.data.win.image IS NULL":                                true,
		"raw.data IS NOT NULL":                                      true,
		"metadata.title = 'encoded powershell'":                     true,
		"severity >= 'medium' AND severity < 'critical'":            true,
		"severity > 'high' OR severity <= 'medium'":                 false,
		"severity = 0.7 AND severity IN ('low', 'high')":            true,
		"entities STARTS_WITH 'domain:'":                            true,
	} {
		if got := holds(t, filter, sample()); got != want {
			t.Errorf("%s is %v", filter, got)
		}
	}
}

func TestEverySeverityLiesInTheBandThatItBears(t *testing.T) {
	for thousandths := range 1001 {
		d := &Detection{Severity: Fraction(thousandths)}
		if !holds(t, "severity = '"+d.Severity.Band()+"'", d) {
			t.Fatalf("%s is not %s", d.Severity, d.Severity.Band())
		}
	}
}

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			return folder
		}
		if filepath.Dir(folder) == folder {
			break
		}
		folder = filepath.Dir(folder)
	}
	t.Fatal("no go.mod above this package")
	return ""
}

func TestTheGuideTellsTheTruth(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join(root(t), "docs", "query-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	now, examples := time.Now(), 0
	for _, block := range strings.Split(string(guide), "```query\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, text := range strings.Split(strings.TrimSpace(block), "\n\n") {
			s, err := query.ParseSearch(text)
			if err == nil {
				_, err = query.Compile(query.Anchor(s.Filter, Fields, now), Fields)
			}
			if err != nil {
				t.Errorf("%s\n%v", text, err)
			}
			examples++
		}
	}
	if examples < 20 {
		t.Errorf("the guide has only %d examples", examples)
	}
	for _, f := range Fields.Fields() {
		if !strings.Contains(string(guide), "`"+f.Name+"`") {
			t.Errorf("the guide does not name %s", f.Name)
		}
	}
}

// scenario is what the ready scenarios tell of queries.
type scenario struct {
	Name   string
	Steps  []struct{ Send []event }
	Expect struct {
		Finds []struct {
			Q    string
			Hits []string
		}
	}
}

// event is a detection as a scenario writes it.
type event struct {
	UID, Title string
	Severity   *float64
	Entities   []string
}

func (e event) detection() *Detection {
	d := &Detection{UID: e.UID, Title: cmp.Or(e.Title, e.UID), Severity: Fract(0.7)}
	if e.Severity != nil {
		d.Severity = Fract(*e.Severity)
	}
	for _, text := range e.Entities {
		if entity, ok := NewEntity(Entity(text).Kind(), Entity(text).Value()); ok {
			d.Entities = append(d.Entities, entity)
		}
	}
	return d
}

func TestTheReadyQueriesFindWhatTheySay(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(t), "..", "shared", "scenarios", "query.yaml"))
	if err != nil {
		t.Skip("the shared scenarios are not here")
	}
	unique := strings.NewReplacer("~", "k7", "{net}", "10.9.8", "{net6}", "2001:db8:9:1", "{NET6}", "2001:DB8:9:1:0:0:0")
	var scenarios []scenario
	if err := yaml.Unmarshal([]byte(unique.Replace(string(text))), &scenarios); err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios {
		for _, find := range s.Expect.Finds {
			if got := s.hits(t, find.Q); !slices.Equal(got, find.Hits) {
				t.Errorf("%s: %s finds %q, want %q", s.Name, find.Q, got, find.Hits)
			}
		}
	}
}

func (s scenario) hits(t *testing.T, filter string) (uids []string) {
	for _, step := range s.Steps {
		for _, sent := range step.Send {
			if holds(t, filter, sent.detection()) {
				uids = append(uids, sent.UID)
			}
		}
	}
	return uids
}

const fiveClauses = `severity >= 'medium' AND @ip IN_CIDR '10.0.0.0/8' AND title CONTAINS 'powershell' AND @user !IN ('root', 'system') AND type STARTS_WITH '92'`

func BenchmarkFilterOfFiveClauses(b *testing.B) {
	e, _ := query.ParseFilter(fiveClauses)
	test, err := query.Compile(e, Fields)
	d := sample()
	if err != nil || !test(d) {
		b.Fatalf("the filter does not hold: %v", err)
	}
	b.ReportAllocs()
	for b.Loop() {
		test(d)
	}
}

func BenchmarkFilterOfRaw(b *testing.B) {
	e, _ := query.ParseFilter(`raw.rule.level >= 12 AND raw.data.win.Image ENDS_WITH 'powershell.exe'`)
	test, err := query.Compile(e, Fields)
	if err != nil {
		b.Fatal(err)
	}
	d := sample()
	b.ReportAllocs()
	for b.Loop() {
		test(d)
	}
}

func TestAFilterThatTouchesNoRawAllocatesNothing(t *testing.T) {
	e, _ := query.ParseFilter(fiveClauses + ` AND command_line MATCHES_REGEX '-enc' AND created_at > '2026-01-01' AND status IN ('open', 'In_Case') AND entities = 'user:alice'`)
	test, err := query.Compile(e, Fields)
	if err != nil {
		t.Fatal(err)
	}
	d := sample()
	if n := testing.AllocsPerRun(100, func() {
		if !test(d) {
			t.Fatal("the filter does not hold")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
