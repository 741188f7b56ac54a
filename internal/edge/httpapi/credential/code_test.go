package credential

import (
	"strings"
	"testing"
	"time"
)

// TestCodesAreThoseOfRFC6238 holds the codes against those of the RFC's appendix B,
// of which an app shows the last six digits.
func TestCodesAreThoseOfRFC6238(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for seconds, code := range map[int64]string{1111111111: "050471", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		for off, ok := range map[time.Duration]bool{0: true, CodeStep: true, -CodeStep: true, 2 * CodeStep: false, -2 * CodeStep: false} {
			at := time.Unix(seconds, 0).Add(off)
			step, found := StepOf(secret, code, at)
			if found != ok || ok && step != seconds/30 {
				t.Errorf("%s at %d%+v: step %d, %v", code, seconds, off, step, found)
			}
		}
	}
	for _, bad := range []string{"", "287082 ", "28708", "2870820", "abcdef"} {
		if _, ok := StepOf(secret, bad, time.Unix(59, 0)); ok {
			t.Errorf("%q passes", bad)
		}
	}
}

func TestCodesMayBeTypedInGroupsAndInAnyLetters(t *testing.T) {
	shown, hashes := NewRecoveryCodes()
	if len(shown) != RecoveryCodes || len(hashes) != RecoveryCodes {
		t.Fatalf("%d and %d recovery codes", len(shown), len(hashes))
	}
	for _, as := range []string{shown[0], strings.ToUpper(shown[0]), strings.ReplaceAll(shown[0], "-", " "), strings.ReplaceAll(shown[0], "-", "")} {
		if plain, recovery := Typed(as); plain != shown[0] || !recovery {
			t.Errorf("%q is read as %q, %v", as, plain, recovery)
		}
	}
	if plain, recovery := Typed(" 123 456 "); plain != "123456" || recovery {
		t.Errorf("a code of an app is read as %q, %v", plain, recovery)
	}
}
