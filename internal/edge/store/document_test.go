package store_test

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/compact"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestACaseThatWasKeptAsJSONReadsAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.Make[casefile.Case]().Draw(t, "case")
		c.Top.Severity = detection.Fraction(rapid.IntRange(0, 1000).Draw(t, "severity"))
		c.Top.Unsure = detection.Fraction(rapid.IntRange(0, 1000).Draw(t, "unsure"))
		for _, at := range []*time.Time{&c.AnchorAt, &c.EarliestAt, &c.LatestAt, &c.CreatedAt, &c.UpdatedAt} {
			*at = time.UnixMicro(rapid.Int64Range(-62135596800000000, 253402300799999999).Draw(t, "time")).UTC()
		}
		before, err := store.Document(&c)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{before, compact.CaseBytes(&c)} {
			got, err := store.CaseOf(text)
			if diff := cmp.Diff(c, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Fatalf("%v, (-want +got):\n%s", err, diff)
			}
		}
	})
}
