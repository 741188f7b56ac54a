// Package match finds the rules that a detection satisfies.
//
// Match answers for all rules of a set at once, in order of evaluation, and
// means exactly what trying each rule means: its test holds it to that. It is
// pure and safe for concurrent use. How it finds the rules is its own affair;
// what a hit leads to is package group's.
package match

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Rules are the rules of one set, ready for detections.
type Rules struct {
	set   *rule.Set
	rules []*rule.Compiled
}

// New prepares the rules of a set.
func New(set *rule.Set) *Rules {
	return &Rules{set: set, rules: set.Rules()}
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
	// Rows are the grouping values, as rule.Compiled.Rows gives them.
	Rows []string
	// Errors tell of expressions that failed.
	Errors []error
}

// Match lists the hits of d in order of evaluation.
func (r *Rules) Match(d *detection.Detection) []Hit {
	var hits []Hit
	for _, c := range r.rules {
		if hit, ok := try(c, d); ok {
			hits = append(hits, hit)
		}
	}
	return hits
}

func try(c *rule.Compiled, d *detection.Detection) (Hit, bool) {
	hit := Hit{Rule: c, Filter: c.Filter(d), Append: c.Appends(d), Skipped: d.Deprioritized && !c.Rule.IgnorePrioritization}
	if !hit.Filter && !hit.Append {
		return Hit{}, false
	}
	hit.Rows, hit.Errors = c.Rows(d)
	return hit, true
}
