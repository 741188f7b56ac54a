package httpapi

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
		for off, ok := range map[time.Duration]bool{0: true, codeStep: true, -codeStep: true, 2 * codeStep: false, -2 * codeStep: false} {
			at := time.Unix(seconds, 0).Add(off)
			step, found := stepOf(secret, code, at)
			if found != ok || ok && step != seconds/30 {
				t.Errorf("%s at %d%+v: step %d, %v", code, seconds, off, step, found)
			}
		}
	}
	for _, bad := range []string{"", "287082 ", "28708", "2870820", "abcdef"} {
		if _, ok := stepOf(secret, bad, time.Unix(59, 0)); ok {
			t.Errorf("%q passes", bad)
		}
	}
}

func TestCodesMayBeTypedInGroupsAndInAnyLetters(t *testing.T) {
	shown, hashes := newRecovery()
	if len(shown) != recoveryCodes || len(hashes) != recoveryCodes {
		t.Fatalf("%d and %d recovery codes", len(shown), len(hashes))
	}
	for _, as := range []string{shown[0], strings.ToUpper(shown[0]), strings.ReplaceAll(shown[0], "-", " "), strings.ReplaceAll(shown[0], "-", "")} {
		if plain, recovery := typed(as); plain != shown[0] || !recovery {
			t.Errorf("%q is read as %q, %v", as, plain, recovery)
		}
	}
	if plain, recovery := typed(" 123 456 "); plain != "123456" || recovery {
		t.Errorf("a code of an app is read as %q, %v", plain, recovery)
	}
}

func TestABrowserIsToldInPlainWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36":                         "Chrome on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0":               "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":                   "Safari on macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36":                         "Chrome on Android",
		"curl/8.14.1": "curl", "-": "An unknown browser", "<script>alert(1)</script>": "An unknown browser",
	} {
		if got := browserOf(agent); got != want {
			t.Errorf("%s: %s, want %s", agent, got, want)
		}
	}
}
