package rule

import (
	"cmp"
	"fmt"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// Finding is what may be wrong with a rule that is no mistake (B13).
type Finding struct {
	Rule string `json:"rule"`
	Code Code   `json:"code"`
	// Message is a sentence for who wrote the rule.
	Message string `json:"message"`
	// OtherRule is the id of another rule that has to do with it.
	OtherRule string `json:"other_rule,omitempty"`
}

// Code names what lint finds. The list is closed.
type Code string

const (
	// Unreachable rules never decide: an earlier one always does.
	Unreachable Code = "unreachable"
	// BelowTrigger filters ask for less severity than any detection has that reaches the rules.
	BelowTrigger Code = "below_trigger"
	// NeverGroups tells that no sampled detection that matches has rows enough.
	NeverGroups Code = "never_groups"
	// ListNotJoined lists are sorted, which means nothing unless they become one row.
	ListNotJoined Code = "list_not_joined"
	// HubOnly rows are shared by much that has nothing to do with each other.
	HubOnly Code = "hub_only"
	// Costly filters may ask regular expressions or the raw event of many detections.
	Costly Code = "costly"
	// PreemptsPartner tells that a tenant's rule takes all that a partner's rule would (T34).
	PreemptsPartner Code = "preempts_partner"
	// PreemptedByTenant tells a partner the same of its rule.
	PreemptedByTenant Code = "preempted_by_tenant"
)

// maxLinted is how many rules are compared with each other.
const maxLinted = 1_000

// Lint tells what may be wrong in a book: what surely is, from the texts alone,
// and, from a sample of the tenant's detections, what looks so. trigger is the
// tenant's trigger severity. Rules with mistakes are Compile's to tell and are passed by.
func Lint(b Book, trigger detection.Fraction, sample []*detection.Detection) []Finding {
	l := linter{trigger: trigger, sample: sample}
	b = b.Identified()
	c := compiler{
		templates: b.Templates, titles: make([]script, len(b.Templates)), findings: make([]script, len(b.Templates)),
		groupings: map[string]*expression{},
	}
	for _, r := range b.Rules {
		compiled, mistakes := c.compile(r)
		if r.State != Disabled && len(mistakes) == 0 {
			l.rules = append(l.rules, newSubmission(compiled))
		}
	}
	slices.SortStableFunc(l.rules, func(a, b submission) int { return byEvaluation(a.Rule, b.Rule) })
	for i, r := range l.rules {
		l.alone(r)
		l.among(r, l.rules[:min(i, maxLinted)])
	}
	return l.findings
}

type linter struct {
	trigger  detection.Fraction
	sample   []*detection.Detection
	rules    []submission
	findings []Finding
}

// region is what a filter holds of.
type region = query.Region[detection.Detection]

func regionOf(e query.Expr) region { return query.RegionOf(e, detection.Fields) }

// submission is a rule, prepared for being looked at.
type submission struct {
	*Compiled
	// tree is the filter or the append filter, as one; opens and takes are what
	// the filter and both hold of.
	tree         query.Expr
	opens, takes region
	// always says that every detection has a row by the rule; private, that its
	// rows have to do with its name.
	always, private bool
}

func newSubmission(c *Compiled) submission {
	filter, _ := query.ParseFilter(c.Rule.Filter)
	s := submission{
		Compiled: c, tree: filter, opens: regionOf(filter),
		always:  slices.ContainsFunc(c.Rule.GroupBy, alwaysRow),
		private: slices.ContainsFunc(c.Rule.GroupBy, readsRule),
	}
	if appends, err := query.ParseFilter(c.Rule.AppendFilter); err == nil {
		s.tree = query.Or{Any: []query.Expr{filter, appends}}
	}
	s.takes = regionOf(s.tree)
	return s
}

func (l *linter) tell(r submission, code Code, other, format string, args ...any) {
	l.findings = append(l.findings, Finding{r.Rule.ID, code, fmt.Sprintf(format, args...), other})
}

// alone tells what is to be said about a rule by itself.
func (l *linter) alone(r submission) {
	below := regionOf(query.Test{Field: "severity", Op: query.Less, Values: []query.Value{query.NumberValue(l.trigger.Float())}})
	switch {
	case below.Covers(r.takes):
		l.tell(r, BelowTrigger, "", "This rule never holds: rules are tried from a severity of %s on.", l.trigger)
	case below.Covers(r.opens):
		l.tell(r, BelowTrigger, "", "This rule opens no case: its filter never holds from a severity of %s on, from which rules are tried.", l.trigger)
	}
	for _, e := range r.groupBy {
		if sortsOnly(e.text) {
			l.tell(r, ListNotJoined, "", "Each entry of a sorted list is a grouping value of its own, so that any shared one joins. To ask for all of them, write %s.join(',').", e.text)
		}
	}
	l.cost(r)
	l.sampled(r)
}

// among compares a rule with those before it.
func (l *linter) among(r submission, earlier []submission) {
	for _, e := range earlier {
		if e.Rule.State != Enabled || r.Rule.IgnorePrioritization && !e.Rule.IgnorePrioritization || !e.opens.Covers(r.takes) {
			continue
		}
		switch {
		case e.Rule.Owner == TenantOwned && r.Rule.Owner == PartnerOwned:
			l.tell(e, PreemptsPartner, r.Rule.ID, "This rule comes first and takes all that the partner's rule %q asks for.", r.Rule.Title)
		case alwaysDecides(e, r):
			l.tell(r, Unreachable, e.Rule.ID, "Rule %q comes first and takes all that this one asks for, so that this one never decides.", e.Rule.Title)
		default:
			continue
		}
		return
	}
}

// alwaysDecides says whether e has rows enough for all that its filter takes, or
// at least whenever r has.
func alwaysDecides(e, r submission) bool {
	if e.Rule.GroupCount == 1 && e.always {
		return true
	}
	missing := func(text string) bool { return !slices.Contains(e.Rule.GroupBy, text) }
	return !r.private && e.Rule.GroupCount <= r.Rule.GroupCount && !slices.ContainsFunc(r.Rule.GroupBy, missing)
}

// What a sample must hold before it says anything.
const (
	enoughToGroup = 20
	enoughForHub  = 50
)

// sampled tells how the rule fares with the sample, or, where that is too small,
// what its attributes let expect.
func (l *linter) sampled(r submission) {
	matching, rowless, rows := 0, 0, map[string]int{}
	for _, d := range l.sample {
		if d.Deprioritized && !r.Rule.IgnorePrioritization || !r.Filter(d) && !r.Appends(d) {
			continue
		}
		matching++
		found, _ := r.Rows(d)
		if len(found) < r.Rule.GroupCount {
			rowless++
		}
		for _, row := range found {
			rows[row]++
		}
	}
	if matching >= enoughToGroup && rowless == matching {
		l.tell(r, NeverGroups, "", "None of the last %d matching detections has the %d grouping value(s) that the rule asks for.", matching, r.Rule.GroupCount)
	}
	l.hubs(r, matching, rows)
}

func (l *linter) hubs(r submission, matching int, rows map[string]int) {
	if !slices.ContainsFunc(r.groupBy, func(e *expression) bool { return !readsHubsOnly(e.text) }) {
		l.tell(r, HubOnly, "", "Grouping reads only attributes that many unrelated detections share; add a host, a user or an address.")
		return
	}
	hub := ""
	for row, n := range rows {
		if n > rows[hub] || n == rows[hub] && cmp.Less(row, hub) {
			hub = row
		}
	}
	if matching >= enoughForHub && 2*rows[hub] > matching {
		l.tell(r, HubOnly, "", "%d of the last %d matching detections share the grouping value %q.", rows[hub], matching, cut(hub, MaxTitle))
	}
}
