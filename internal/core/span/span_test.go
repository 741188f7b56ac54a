package span

import "testing"

func TestSpansReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"4h": "4h", "90m": "90m", "60m": "1h", "1d": "1d", "1d12h": "36h", "24h": "1d", "90s": "90s", "3650d": "3650d", "0s": "0s"} {
		if got, err := Parse(text); err != nil || got.String() != want {
			t.Errorf("%s is %v %v, want %s", text, got, err, want)
		}
	}
	for _, wrong := range []string{"", "4", "h", "4 h", "-4h", "4h1d", "1.5h", "3651d", "999999999d", "1w", "4H"} {
		if got, err := Parse(wrong); err == nil {
			t.Errorf("%q was read as %v", wrong, got)
		}
	}
}
