package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"

	"caseweave/internal/core/listing"
)

// stretch is the part of a list in order of arrival that lies between two
// numbers, neither included, and the numbers in it that bear some mark.
type stretch struct {
	numbers []int64
	// end is where it ends, if it does not reach to the end of the list.
	end    int64
	ends   bool
	looked int
}

// course is the order of a list by arrival, and where in it to begin.
type course struct {
	behind     int64
	descending bool
}

// start is before the first of all.
func start(descending bool) course {
	if descending {
		return course{math.MaxInt64, true}
	}
	return course{math.MinInt64, false}
}

// before says that number a comes before b.
func (c course) before(a, b int64) bool { return a != b && (a > b) == c.descending }

// near and far are the ends of a segment that come first and last.
func (c course) near(s segment) int64 {
	if c.descending {
		return s.highest
	}
	return s.lowest
}

func (c course) far(s segment) int64 {
	if c.descending {
		return s.lowest
	}
	return s.highest
}

func (c course) compare(a, b int64) int {
	if c.descending {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// ahead are the segments that have anything behind the beginning, nearest first.
func (c course) ahead(all []segment) []segment {
	some := slices.DeleteFunc(slices.Clone(all), func(s segment) bool { return !c.before(c.behind, c.far(s)) })
	slices.SortFunc(some, func(a, b segment) int { return c.compare(c.near(a), c.near(b)) })
	return some
}

// maxLooked bounds how many chunks of the index a request reads; a test has fewer.
var maxLooked = 5000

// lookup adds to numbers those that bear a mark in the segment that ends at place.
type lookup func(place, mark int64, numbers []int64) ([]int64, error)

// walk collects the numbers that bear any of marks, from the beginning of the
// course until there are enough, or so many chunks were read. Segments overlap: a
// stretch that ends for want of chunks may end where it began.
func (v *view) walk(look lookup, marks []int64, c course, enough, chunks int) (s stretch, err error) {
	for _, mark := range marks {
		s.numbers = append(s.numbers, v.tail.Find(mark)...)
	}
	s.order(c)
	for _, next := range c.ahead(v.segments) {
		if s.known(c, next) >= enough || s.looked >= chunks {
			s.cut(c, c.near(next))
			break
		}
		s.looked += len(marks)
		for _, mark := range marks {
			if s.numbers, err = look(next.place, mark, s.numbers); err != nil {
				return s, err
			}
		}
		s.order(c)
	}
	if len(s.numbers) > enough {
		s.cut(c, s.numbers[enough])
	}
	return s, nil
}

// advances says whether the course that goes on is further than where the stretch began.
func (s *stretch) advances(c course) bool { return c.before(c.behind, s.after(c).behind) }

// after is the course that goes on where the stretch ends.
func (s *stretch) after(c course) course {
	if c.descending {
		return course{s.end + 1, true}
	}
	return course{s.end - 1, false}
}

// order leaves what lies behind the beginning, each once.
func (s *stretch) order(c course) {
	s.numbers = slices.DeleteFunc(s.numbers, func(n int64) bool { return !c.before(c.behind, n) })
	slices.SortFunc(s.numbers, c.compare)
	s.numbers = slices.Compact(s.numbers)
}

// known is how many of the numbers come before a segment: others may lie between the rest.
func (s *stretch) known(c course, next segment) int {
	n, _ := slices.BinarySearchFunc(s.numbers, c.near(next), c.compare)
	return n
}

// cut lets the stretch end before a number.
func (s *stretch) cut(c course, end int64) {
	n, _ := slices.BinarySearchFunc(s.numbers, end, c.compare)
	s.numbers, s.end, s.ends = s.numbers[:n], end, true
}

const (
	// enough is how many numbers a list in order of arrival looks up at a time.
	enough = 1000
	// atMost is how many another list takes from the index; of more it looks at every row.
	atMost = 20_000
)

// advance makes the condition of the stretch that comes next, where that of the
// last is used up.
func (s *selection[T]) advance(ctx context.Context, tx *sql.Tx, x *index) (err error) {
	if s.made {
		return nil
	}
	s.made, s.stretch, s.course = true, stretch{}, start(s.request.Descending)
	if s.byID() && s.after != nil {
		s.course.behind = int64(min(s.after.ID, math.MaxInt64))
	}
	bearers := func(marks []int64) (arrivals []int64, ok bool) {
		if err != nil {
			return nil, false
		}
		arrivals, ok, err = s.bearers(ctx, tx, x, marks)
		return arrivals, ok
	}
	w := where{known: s.list.tests, marks: s.list.marks, bearers: bearers, arguments: s.base}
	s.condition, s.args = w.superset(s.plain)
	return err
}

// bearers are those of the stretch, which ends where they end, or those of all.
func (s *selection[T]) bearers(ctx context.Context, tx *sql.Tx, x *index, marks []int64) ([]int64, bool, error) {
	tenant := s.base[0].(int64)
	v, err := x.view(ctx, tx, tenant)
	if err != nil {
		return nil, false, err
	}
	limit := enough
	if !s.byID() {
		limit = atMost
	}
	c := chunks{tx: tx, tenant: tenant}
	defer c.close()
	found, err := v.walk(func(place, mark int64, numbers []int64) ([]int64, error) {
		return c.append(ctx, place, mark, numbers)
	}, marks, s.course, limit, maxLooked-s.looked)
	s.looked += found.looked
	switch {
	case found.ends && !found.advances(s.course): // by the index there is no way on: look at the rows
		return nil, false, err
	case !s.byID():
		return found.numbers, !found.ends, err
	case found.ends && (!s.stretch.ends || s.course.before(found.end, s.stretch.end)):
		s.stretch = found
	}
	return found.numbers, true, err
}

// leave ends the stretch and says whether another follows.
func (s *selection[T]) leave() bool {
	if !s.stretch.ends {
		return false
	}
	next := s.stretch.after(s.course)
	s.after, s.made = &listing.Cursor{Sort: s.request.Order(), ID: uint64(next.behind)}, false
	return true
}
