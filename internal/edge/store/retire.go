package store

import (
	"context"
	"slices"

	"caseweave/internal/core/fault"
)

// belonging is a table whose rows go with a detection, and the column that names it.
type belonging struct{ table, detection string }

func (b belonging) deletion(in string) string {
	return `DELETE FROM ` + b.table + ` WHERE tenant = $1 AND ` + b.detection + ` IN ` + in
}

// belongings are all of them, those that refer to others first.
var belongings = []belonging{
	{"detection_folds", "target"},
	{"detection_versions", "arrival"},
	{"detection_raws", "arrival"},
	{"rule_logs", "arrival"},
	{"detections", "arrival"},
}

// retired removes detections with all that belongs to them. Their marks stay:
// segments are never rewritten, and who follows one finds nothing there.
func (c *commit) retired(ctx context.Context) error {
	for some := range slices.Chunk(slices.Sorted(slices.Values(c.set.Retired)), lookups) {
		var arrivals []any
		for _, arrival := range some {
			arrivals = append(arrivals, int64(arrival))
		}
		if err := c.neverInACase(ctx, arrivals); err != nil {
			return err
		}
		if err := c.forgetRaws(ctx, some); err != nil {
			return err
		}
		if err := c.remove(ctx, arrivals); err != nil {
			return err
		}
	}
	return nil
}

// neverInACase refuses what any case needs.
func (c *commit) neverInACase(ctx context.Context, arrivals []any) error {
	a := arguments{c.tenant}
	var free int
	err := c.QueryRowContext(ctx, `SELECT count(*) FROM detections d
		WHERE d.tenant = $1 AND d.arrival IN `+a.in(arrivals)+` AND `+inNoCase, a...).Scan(&free)
	if err == nil && free != len(arrivals) {
		err = fault.New(fault.Internal, "The set removes a detection that was in a case, or is not there.")
	}
	return err
}

// remove deletes detections and their belongings by key.
func (c *commit) remove(ctx context.Context, arrivals []any) error {
	for _, b := range belongings {
		a := arguments{c.tenant}
		if _, err := c.run(ctx, b.deletion(a.in(arrivals)), a...); err != nil {
			return err
		}
	}
	return nil
}
