package detection

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestSeverityRoundsHalfUpToThousandths(t *testing.T) {
	for _, c := range []struct {
		in   float64
		want string
	}{{0.39, "0.39"}, {0.3994, "0.399"}, {0.3995, "0.4"}, {0.4, "0.4"}, {0.0005, "0.001"}, {1.7, "1"}, {-3, "0"}} {
		if got := Fract(c.in).String(); got != c.want {
			t.Errorf("Fract(%v) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestBandsBeginAtTheirBound(t *testing.T) {
	for _, c := range []struct {
		f    Fraction
		want string
	}{{0, "info"}, {199, "info"}, {200, "low"}, {399, "low"}, {400, "medium"}, {599, "medium"}, {600, "high"}, {799, "high"}, {800, "critical"}, {1000, "critical"}} {
		if got := c.f.Band(); got != c.want {
			t.Errorf("%v is %s, want %s", c.f, got, c.want)
		}
	}
}

func TestAFractionIsANumberInJSON(t *testing.T) {
	b, err := json.Marshal(struct{ S Fraction }{700})
	if err != nil || string(b) != `{"S":0.7}` {
		t.Fatalf("%s %v", b, err)
	}
	var f Fraction
	if json.Unmarshal([]byte("1.2"), &f) == nil {
		t.Fatal("1.2 was taken")
	}
}

func TestEntitiesHaveOneForm(t *testing.T) {
	for _, c := range []struct {
		kind, value string
		want        Entity
	}{
		{"ip", "2001:DB8::0001", "ip:2001:db8::1"},
		{"ip", "::ffff:192.0.2.7", "ip:192.0.2.7"},
		{"ip", "192.0.2.7:80", "ip:192.0.2.7:80"},
		{"Host", " WEB-1 ", "host:web-1"},
		{"url", "https://Evil.example/x?y=1:2", "url:https://evil.example/x?y=1:2"},
	} {
		if got, _ := NewEntity(c.kind, c.value); got != c.want {
			t.Errorf("%s %s is %q, want %q", c.kind, c.value, got, c.want)
		}
	}
	if _, ok := NewEntity("ip", "  "); ok {
		t.Error("an empty value made an entity")
	}
	if e := Entity("url:https://x"); e.Kind() != "url" || e.Value() != "https://x" {
		t.Error("an entity splits at its first colon")
	}
}

func TestAResendHasTheSameFingerprint(t *testing.T) {
	same := func(a, b string) bool { return Fingerprint([]byte(a)) == Fingerprint([]byte(b)) }
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`{"a": 1, "b": "x y"}`, `{"a":1,"b":"x y"}`, true},
		{" {\"a\":\r\n\t[1 , 2] } ", `{"a":[1,2]}`, true},
		{`{"a":1,"b":"x y"}`, `{"a":1,"b":"x  y"}`, false},
		{`{"a\\\"": "x y\\" }`, `{"a\\\"":"x y\\"}`, true},
		{`{"a":"\" x"}`, `{"a":"\"x"}`, false},
		{`{"a":"\\" }`, `{"a":"\\"}`, true},
		{`{"a": "open`, `{"a":"open`, true},
	} {
		if same(c.a, c.b) != c.want {
			t.Errorf("%s and %s: same is %v", c.a, c.b, !c.want)
		}
	}
}

func FuzzFingerprintIsThatOfTheCompactText(f *testing.F) {
	f.Add([]byte(`{"a": "\\\" ", "b" : [1, 2]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var compact bytes.Buffer
		if json.Compact(&compact, raw) == nil && !bytes.Equal(compact.Bytes(), withoutSpace(raw)) {
			t.Errorf("%q became %q", raw, withoutSpace(raw))
		}
	})
}

func TestAnIDLeadsBackToItsArrival(t *testing.T) {
	for _, n := range []uint64{0, 1, 255, 1 << 48, 1<<63 - 1} {
		if got, ok := ArrivalOf(ID(n)); !ok || got != n {
			t.Errorf("ArrivalOf(%q) = %d, %v", ID(n), got, ok)
		}
	}
	for _, id := range []string{"", "d", "d1", "D000000000001", "d00000000000A", "x000000000001", "d+00000000001", ID(1) + "0"} {
		if n, ok := ArrivalOf(id); ok {
			t.Errorf("ArrivalOf(%q) = %d, want none", id, n)
		}
	}
}
