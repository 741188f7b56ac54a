package insight

import (
	"cmp"
	"maps"
	"slices"

	"caseweave/internal/core/detection"
)

// Relation is that a case has to do with another, because both speak of the same.
type Relation struct {
	Case uint64
	// Shared are the entities that both have, the rarest first.
	Shared []detection.Entity
	// weight is the sum of what each of them tells: one that few cases have tells more.
	weight float64
}

// Related are the cases that share entities with one, what tells most first, limit at
// most. where says in which cases each of its entities was seen.
func Related(of uint64, where map[detection.Entity][]uint64, limit int) []Relation {
	by := map[uint64]*Relation{}
	for _, e := range slices.Sorted(maps.Keys(where)) {
		cases := where[e]
		seen := map[uint64]bool{of: true}
		for _, number := range cases {
			seen[number] = true
		}
		delete(seen, of)
		for number := range seen {
			if by[number] == nil {
				by[number] = &Relation{Case: number}
			}
			by[number].Shared = append(by[number].Shared, e)
			by[number].weight += 1 / float64(len(seen))
		}
	}
	all := make([]Relation, 0, len(by))
	for _, r := range by {
		slices.SortFunc(r.Shared, func(a, b detection.Entity) int {
			return cmp.Or(cmp.Compare(len(where[a]), len(where[b])), cmp.Compare(a, b))
		})
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.Case, a.Case))
	})
	return all[:min(len(all), limit)]
}

// Frequent are the entities that most of detections speak of, limit at most.
func Frequent(detections []detection.Detection, limit int) []detection.Entity {
	times := map[detection.Entity]int{}
	for _, d := range detections {
		for _, e := range d.Entities {
			times[e]++
		}
	}
	all := slices.SortedFunc(maps.Keys(times), func(a, b detection.Entity) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b))
	})
	return all[:min(len(all), limit)]
}
