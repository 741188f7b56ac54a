package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"caseweave/internal/core/detection"
)

// checkInvariants is what every accepted detection promises.
func checkInvariants(t testing.TB, d *detection.Detection, received time.Time) {
	t.Helper()
	for name, s := range map[string]string{"uid": d.UID, "title": d.Title, "type": d.Type, "source": d.Source} {
		if s == "" || strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
			t.Errorf("%s is %q", name, s)
		}
	}
	if d.Severity < 0 || d.Severity > 1000 || d.Status != detection.Open || d.Count != 1 || d.Version != 1 {
		t.Errorf("severity %d, %s, count %d, version %d", d.Severity, d.Status, d.Count, d.Version)
	}
	if d.Fingerprint != detection.Fingerprint(d.Raw) {
		t.Error("the fingerprint is not that of raw")
	}
	checkEntities(t, d)
	for name, at := range map[string]time.Time{"created": d.CreatedAt, "first seen": d.FirstSeenAt, "last seen": d.LastSeenAt} {
		if at.IsZero() || at.Year() < 1 || at.After(received.Add(10*time.Minute)) || at.Location() != time.UTC || at.Nanosecond()%1000 != 0 {
			t.Errorf("%s at %v", name, at)
		}
	}
	if d.LastSeenAt.Before(d.FirstSeenAt) {
		t.Errorf("seen from %v to %v", d.FirstSeenAt, d.LastSeenAt)
	}
}

func checkEntities(t testing.TB, d *detection.Detection) {
	t.Helper()
	seen := map[detection.Entity]bool{}
	for _, e := range d.Entities {
		again, ok := detection.NewEntity(e.Kind(), e.Value())
		if !ok || again != e || seen[e] || len(e) > maxEntity || !utf8.ValidString(string(e)) || strings.ContainsRune(string(e), 0) {
			t.Errorf("entity %q (canonical: %q, seen before: %v)", e, again, seen[e])
		}
		seen[e] = true
	}
	if len(d.Entities) > maxEntities || len(d.Attributes) > maxAttributes {
		t.Errorf("%d entities, %d attributes", len(d.Entities), len(d.Attributes))
	}
}

func FuzzRecords(f *testing.F) {
	for _, s := range []string{
		"", "{\"a\":1}\n{\"b\":2}", "[{\"a\":1},{\"b\":[2]}]", "{\n\"a\":1\n}\n{\n}", "\xef\xbb\xbf[1,\"a,]\",{]}]", "{\"a\":\n{\"b\":2}", "\x1f\x8b\x08",
		"[[[[", "[\v", "\v\n{}\u00a0\n", "{\"a\":\"\\\"}\n{}", string(zipped(f, "{\"a\":1}\n", "{}")),
	} {
		f.Add([]byte(s), 40, 60)
	}
	f.Fuzz(func(t *testing.T, body []byte, record, limit int) {
		limits := Limits{Record: max(1, record%1000), Body: int64(max(1, limit%100_000))}
		line, final := 1, false
		for r := range Records(bytes.NewReader(body), limits) {
			switch {
			case final:
				t.Fatal("a record after the final one")
			case (r.Err == nil) == (len(r.Bytes) == 0):
				t.Fatalf("neither record nor reason, or both: %+v", r)
			case len(r.Bytes) > limits.Record:
				t.Fatalf("%d bytes", len(r.Bytes))
			case r.Line < line && !r.Final: // a list without end is told by where it begins
				t.Fatalf("line %d after line %d", r.Line, line)
			}
			line, final = r.Line, r.Final
		}
	})
}

func FuzzOCSF(f *testing.F) {
	for _, s := range []string{
		found(""), informed(`"uid":9007199254740993,"title":{}`), `{"class_uid":2001,"finding":{"title":"t"}}`, `{}`, `null`,
		found(`"observables":[{"name":"src.ip","type_id":2,"value":"::FFFF:1.2.3.4"},{"type_id":8,"value":"x"}],"device":{"ip":"1%e","hostname":"A:b"},`),
		found(`"severity":"0.3","evidences":[{"process":{"cmd_line":"\u0000"}}],`),
		`{"class_uid":2004,"time":-11644473600000,"finding_info":{"title":"t","first_seen_time":1e30}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { checkOutcome(t, OCSF{}.Read(raw, now), raw) })
}

func FuzzMapping(f *testing.F) {
	for _, m := range builtin() {
		sample, err := os.ReadFile(filepath.Join("mappings", m.Name(), "sample.ndjson"))
		if err != nil {
			f.Fatal(err)
		}
		for _, raw := range lines(f, sample) {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, m := range builtin() {
			checkOutcome(t, m.Read(raw, now), raw)
		}
	})
}

func FuzzParseMapping(f *testing.F) {
	for _, m := range builtin() {
		text, err := os.ReadFile(filepath.Join("mappings", m.Name(), "mapping.yaml"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("title: {path: a..b}\nseverity: [{bands: {x: 1}}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping("mapping.yaml", text)
		if err == nil {
			checkOutcome(t, m.Read([]byte(`{"a":{"b":["c",1,null]}}`), now), nil)
		}
	})
}

func checkOutcome(t *testing.T, o Outcome, raw []byte) {
	told := 0
	for _, is := range []bool{o.Detection != nil, o.Skipped != "", o.Err != nil} {
		if is {
			told++
		}
	}
	if told != 1 {
		t.Fatalf("%d outcomes at once: %+v", told, o)
	}
	if o.Detection != nil {
		checkInvariants(t, o.Detection, now)
		if raw != nil && !bytes.Equal(o.Detection.Raw, raw) {
			t.Error("raw is not what was sent")
		}
	}
}
