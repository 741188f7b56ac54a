package intake

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

var update = flag.Bool("update", false, "write the expected results of the mappings' samples")

// told is an outcome as expected.json tells it.
type told struct {
	Line      int             `json:"line"`
	Detection json.RawMessage `json:"detection,omitempty"`
	Skipped   string          `json:"skipped,omitempty"`
	Rejected  string          `json:"rejected,omitempty"`
}

func tell(t *testing.T, line int, o Outcome) told {
	if o.Err != nil {
		return told{Line: line, Rejected: o.Err.Error()}
	}
	if o.Detection == nil {
		return told{Line: line, Skipped: o.Skipped}
	}
	d := *o.Detection
	d.Raw = nil
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return told{Line: line, Detection: b}
}

func TestEveryMappingReadsItsSampleAsExpected(t *testing.T) {
	for _, m := range builtin() {
		t.Run(m.Name(), func(t *testing.T) {
			dir := filepath.Join("mappings", m.Name())
			sample, err := os.ReadFile(filepath.Join(dir, "sample.ndjson"))
			if err != nil {
				t.Fatal(err)
			}
			var all []told
			for r := range Records(bytes.NewReader(sample), Usual) {
				all = append(all, tell(t, r.Line, m.Read(r.Bytes, now)))
			}
			got, err := json.MarshalIndent(all, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			expected := filepath.Join(dir, "expected.json")
			if *update {
				os.WriteFile(expected, append(got, '\n'), 0o644)
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(bytes.TrimSpace(want)), string(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAMappingAtFaultIsToldWithLineAndField(t *testing.T) {
	const head = "source: x\nproduct: X\ntype: {text: t}\nseverity: {text: '0.5'}\ncreated_at: at\n"
	for _, c := range []struct {
		name, text string
		want       fault.Detail
	}{
		{"unknown field", head + "title: a\ntitel: a\n", fault.Detail{Line: 7, Location: "titel", Message: "there is no field titel"}},
		{"unknown field within", head + "title:\n  - a\n  - {path: a, splt: ','}\n", fault.Detail{Line: 8, Location: "splt", Message: "there is no field splt"}},
		{"unknown field of an entity", head + "title: a\nentities:\n- {kind: ip, paht: a}\n", fault.Detail{Line: 8, Location: "paht", Message: "there is no field paht"}},
		{"missing field", head, fault.Detail{Location: "title", Message: "title is missing"}},
		{"no path", head + "title: a..b\n", fault.Detail{Line: 6, Location: "title", Message: `"a..b" is no path: keys are separated by single dots, and a key with a dot in it stands in double quotes`}},
		{"two ways", head + "title: {path: a, text: b}\n", fault.Detail{Line: 6, Location: "title", Message: "exactly one of path, cel and text must be given"}},
		{"cel", head + "title: {cel: 'event.a +'}\n", fault.Detail{Line: 6, Location: "title"}},
		{"cel, unknown name", head + "title: {cel: evnt.a}\n", fault.Detail{Line: 6, Location: "title"}},
		{"role", head + "title: a\nentities:\n- {kind: host, path: a, role: source}\n", fault.Detail{Line: 8, Location: "entities.role", Message: "role is source or destination, of an ip"}},
		{"cut", head + "title: {path: a, cut: prt}\n", fault.Detail{Line: 6, Location: "title", Message: "cut knows port only"}},
		{"no mapping", "- a\n- b\n", fault.Detail{Line: 1}},
		{"no YAML", "a: [", fault.Detail{}},
	} {
		_, err := ParseMapping("x/mapping.yaml", []byte(c.text))
		details := fault.DetailsOf(err)
		if fault.KindOf(err) != fault.Invalid || err == nil || len(details) == 0 {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := details[0]
		if c.want.Message == "" {
			c.want.Message = got.Message
		}
		if c.name != "no YAML" && !cmp.Equal(got, c.want) || got.Message == "" {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// mapped reads an event with a mapping whose title is v.
func mapped(t *testing.T, v, event string) string {
	t.Helper()
	m, err := ParseMapping("x", []byte("source: x\nproduct: X\ntype: {text: t}\nseverity: {text: '0.5'}\ncreated_at: at\ntitle: "+v))
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	o := m.Read([]byte(event), now)
	if o.Err != nil {
		return "! " + o.Err.Error()
	}
	return o.Detection.Title
}

func TestAValueIsFoundByPathByExpressionOrFixed(t *testing.T) {
	const event = `{"a":{"b":[null,{"c":"one"},{"c":["two"]}],"d.e":7,"n":12,"big":123456789012345678901,"f":1.5,"yes":true,"list":"x, y"}}`
	for v, want := range map[string]string{
		`a.b.c`:                "one",
		`[a.no, a.b.c]`:        "one",
		`'a."d.e"'`:            "7",
		`a.big`:                "123456789012345678901",
		`a.f`:                  "1.5",
		`a.yes`:                "true",
		`{text: fixed}`:        "fixed",
		`{cel: event.a.n + 1}`: "13",
		`{cel: 'event.a.b.filter(x, has(x.c))[0].c'}`:      "one",
		`{cel: 'event.no.such'}`:                           "! ",
		`{cel: '["", string(event.a.n)]'}`:                 "12",
		`[{cel: event.no}, {text: else}]`:                  "else",
		`{path: a.n, bands: {0: low, 10: mid, 20: high}}`:  "mid",
		`{path: a.f, bands: {2: high}}`:                    "! ",
		`{path: a.n, values: {12: twelve}}`:                "twelve",
		`{path: a.b.c, values: {ONE: uno}, prefix: 'es:'}`: "es:uno",
		`{path: a.list, split: ',', values: {y: second}}`:  "second",
		`a`: "! ",
		`{cel: '[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, [1,2,3,4,5,6,7,8,9,10].map(c, [1,2,3,4,5,6,7,8,9,10].map(d, string(a+b+c+d)))))[0][0][0]'}`: "! ",
	} {
		got := mapped(t, v, event)
		if got != want && !(want == "! " && got[:2] == want) {
			t.Errorf("%s is %q, want %q", v, got, want)
		}
	}
}

func TestAnUnknownSourceIsToldTheKnownOnes(t *testing.T) {
	_, err := Sources().Source("qradar")
	if fault.KindOf(err) != fault.NotFound || err.Error() != `there is no source "qradar"; there are ocsf, suricata, wazuh` {
		t.Error(err)
	}
}

func TestTheManualsExampleIsAMapping(t *testing.T) {
	manual, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "sources.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(manual), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/sources.md has no example")
	}
	m, err := ParseMapping("docs/sources.md", []byte(example))
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	o := m.Read([]byte(`{"kind":"alert","ts":"2026-01-02T03:04:05Z","alert":{"rule":"r7","level":6},"net":{"src":"192.0.2.1:80"},"who":"a,B"}`), now)
	want := []detection.Entity{"ip:192.0.2.1", "user:a", "user:b"}
	if d := o.Detection; d == nil || d.Title != "r7" || d.Type != "example:r7" || d.Severity != 500 || !slices.Equal(d.Entities, want) {
		t.Errorf("%+v %v", d, o.Err)
	}
	if o := m.Read([]byte(`{"kind":"heartbeat"}`), now); o.Skipped != "kind is heartbeat" {
		t.Errorf("%+v", o)
	}
}
