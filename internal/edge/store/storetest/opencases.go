package storetest

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// openCases are all that a store tells of.
func openCases(ctx context.Context, s recall, tenantID string) (all []change.OpenCase, err error) {
	err = s.OpenCases(ctx, tenantID, func(c change.OpenCase) {
		slices.Sort(c.Rows)
		all = append(all, c)
	})
	return all, err
}

// manyOpenCases has more than a store may read at a time, closed ones among them.
func manyOpenCases(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	var open []change.OpenCase
	for n := range 5000 {
		d := h.arrives(nil)
		c := h.opens(func(c *casefile.Case) {
			if n%7 == 0 {
				c.Status = casefile.Resolved
			}
		}, d)
		if c.Open() {
			open = append(open, change.OpenCase{Outline: c.Outline(), Rows: []string{"row of " + d.ID}})
		}
	}
	h.commit()
	same(t, "the open cases", open, must(openCases(t.Context(), s, "acme"))(t))
}

// commitsOfAnySize are about as many rows as the ways end in which a database writes them.
func commitsOfAnySize(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	total := 0
	for _, size := range []int{1, 7, 8, 9, 15, 16, 17, 127, 128, 129, 300} {
		for range size {
			h.opens(nil, h.arrives(nil))
		}
		set := h.set
		h.commit()
		total += size
		for _, d := range []detection.Detection{set.Arrived[0], set.Arrived[size-1]} {
			same(t, "a detection", d, must(s.Detection(t.Context(), "acme", casefile.AllSeeing, d.ID))(t).Detection)
		}
		open := must(openCases(t.Context(), s, "acme"))(t)
		if last := set.Cases[size-1]; len(open) != total || !reflect.DeepEqual(open[total-1].Outline, last.Outline()) || len(open[total-1].Rows) != 1 {
			t.Fatalf("after %d more there are %d cases, the last %+v", size, len(open), open[len(open)-1])
		}
	}
}
