package listing

import "testing"

// FuzzCursor reads any text for a cursor; one that is read continues its own order only, and is written the same.
func FuzzCursor(f *testing.F) {
	f.Add(Cursor{Sort: "-score", Number: 7, ID: 3}.String(), "-score")
	f.Add(Cursor{Sort: "title", Text: "é\x00", ID: 1<<64 - 1}.String(), "title")
	f.Add("bnVsbA", "")
	f.Add("", "score")
	f.Add("e30", "")
	f.Fuzz(func(t *testing.T, text, sort string) {
		c, err := ParseCursor(text, sort)
		if err != nil || c == nil {
			return
		}
		again, err := ParseCursor(c.String(), sort)
		if err != nil || *again != *c || c.Sort != sort {
			t.Errorf("%q under %q is %+v, and then %+v (%v)", text, sort, c, again, err)
		}
	})
}
