package storetest

import (
	"context"
	"slices"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
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
		if c.Status.Open() {
			open = append(open, change.OpenCase{Outline: c.Outline(), Rows: []string{"row of " + d.ID}})
		}
	}
	h.commit()
	same(t, "the open cases", open, must(openCases(t.Context(), s, "acme"))(t))
}
