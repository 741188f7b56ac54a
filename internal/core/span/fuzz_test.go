package span

import "testing"

// FuzzParse reads any text; a span that it is read as is written so that it is read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "90m", "4h", "1d12h", "0s", "3650d", "3651d", "999999999d", "1s1m", "-1h", "1.5h", "１d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			return
		}
		if s < 0 || s > Max {
			t.Fatalf("%q is read as %d", text, s)
		}
		if again, err := Parse(s.String()); err != nil || again != s {
			t.Errorf("%q is %v, which is read as %v (%v)", text, s, again, err)
		}
	})
}
