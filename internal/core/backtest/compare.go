package backtest

import (
	"cmp"
	"maps"
	"slices"

	"caseweave/internal/core/rule"
)

// Outcome is what a world made of the detections that it saw.
type Outcome struct {
	// Rules are the world's, in order of evaluation as far as the book tells it.
	Rules []rule.Rule
	// Filed says of each detection, by arrival, where it is; the zero value is in no case.
	Filed map[uint64]Filing
	// Folded says of each repeat, by its number, which arrival it became part of.
	Folded map[uint64]uint64
	// Titles are those of the cases, by number.
	Titles map[uint64]string
	// Created and Appended count what rules did, by their ids.
	Created, Appended map[string]int
}

// Filing is where a detection is.
type Filing struct {
	// Case is 0 for none.
	Case uint64
	// Rule is the id of the rule that decided; empty where none did.
	Rule string
}

// NewOutcome is that of a world in which nothing happened yet.
func NewOutcome(rules []rule.Rule) Outcome {
	return Outcome{
		Rules: rules, Filed: map[uint64]Filing{}, Folded: map[uint64]uint64{}, Titles: map[uint64]string{},
		Created: map[string]int{}, Appended: map[string]int{},
	}
}

// place is where a detection is; a repeat is where that is which it became part of.
func (o *Outcome) place(arrival uint64) Filing {
	if f, arrived := o.Filed[arrival]; arrived {
		return f
	}
	return Filing{Case: o.Filed[o.Folded[arrival]].Case}
}

// Compare tells what differs between two worlds that saw the same. subject
// answers for a detection by its arrival, and is asked for examples only. It
// takes time in proportion to the detections.
func Compare(before, after Outcome, subject func(arrival uint64) Subject) Result {
	c := comparison{before: &before, after: &after, seen: union(before.Filed, after.Filed)}
	c.pairUp()
	r := Result{Detections: len(c.seen), Before: c.world(c.sizesBefore), After: c.world(c.sizesAfter)}
	r.Cases, r.Moves = c.cases(), c.moves()
	r.Changed = r.Cases != Cases{Same: r.Cases.Same}
	r.Shadowed, r.Rules = c.shadowed(), yields(before, after)
	r.Examples = c.examples(subject)
	return r
}

// union are the arrivals that either world has as detections, in order.
func union(before, after map[uint64]Filing) []uint64 {
	all := slices.Collect(maps.Keys(before))
	for arrival := range after {
		if _, both := before[arrival]; !both {
			all = append(all, arrival)
		}
	}
	slices.Sort(all)
	return all
}

// comparison is two worlds beside each other.
type comparison struct {
	before, after *Outcome
	seen          []uint64
	// sizes count the detections of each case.
	sizesBefore, sizesAfter map[uint64]int
	// overlaps count what two cases have in common.
	overlaps map[couple]int
	// partner is the case afterwards that a case before is paired with, and
	// partnered the other way round.
	partner, partnered map[uint64]uint64
}

// couple is a case of each world.
type couple struct{ before, after uint64 }

// pairUp pairs the cases that have most in common first, of several the lower numbers.
func (c *comparison) pairUp() {
	c.sizesBefore, c.sizesAfter, c.overlaps = map[uint64]int{}, map[uint64]int{}, map[couple]int{}
	for _, arrival := range c.seen {
		b, a := c.before.place(arrival).Case, c.after.place(arrival).Case
		if b != 0 {
			c.sizesBefore[b]++
		}
		if a != 0 {
			c.sizesAfter[a]++
		}
		if a != 0 && b != 0 {
			c.overlaps[couple{b, a}]++
		}
	}
	couples := slices.SortedFunc(maps.Keys(c.overlaps), func(x, y couple) int {
		return cmp.Or(cmp.Compare(c.overlaps[y], c.overlaps[x]), cmp.Compare(x.before, y.before), cmp.Compare(x.after, y.after))
	})
	c.partner, c.partnered = map[uint64]uint64{}, map[uint64]uint64{}
	for _, p := range couples {
		if c.partner[p.before] == 0 && c.partnered[p.after] == 0 {
			c.partner[p.before], c.partnered[p.after] = p.after, p.before
		}
	}
}

