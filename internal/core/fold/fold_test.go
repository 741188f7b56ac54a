package fold

import (
	"strings"
	"testing"
	"unicode"
)

func TestFoldedTextsAreEqualExactlyWhenTheyFoldEqually(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if 0xD800 <= r && r <= 0xDFFF {
			continue
		}
		f := Rune(r)
		if !strings.EqualFold(string(r), string(f)) {
			t.Fatalf("%U folds to %U, which is another letter", r, f)
		}
		for n := unicode.SimpleFold(r); n != r; n = unicode.SimpleFold(n) {
			if Rune(n) != f {
				t.Fatalf("%U and %U fold equally, but give %U and %U", r, n, f, Rune(n))
			}
		}
	}
}

func TestAsciiStaysReadable(t *testing.T) {
	if got := String("WEB-01.Corp"); got != "web-01.corp" {
		t.Fatalf("got %q", got)
	}
	if got := String("straße ÉCOLE"); got != "straße école" {
		t.Fatalf("got %q", got)
	}
}

func TestAppendingIsFolding(t *testing.T) {
	for _, s := range []string{"", "Plain ASCII [@Z`z{", "ÉCOLE ſ K İ ß ẞ ΣΑΣ", "cut \xe2\x82 short\xff", "\ufffd"} {
		if got := Append([]byte("before "), s); string(got) != "before "+String(s) {
			t.Errorf("%q became %q, not %q", s, got, String(s))
		}
	}
}
