package marks_test

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"testing"

	"caseweave/internal/edge/store/marks"

	"pgregory.net/rapid"
)

// pairs draws few marks and numbers, so that they meet, and some at the ends of what there is.
func pairs(t *rapid.T) []marks.Pair {
	number := rapid.OneOf(rapid.Int64Range(-3, 9), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 1 << 40}))
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) marks.Pair {
		return marks.Pair{Mark: number.Draw(t, "mark"), Number: number.Draw(t, "number")}
	})).Draw(t, "pairs")
}

func TestARunIsItsPairsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := pairs(t)
		run := marks.Sorted(slices.Clone(given))
		set := map[marks.Pair]bool{}
		for _, p := range given {
			set[p] = true
			if !slices.Contains(run.Find(p.Mark), p) {
				t.Fatalf("%v is not found", p)
			}
		}
		for _, p := range run {
			if !set[p] {
				t.Fatalf("%v was never given", p)
			}
		}
		if len(run) != len(set) || len(run.Below())+len(run.Above()) != len(run) {
			t.Fatalf("%d pairs of %d", len(run), len(set))
		}
	})
}

func TestBytesComeBackAsTheRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := marks.Sorted(pairs(t))
		got, err := marks.Parse(run.Bytes())
		if err != nil || !slices.Equal(got, run) {
			t.Fatalf("%v, %v, want %v", got, err, run)
		}
	})
}

func TestMergedRunsAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []marks.Pair
		var runs []marks.Run
		var tail marks.Tail
		for range rapid.IntRange(0, 9).Draw(t, "runs") {
			some := pairs(t)
			all = append(all, some...)
			runs = append(runs, marks.Sorted(some))
			tail.Add(runs[len(runs)-1])
		}
		want := marks.Sorted(all)
		if got := marks.Merged(runs...); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		for _, p := range want {
			found := tail.Find(p.Mark)
			slices.Sort(found)
			for i, q := range want.Find(p.Mark) {
				if got := slices.Compact(slices.Clone(found)); got[i] != q.Number {
					t.Fatalf("the tail finds %v, want %v", got, want.Find(p.Mark))
				}
			}
		}
	})
}

func TestAMarkLiesInOneChunk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []marks.Pair
		for range rapid.IntRange(0, 40).Draw(t, "marks") {
			mark := rapid.Int64Range(-20, 20).Draw(t, "mark")
			for n := range rapid.Int64Range(1, 300).Draw(t, "numbers") {
				all = append(all, marks.Pair{Mark: mark, Number: n})
			}
		}
		run := marks.Sorted(all)
		var joined marks.Run
		seen := map[int64]bool{}
		for chunk := range run.Chunks() {
			of := map[int64]bool{}
			for _, p := range chunk {
				of[p.Mark] = true
				if seen[p.Mark] || (p.Mark < 0) != (chunk[0].Mark < 0) {
					t.Fatalf("mark %d lies in two chunks, or beside those on the other side of zero", p.Mark)
				}
			}
			maps.Copy(seen, of)
			joined = append(joined, chunk...)
		}
		if !slices.Equal(joined, run) {
			t.Fatal("the chunks are not the run")
		}
	})
}

func TestATailIsFewRuns(t *testing.T) {
	var tail marks.Tail
	for n := range int64(10_000) {
		tail.Add(marks.Run{{Mark: n * 7919 % 10_007, Number: n}})
	}
	if n := tail.Runs(); n > 14 {
		t.Errorf("10,000 runs of one are %d", n)
	}
}

func TestTheFilterForgetsNoRun(t *testing.T) {
	const runs, perRun = 70, 1000
	var f marks.Filter
	next := int64(1)
	mark := func() int64 { next = next*6364136223846793005 + 1442695040888963407; return next & math.MaxInt64 }
	var borne [runs][]int64
	for r := range runs {
		var run marks.Run
		for range perRun {
			borne[r] = append(borne[r], mark())
			run = append(run, marks.Pair{Mark: borne[r][len(borne[r])-1]})
		}
		f.Add(run)
	}
	wrong := 0
	for r := range runs {
		for _, m := range borne[r] {
			places := f.Places(m)
			if !slices.Contains(places, r) {
				t.Fatalf("run %d is forgotten to bear %d", r, m)
			}
			wrong += len(places) - 1
		}
	}
	for range 10_000 {
		wrong += len(f.Places(mark()))
	}
	if f.Runs() != runs || wrong > 5 {
		t.Errorf("%d runs, %d thought to bear what they do not", f.Runs(), wrong)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{})
	f.Add(marks.Run{{Mark: math.MinInt64, Number: 1}, {Mark: -1, Number: 2}, {Mark: 0, Number: math.MaxInt64}}.Bytes())
	f.Add([]byte{0x80, 0x80, 0x00, 0x00})
	f.Fuzz(func(t *testing.T, text []byte) {
		run, err := marks.Parse(text)
		if err != nil {
			return
		}
		again, err := marks.Parse(run.Bytes())
		if err != nil || !slices.Equal(run, again) || len(run.Bytes()) > len(text) && !bytes.Equal(text, run.Bytes()) {
			t.Fatalf("%x is read as %v, and that as %v, %v", text, run, again, err)
		}
	})
}
