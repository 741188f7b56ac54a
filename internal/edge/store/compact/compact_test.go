package compact_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store/compact"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// leftOut are the fields that are kept elsewhere.
var leftOut = map[string]bool{"ID": true, "Raw": true, "Fingerprint": true}

// filled has something in every field, those of what it holds included.
func filled(v reflect.Value, n *int) {
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMicro(int64(*n) * -1_000_001).UTC()))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i), n)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			filled(v.Index(i), n)
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n)
	case v.Kind() == reflect.String:
		v.SetString(strings.Repeat("ü\x00\xff", *n))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(-int64(*n) << 20)
	case v.CanUint():
		v.SetUint(uint64(*n) << 50)
	case v.CanFloat():
		v.SetFloat(float64(*n) / 7)
	}
}

func TestEveryFieldIsKept(t *testing.T) {
	var d detection.Detection
	n := 0
	for i, v := 0, reflect.ValueOf(&d).Elem(); i < v.NumField(); i++ {
		if !leftOut[v.Type().Field(i).Name] {
			filled(v.Field(i), &n)
		}
	}
	d.Arrival, d.ID = 77, detection.ID(77)
	got, err := compact.Parse(compact.Bytes(&d))
	if diff := cmp.Diff(d, got); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
}

// moment is any time of the years 1 to 9999.
func moment() *rapid.Generator[time.Time] {
	return rapid.Map(rapid.Int64Range(-62135596800000000, 253402300799999999), func(micros int64) time.Time {
		return time.UnixMicro(micros).UTC()
	})
}

func TestAnyDetectionIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.Make[detection.Detection]().Draw(t, "detection")
		d.Arrival = max(1, d.Arrival)
		d.ID, d.Raw, d.Fingerprint = detection.ID(d.Arrival), nil, ""
		for _, at := range []*time.Time{&d.CreatedAt, &d.FirstSeenAt, &d.LastSeenAt, &d.ReceivedAt, &d.ModifiedAt} {
			*at = moment().Draw(t, "time")
		}
		got, err := compact.Parse(compact.Bytes(&d))
		if diff := cmp.Diff(d, got, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); err != nil || diff != "" {
			t.Fatalf("%v, (-want +got):\n%s", err, diff)
		}
	})
}

// TestWhatWasKeptIsRead holds the form: what is written once must be read for ever.
func TestWhatWasKeptIsRead(t *testing.T) {
	confidence, score := detection.Fraction(333), 7.5
	d := detection.Detection{
		ID: detection.ID(300), Arrival: 300, TenantID: "acme", Source: "ocsf", UID: "uid", Title: "T", Type: "type", Severity: 700,
		Confidence: &confidence, ThreatScore: &score, Status: detection.Open, Entities: []detection.Entity{"host:a", "user:b"},
		Locations: []detection.Place{{City: "Berlin", Latitude: 0.5}}, Attributes: []detection.Attribute{{Name: "n", Value: "v"}},
		Count: 2, CreatedAt: time.UnixMicro(1_000_000).UTC(), Version: 1, Tags: []string{"x"},
	}
	const never = "\xff\xff\xdd\xf2\xdf\xff\xdf\xdc\x01"
	const kept = "\x01\xac\x02\x02\x06host:a\x06user:b\x04acme\x04ocsf\x03uid\x01T\x00\x04type\xf8\n\x01\x9a\x05\x01\x80\x80\x80\x80\x80\x80\x80\x8f@\x00\x04open" +
		"\x00\x00\x00\x00\x01\x00\x06Berlin\x80\x80\x80\x80\x80\x80\x80\xf0?\x00\x00\x01\x01n\x01v\x04\x80\x89z" +
		never + never + never + never + "\x02\x01\x01x"
	if text := string(compact.Bytes(&d)); text != kept {
		t.Errorf("it is kept as %q", text)
	}
	got, err := compact.Parse([]byte(kept))
	if diff := cmp.Diff(d, got); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{})
	f.Add(compact.Bytes(&detection.Detection{Title: "t", Entities: []detection.Entity{"host:a"}}))
	f.Add([]byte("\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := compact.Parse(text)
		if err != nil {
			return
		}
		again, err := compact.Parse(compact.Bytes(&d))
		if diff := cmp.Diff(d, again, cmpopts.EquateNaNs()); err != nil || diff != "" {
			t.Fatalf("%v, (-first +again):\n%s", err, diff)
		}
	})
}
