package query

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/fold"
)

// letters are awkward to fold: pairs of other lengths, three of a kind, bytes that are no text.
var letters = []string{"a", "A", "b", "k", "K", "\u212a", "s", "S", "ſ", "ß", "ẞ", "é", "É", "σ", "ς", "Σ", "İ", "ı", "😀", "\xff", "\xc3", "\ufffd", "z", "-"}

func awkward(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, most).Draw(t, "letters"), "")
	})
}

func TestComparingUnfoldedIsComparingFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, folded := awkward(8).Draw(t, "s"), fold.String(awkward(3).Draw(t, "literal"))
		f := fold.String(s)
		rest, begins := foldedPrefix(s, folded)
		if want, ok := strings.CutPrefix(f, folded); begins != ok || ok && fold.String(rest) != want {
			t.Errorf("prefix: %v and %q, want %v and %q", begins, rest, ok, want)
		}
		if got, want := foldedEqual(s, folded), f == folded; got != want {
			t.Errorf("equal: %v, want %v", got, want)
		}
		if got, want := foldedSuffix(s, folded), strings.HasSuffix(f, folded); got != want {
			t.Errorf("suffix: %v, want %v", got, want)
		}
		if got, want := foldedContains(s, folded), strings.Contains(f, folded); got != want {
			t.Errorf("contains: %v, want %v", got, want)
		}
		if got, want := foldedCompare(s, folded), strings.Compare(f, folded); cmp.Compare(got, 0) != want {
			t.Errorf("compare: %v, want %v", got, want)
		}
		if got := fold.Append(nil, s); !slices.Equal(got, []byte(f)) {
			t.Errorf("folded: %q, want %q", got, f)
		}
	})
}
