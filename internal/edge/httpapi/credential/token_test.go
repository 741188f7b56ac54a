package credential

import "testing"

// FuzzToken takes any text for a token; only what is one is taken apart.
func FuzzToken(f *testing.F) {
	f.Add("cw_0011223344556677_00")
	f.Add("cw__")
	f.Fuzz(func(t *testing.T, text string) {
		if id, secret, ok := ParseToken(text); ok && text != tokenMark+id+"_"+secret {
			t.Errorf("%q is taken for %q and %q", text, id, secret)
		}
	})
}
