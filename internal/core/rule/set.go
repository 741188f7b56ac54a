package rule

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Tenant is what expressions may know of the tenant.
type Tenant struct {
	ID   string
	Name string
	// Zone is where day(t) and hour(t) look at the clock; UTC where there is none.
	Zone *time.Location
	// Apart are the entities that its grouping does not see.
	Apart Apart
}

// Set is a compiled book under one version number. It is immutable and safe for
// concurrent use.
type Set struct {
	version uint64
	book    Book
	rules   []*Compiled
	apart   Apart
	// named is the tenant's name.
	named string
	// readsArrival and readsStanding are ReadsArrival and ReadsStanding.
	readsArrival, readsStanding bool
}

// Version is the number under which decisions name this set.
func (s *Set) Version() uint64 { return s.version }

// Rules are the rules that take part, whatever their state allows them: all that
// are not disabled, in order of evaluation: the tenant's before the partner's,
// then by order, then by creation.
func (s *Set) Rules() []*Compiled { return s.rules }

// Apart are the entities that its rules do not group by.
func (s *Set) Apart() Apart { return s.apart }

// Named is the tenant's name as its rules know it.
func (s *Set) Named() string { return s.named }

// Rule is the one of that id that takes part; nil where there is none.
func (s *Set) Rule(id string) *Compiled {
	for _, c := range s.rules {
		if c.Rule.ID == id {
			return c
		}
	}
	return nil
}

// Book is what the set was compiled from, with ids given to those that had none.
func (s *Set) Book() Book { return s.book }

// ReadsArrival says whether some rule may ask for the id or arrival of a
// detection, which it has only once its turn has come.
func (s *Set) ReadsArrival() bool { return s.readsArrival }

// arrivalWords are the names of what a detection gets with its turn; a rule in
// which neither stands, in whatever meaning, reads neither.
var arrivalWords = regexp.MustCompile(`(?i)\b(id|arrival)\b`)

// ReadsStanding says whether some rule may ask how often a detection was seen, or
// when last: repeats change that after it was decided.
func (s *Set) ReadsStanding() bool { return s.readsStanding }

var standingWords = regexp.MustCompile(`(?i)\b(count|last_seen_at)\b`)

// reads says whether a filter or grouping expression of r has such a word.
func (r *Rule) reads(words *regexp.Regexp) bool {
	texts := append([]string{r.Filter, r.AppendFilter}, r.GroupBy...)
	return slices.ContainsFunc(texts, words.MatchString)
}

// Compiled is a rule that takes part.
type Compiled struct {
	Rule Rule
	// Plan is how a case begins that this rule opens; its Title and KeyFindings are
	// for the methods of these names to give.
	Plan casefile.Plan

	ref     casefile.RuleRef
	tenant  Tenant
	filter  *Filter
	appends *Filter
	groupBy []*expression

	title, findings, comment script
	criterion                uint64
}

// Filters are the rule's filter and its append filter, nil where there is none.
func (c *Compiled) Filters() (filter, appends *Filter) { return c.filter, c.appends }

// Filter says whether the rule's filter holds on d.
func (c *Compiled) Filter(d *detection.Detection) bool { return c.filter.Holds(d) }

// Appends says whether the rule has an append filter and it holds on d.
func (c *Compiled) Appends(d *detection.Detection) bool {
	return c.appends != nil && c.appends.Holds(d)
}

// Ref names the rule and the set version, for cases and histories.
func (c *Compiled) Ref() casefile.RuleRef { return c.ref }

// Rows are d's grouping values by this rule, as Reading.Rows gives them.
func (c *Compiled) Rows(d *detection.Detection) ([]string, []error) {
	r := Reading{apart: c.tenant.Apart}
	r.Begin(d)
	return r.Rows(c)
}

// Compile checks a whole book and prepares it for a tenant. Every mistake is
// told: its location is such as "rules[3].group_by[0]", line and column count
// within that text.
func Compile(version uint64, t Tenant, b Book) (*Set, error) {
	return new(Set).Compile(version, t, b)
}

// Compile is Compile for a book that differs little from that of s: what a rule
// still says need not be prepared again.
func (s *Set) Compile(version uint64, t Tenant, b Book) (*Set, error) {
	checked := check(b)
	if b.tooLong() {
		return nil, invalid(checked)
	}
	var mistakes []fault.Detail
	b = b.Identified()
	c := compiler{version: version, tenant: t, templates: b.Templates, before: map[string]*Compiled{}, groupings: map[string]*expression{}, apart: t.Apart.sorted()}
	for _, r := range s.rules {
		c.before[r.Rule.ID] = r
		for _, e := range r.groupBy {
			c.groupings[e.text] = e
		}
	}
	for i := range b.Templates {
		mistakes = append(mistakes, within(fmt.Sprintf("templates[%d]", i), c.prepare(&b.Templates[i]))...)
	}
	set := &Set{version: version, book: b, apart: t.Apart, named: t.Name}
	for i, r := range b.Rules {
		compiled, wrong := c.compile(r)
		mistakes = append(mistakes, within(fmt.Sprintf("rules[%d]", i), wrong)...)
		if r.State != Disabled {
			set.rules = append(set.rules, compiled)
			set.readsArrival = set.readsArrival || r.reads(arrivalWords)
			set.readsStanding = set.readsStanding || r.reads(standingWords)
		}
	}
	if mistakes = merge(checked, mistakes); len(mistakes) > 0 {
		return nil, invalid(mistakes)
	}
	slices.SortStableFunc(set.rules, func(a, b *Compiled) int { return byEvaluation(a.Rule, b.Rule) })
	return set, nil
}

