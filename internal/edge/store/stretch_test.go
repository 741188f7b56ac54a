package store_test

import (
	"cmp"
	"slices"
	"testing"

	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/marks"

	"pgregory.net/rapid"
)

// TestAWalkMeetsEveryBearerOnce draws segments that follow one another, with
// some numbers that belong among earlier ones, as updates bring them.
func TestAWalkMeetsEveryBearerOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wanted := rapid.SliceOfNDistinct(rapid.Int64Range(-4, -1), 1, 3, rapid.ID).Draw(t, "wanted")
		next, all := int64(1), map[int64]bool{}
		run := func() marks.Run {
			var pairs []marks.Pair
			for range rapid.IntRange(0, 8).Draw(t, "pairs") {
				number := next
				if rapid.IntRange(0, 3).Draw(t, "late") == 0 {
					number = rapid.Int64Range(1, next).Draw(t, "of")
				}
				next += rapid.Int64Range(0, 2).Draw(t, "step")
				mark := rapid.Int64Range(-4, 1).Draw(t, "mark")
				pairs = append(pairs, marks.Pair{Mark: mark, Number: number})
				if slices.Contains(wanted, mark) {
					all[number] = true
				}
			}
			return marks.Sorted(pairs)
		}
		var runs []marks.Run
		for range rapid.IntRange(0, 6).Draw(t, "segments") {
			runs = append(runs, run())
		}
		tail := run()
		var want []int64
		for n := range all {
			want = append(want, n)
		}
		descending := rapid.Bool().Draw(t, "descending")
		slices.SortFunc(want, func(a, b int64) int {
			if descending {
				return cmp.Compare(b, a)
			}
			return cmp.Compare(a, b)
		})
		got := store.Walk(runs, tail, wanted, descending, rapid.IntRange(1, 5).Draw(t, "enough"))
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
