// Package match finds the rules that a detection satisfies.
//
// Match answers for all rules of a set at once, in order of evaluation, and
// means exactly what trying each rule means: its test holds it to that. It is
// pure and safe for concurrent use, and hardly dearer for ten thousand rules than
// for ten. What a hit leads to is package group's.
//
//	filters ──► clauses, each once ──► needs ──► index of terms      New, for each rule set
//	detection ──► its terms ──► filters that need one ──► those that hold ──► rows      Match
//
// A term is something that a field has: a text, a part of a text, an address in a
// network, a number beyond a bound. A filter's need are terms of which one at
// least is there wherever the filter holds. The index may select more filters
// than hold, never fewer; the clauses decide.
package match

import (
	"slices"
	"sync"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Rules are the rules of one set, ready for detections.
type Rules struct {
	set     *rule.Set
	filters []filter
	clauses clauses
	index   index
	passes  sync.Pool
}

// New prepares the rules of a set.
func New(set *rule.Set) *Rules {
	b := builder{numbers: map[string]reference{}}
	r := &Rules{set: set, filters: b.filters(set.Rules())}
	r.clauses, r.index = b.clauses, newIndex(b.needs(r.filters))
	r.passes.New = func() any { return newPass(r) }
	return r
}

// Set is the rule set that the rules are of.
func (r *Rules) Set() *rule.Set { return r.set }

// Hit is a rule whose filter or append filter holds on a detection.
type Hit struct {
	Rule *rule.Compiled
	// Filter and Append say which of the two hold; at least one does.
	Filter bool
	Append bool
	// Skipped says that the rule takes no part in the decision, because the source
	// thinks little of the detection (T19). Its rows are keys all the same, should
	// the detection join a case (automatic-cases §3, Keys).
	Skipped bool
	// Rows are the grouping values, as rule.Compiled.Rows gives them. They may not be
	// changed: other hits may have the same.
	Rows []string
	// Errors tell of expressions that failed.
	Errors []error
}

// Match lists the hits of d in order of evaluation.
func (r *Rules) Match(d *detection.Detection) []Hit {
	p := r.passes.Get().(*pass)
	defer r.passes.Put(p)
	p.begin(d)
	defer p.end()
	return r.match(p)
}

func (r *Rules) match(p *pass) []Hit {
	r.index.look(p)
	for _, candidate := range p.candidates {
		if f := &r.filters[candidate]; r.clauses.hold(f.clause, p) {
			p.holding = append(p.holding, f.roles...)
		}
	}
	return r.hits(p)
}

// hits makes hits of the filters that hold; the two of a rule stand together.
func (r *Rules) hits(p *pass) []Hit {
	if len(p.holding) == 0 {
		return nil
	}
	slices.Sort(p.holding)
	p.reading.Begin(p.detection)
	hits := make([]Hit, 0, len(p.holding))
	for i, role := range p.holding {
		if i == 0 || role/2 != p.holding[i-1]/2 {
			hits = append(hits, r.hit(int(role/2), p))
		}
		hit := &hits[len(hits)-1]
		if role%2 == 0 {
			hit.Filter = true
		} else {
			hit.Append = true
		}
	}
	return hits
}

func (r *Rules) hit(place int, p *pass) Hit {
	c := r.set.Rules()[place]
	hit := Hit{Rule: c, Skipped: p.detection.Deprioritized && !c.Rule.IgnorePrioritization}
	hit.Rows, hit.Errors = p.reading.Rows(c)
	return hit
}