// InOrder are the book's rules in order of evaluation, disabled ones included.
func (b Book) InOrder() []Rule { return slices.SortedStableFunc(slices.Values(b.Rules), byEvaluation) }

// byEvaluation compares by T26 and T35; the stable sort leaves the rest to the order in the book.
func byEvaluation(a, b Rule) int {
	return cmp.Or(
		-cmp.Compare(a.Owner, b.Owner), // "tenant" before "partner"
		cmp.Compare(a.Order, b.Order),
		a.CreatedAt.Compare(b.CreatedAt),
	)
}

// compiler compiles the rules of one book.
type compiler struct {
	version   uint64
	tenant    Tenant
	templates []Template
	// titles and findings are those of the templates.
	titles, findings []script
	// before are rules that were compiled before, by their ids.
	before map[string]*Compiled
	// groupings are the expressions of group_by that are prepared, by their texts.
	groupings map[string]*expression
	// apart are the tenant's entities that are kept apart, in one order.
	apart []string
}

// filter prepares a filter, or takes the one that was prepared of the same text.
func (c *compiler) filter(text, was string, prepared *Filter) (*Filter, []fault.Detail) {
	if prepared != nil && text == was {
		return prepared, nil
	}
	return compileFilter(text)
}

// grouping prepares an expression of group_by once, however many rules have it.
func (c *compiler) grouping(text string) (*expression, []fault.Detail) {
	if e := c.groupings[text]; e != nil {
		return e, nil
	}
	e, mistakes := compileGrouping(text)
	if mistakes == nil {
		c.groupings[text] = e
	}
	return e, mistakes
}

// prepare compiles the texts of the next template.
func (c *compiler) prepare(t *Template) []fault.Detail {
	title, wrongTitle := compileScript(t.CaseTitle)
	findings, wrongFindings := compileScript(t.KeyFindings)
	c.titles, c.findings = append(c.titles, title), append(c.findings, findings)
	return append(within(".case_title", wrongTitle), within(".key_findings", wrongFindings)...)
}

func (c *compiler) compile(r Rule) (*Compiled, []fault.Detail) {
	var mistakes []fault.Detail
	out := &Compiled{
		Rule: r, Plan: Plain, tenant: c.tenant,
		ref:       casefile.RuleRef{ID: r.ID, Title: r.Title, Version: r.Version, SetVersion: c.version},
		criterion: criterion(&r, &c.tenant, c.apart),
	}
	before := or(c.before[r.ID], &Compiled{})
	var wrong []fault.Detail
	out.filter, wrong = c.filter(r.Filter, before.Rule.Filter, before.filter)
	mistakes = append(mistakes, within(".filter", wrong)...)
	if r.AppendFilter != "" {
		out.appends, wrong = c.filter(r.AppendFilter, before.Rule.AppendFilter, before.appends)
		mistakes = append(mistakes, within(".append_filter", wrong)...)
	}
	for j, text := range r.GroupBy[:min(len(r.GroupBy), MaxExpressions)] {
		e, wrong := c.grouping(text)
		out.groupBy = append(out.groupBy, e)
		mistakes = append(mistakes, within(fmt.Sprintf(".group_by[%d]", j), wrong)...)
	}
	out.comment, wrong = compileScript(r.AppendComment)
	mistakes = append(mistakes, within(".append_comment", wrong)...)
	if r.Template != "" {
		mistakes = append(mistakes, within(".template", c.begin(out))...)
	}
	out.Plan.OpenedBy = out.ref
	return out, mistakes
}

// begin lets a rule's cases begin as its template says.
func (c *compiler) begin(r *Compiled) []fault.Detail {
	i, mistake := findTemplate(c.templates, r.Rule.Template, r.Rule.Owner)
	if mistake != nil {
		return []fault.Detail{*mistake}
	}
	r.Plan, r.title, r.findings = c.templates[i].Plan(), c.titles[i], c.findings[i]
	return nil
}

// merge adds mistakes that were found later, for places that had none before.
func merge(before, later []fault.Detail) []fault.Detail {
	known := map[string]bool{}
	for _, d := range before {
		known[d.Location] = true
	}
	for _, d := range later {
		if !known[d.Location] {
			before = append(before, d)
		}
	}
	return before
}

// within puts the location of the whole before that of each part.
func within(location string, details []fault.Detail) []fault.Detail {
	for i := range details {
		details[i].Location = location + details[i].Location
	}
	return details
}