func (c *comparison) world(sizes map[uint64]int) World {
	w := World{Cases: len(sizes)}
	for _, n := range sizes {
		w.InCases += n
	}
	w.Open = len(c.seen) - w.InCases
	if w.Cases > 0 {
		w.PerCase = float64(w.InCases) / float64(w.Cases)
	}
	return w
}

func (c *comparison) cases() Cases {
	n := Cases{Created: len(c.sizesAfter) - len(c.partnered), Gone: len(c.sizesBefore) - len(c.partner)}
	for b, a := range c.partner {
		if both := c.overlaps[couple{b, a}]; both == c.sizesBefore[b] && both == c.sizesAfter[a] {
			n.Same++
		} else {
			n.Changed++
		}
	}
	return n
}

// move is what becomes of a detection; empty where nothing does.
func (c *comparison) move(arrival uint64) Change {
	b, a := c.before.place(arrival).Case, c.after.place(arrival).Case
	switch {
	case b == 0 && a != 0:
		return Joined
	case b != 0 && a == 0:
		return Left
	case c.partner[b] != a:
		return Moved
	}
	return ""
}

func (c *comparison) moves() (n Moves) {
	for _, arrival := range c.seen {
		switch c.move(arrival) {
		case Joined:
			n.Joined++
		case Left:
			n.Left++
		case Moved:
			n.Moved++
		default:
			n.Unaffected++
		}
	}
	return n
}

// shadowed counts the detections that one rule decided before and another decides
// afterwards, by rules; most first.
func (c *comparison) shadowed() []Shadow {
	type loss struct{ rule, by string }
	counts := map[loss]int{}
	for _, arrival := range c.seen {
		b, a := c.before.place(arrival).Rule, c.after.place(arrival).Rule
		if b != "" && a != "" && b != a {
			counts[loss{b, a}]++
		}
	}
	titles := titlesOf(c.before.Rules, c.after.Rules)
	all := []Shadow{}
	for l, n := range counts {
		all = append(all, Shadow{Rule: l.rule, Title: titles[l.rule], ByRule: l.by, ByTitle: titles[l.by], Count: n})
	}
	slices.SortFunc(all, func(x, y Shadow) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.ByRule, y.ByRule))
	})
	return all
}

// titlesOf are the titles of rules by id; those of later books win.
func titlesOf(books ...[]rule.Rule) map[string]string {
	titles := map[string]string{}
	for _, rules := range books {
		for i := range rules {
			titles[rules[i].ID] = rules[i].Title
		}
	}
	return titles
}

// yields are those of the rules afterwards, then of those that are gone.
func yields(before, after Outcome) []Yield {
	all := []Yield{}
	told := map[string]bool{}
	for _, r := range slices.Concat(after.Rules, before.Rules) {
		if told[r.ID] {
			continue
		}
		told[r.ID] = true
		all = append(all, Yield{
			ID: r.ID, Title: r.Title,
			CreatedBefore: before.Created[r.ID], CreatedAfter: after.Created[r.ID],
			AppendedBefore: before.Appended[r.ID], AppendedAfter: after.Appended[r.ID],
		})
	}
	return all
}

// examples are the first differences by arrival. A case that is new, or gone, is
// told by its first detection.
func (c *comparison) examples(subject func(arrival uint64) Subject) []Example {
	all := []Example{}
	titles := titlesOf(c.before.Rules, c.after.Rules)
	toldBefore, toldAfter := map[uint64]bool{}, map[uint64]bool{}
	for _, arrival := range c.seen {
		b, a := c.before.place(arrival), c.after.place(arrival)
		what := c.move(arrival)
		if b.Case != 0 && c.partner[b.Case] == 0 && !toldBefore[b.Case] {
			toldBefore[b.Case], what = true, CaseGone
		}
		if a.Case != 0 && c.partnered[a.Case] == 0 && !toldAfter[a.Case] {
			toldAfter[a.Case], what = true, CaseCreated
		}
		if what == "" {
			continue
		}
		all = append(all, Example{
			Change: what, Detection: subject(arrival),
			BeforeCase: c.before.Titles[b.Case], AfterCase: c.after.Titles[a.Case],
			BeforeRule: titles[b.Rule], AfterRule: titles[a.Rule],
		})
		if len(all) == MaxExamples {
			break
		}
	}
	return all
}
