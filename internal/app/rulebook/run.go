package rulebook

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
	"caseweave/internal/engine"
)

// World is where a story takes place: a tenant of its own.
type World struct {
	Tenant access.Organisation
	Engine *engine.Engine
	// Read makes a record of an OCSF event.
	Read func(raw []byte, receivedAt time.Time) engine.Record
	// Now is when the events are received; the story's minute 0 is a day before.
	Now time.Time
	// Detections lists the tenant's detections that a filter selects, with the numbers of their cases.
	Detections func(ctx context.Context, filter query.Expr) ([]Seen, error)
	// CaseTitle answers for a case of the tenant.
	CaseTitle func(ctx context.Context, number uint64) (string, error)
}

// Seen is a stored detection and the cases that it is in.
type Seen struct {
	detection.Detection
	Cases []uint64
}

// Run tells the story in w and answers what came out differently; none means that it holds.
func Run(ctx context.Context, s Story, w World) ([]string, error) {
	t := &telling{ctx: ctx, world: w, rules: s.Rules}
	if _, _, err := w.Engine.EditBook(ctx, w.Tenant, author, nil, wholly(rule.Book{Rules: s.Rules, Templates: s.Templates})); err != nil {
		return nil, err
	}
	for i, step := range s.Steps {
		if err := t.step(fmt.Sprintf("step %d", i+1), step); err != nil {
			return t.differences, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return t.differences, t.compare("at the end", s.Expect)
}

var author = activity.Actor{Kind: activity.System, Name: "rulebook"}

type telling struct {
	ctx         context.Context
	world       World
	rules       []rule.Rule
	sent        int
	answer      engine.Answer
	differences []string
}

func (t *telling) step(name string, s Step) error {
	switch {
	case s.Expect != nil:
		return t.compare(name, *s.Expect)
	case s.NewRule != nil:
		s.NewRule.Order = 10 * (len(t.rules) + 1)
		t.rules = append(slices.Clone(t.rules), *s.NewRule)
		return t.replaceRules()
	case s.DeleteRule != "":
		t.rules = slices.DeleteFunc(slices.Clone(t.rules), func(r rule.Rule) bool { return r.Title == s.DeleteRule })
		return t.replaceRules()
	}
	return t.send(s.Send)
}

func (t *telling) replaceRules() error {
	_, _, err := t.world.Engine.EditBook(t.ctx, t.world.Tenant, author, nil, func(own rule.Book) (rule.Book, error) {
		own.Rules = t.rules
		return own, nil
	})
	return err
}

// wholly replaces a book.
func wholly(book rule.Book) func(rule.Book) (rule.Book, error) {
	return func(rule.Book) (rule.Book, error) { return book, nil }
}

func (t *telling) send(events []Event) (err error) {
	t.answer, err = t.world.Engine.Receive(t.ctx, t.world.Tenant, t.records(events))
	return err
}

// records are the events as intake reads them; an event without a time comes
// one minute after the one sent before it.
func (t *telling) records(events []Event) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i, e := range events {
			at := time.Duration(t.sent) * time.Minute
			if e.At != nil {
				at = *e.At
			}
			t.sent++
			r := t.world.Read(e.ocsf(t.world.Now.Add(at-24*time.Hour)), t.world.Now)
			r.Line = i + 1
			if !yield(r) {
				return
			}
		}
	}
}

func (t *telling) differ(format string, args ...any) {
	t.differences = append(t.differences, fmt.Sprintf(format, args...))
}

func (t *telling) compare(when string, e Expectation) error {
	all, err := t.world.Detections(t.ctx, nil)
	if err != nil {
		return err
	}
	t.compareCases(when, e, all)
	t.compareSeverities(when, e, all)
	t.compareAnswer(when, e)
	if err := t.compareTitles(when, e, all); err != nil {
		return err
	}
	return t.compareFinds(when, e, all)
}

func (t *telling) compareCases(when string, e Expectation, all []Seen) {
	if e.Cases == nil && e.Open == nil {
		return
	}
	cases := map[uint64][]string{}
	var open []string
	for _, d := range all {
		for _, number := range d.Cases {
			cases[number] = append(cases[number], d.UID)
		}
		if len(d.Cases) == 0 {
			open = append(open, d.UID)
		}
		if inCase := d.Status == detection.InCase; inCase != (len(d.Cases) > 0) {
			t.differ("%s: %s is %s and in %d cases", when, d.UID, d.Status, len(d.Cases))
		}
	}
	var got [][]string
	for _, members := range cases {
		got = append(got, members)
	}
	t.equal(when+": cases", partition(e.Cases), partition(got))
	t.equal(when+": open", set(e.Open), set(open))
}

func (t *telling) compareSeverities(when string, e Expectation, all []Seen) {
	for _, d := range all {
		if want, ok := e.Severity[d.UID]; ok && detection.Fract(want) != d.Severity {
			t.differ("%s: severity of %s is %v, not %v", when, d.UID, d.Severity, want)
		}
	}
}

func (t *telling) compareAnswer(when string, e Expectation) {
	if e.Answer == nil {
		return
	}
	got := Answer{t.answer.Accepted, t.answer.Updated, t.answer.Unchanged, t.answer.RejectedTotal}
	if got != *e.Answer {
		t.differ("%s: the answer is %+v, not %+v", when, got, *e.Answer)
	}
}

func (t *telling) compareTitles(when string, e Expectation, all []Seen) error {
	for _, d := range all {
		want, ok := e.Titles[d.UID]
		if !ok {
			continue
		}
		for _, number := range d.Cases {
			title, err := t.world.CaseTitle(t.ctx, number)
			if err != nil {
				return err
			}
			t.equal(when+": title of the case of "+d.UID, want, title)
		}
	}
	return nil
}

// compareFinds asks each query of the list and tries it as a rule's filter.
func (t *telling) compareFinds(when string, e Expectation, all []Seen) error {
	for _, f := range e.Finds {
		filter, err := query.ParseFilter(f.Q)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		listed, err := t.world.Detections(t.ctx, filter)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		t.equal(when+": the list finds by "+f.Q, set(f.Hits), set(uids(listed)))
		holds, err := ruleFilter(t.world.Tenant, f.Q)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Q, err)
		}
		matched := slices.DeleteFunc(slices.Clone(all), func(d Seen) bool { return !holds(&d.Detection) })
		t.equal(when+": a rule finds by "+f.Q, set(f.Hits), set(uids(matched)))
	}
	return nil
}

func ruleFilter(tenant access.Organisation, q string) (func(*detection.Detection) bool, error) {
	r := rule.Rule{ID: "finds", Title: "finds", State: rule.Enabled, Filter: q, GroupBy: []string{"title"}}
	set, err := rule.Compile(1, rule.Tenant{ID: tenant.ID, Name: tenant.Name, Zone: time.UTC}, rule.Book{Rules: []rule.Rule{r}})
	if err != nil {
		return nil, err
	}
	return set.Rules()[0].Filter, nil
}

func (t *telling) equal(what, want, got string) {
	if want != got {
		t.differ("%s: got %s, want %s", what, got, want)
	}
}

func uids(seen []Seen) []string {
	var all []string
	for _, d := range seen {
		all = append(all, d.UID)
	}
	return all
}

func set(uids []string) string {
	sorted := slices.Clone(uids)
	slices.Sort(sorted)
	return "[" + strings.Join(sorted, " ") + "]"
}

func partition(cases [][]string) string {
	var parts []string
	for _, members := range cases {
		parts = append(parts, set(members))
	}
	return set(parts)
}
