package match

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// foundIn are the patterns that the automaton finds in a text, each once, in order.
func (a *automaton) foundIn(text string) (found []int32) {
	state := int32(0)
	for i := range len(text) {
		state = a.next(state, text[i])
		for p := a.found[state]; p != none; p = a.further[p] {
			found = append(found, p)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestTheAutomatonFindsWhatATextContains(t *testing.T) {
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("abcß\xff")), 1, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		patterns := rapid.SliceOfN(texts, 1, 40).Draw(t, "patterns")
		slices.Sort(patterns)
		patterns = slices.Compact(patterns)
		a := newAutomaton(patterns, rapid.SampledFrom([]int{0, 40, 1 << 16}).Draw(t, "room"))
		for range 20 {
			text := texts.Draw(t, "text") + texts.Draw(t, "more")
			var want []int32
			for i, p := range patterns {
				if strings.Contains(text, p) {
					want = append(want, int32(i))
				}
			}
			if got := a.foundIn(text); !slices.Equal(got, want) {
				t.Fatalf("of %q, %q contains %v, not %v", patterns, text, want, got)
			}
		}
	})
}

func TestAnAutomatonMayKnowEveryByte(t *testing.T) {
	var patterns []string
	for b := range 256 {
		patterns = append(patterns, string([]byte{byte(b)}))
	}
	a := newAutomaton(patterns, 0)
	for b := range 256 {
		if got := a.foundIn(patterns[b]); !slices.Equal(got, []int32{int32(b)}) {
			t.Errorf("%q gives %v", patterns[b], got)
		}
	}
}
