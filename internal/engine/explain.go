package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// maxExplained bounds how many lines of the rule log an explanation reads.
const maxExplained = 500

// Explain says why a detection of the tenant is where it is (B3): what can be
// computed is, from the detection as it arrived and the rule set that decided,
// with the code that decided; what happened is read from the rule log. Of cases it
// tells what the viewer may know.
func (e *Engine) Explain(ctx context.Context, tenant access.Organisation, viewer casefile.Viewer, detectionID string) (Explanation, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return Explanation{}, err
	}
	x := explaining{ctx: ctx, s: s, viewer: viewer}
	for _, step := range []func(string) error{x.read, x.compileThen, x.readLog, x.readMemberships} {
		if err := step(detectionID); err != nil {
			return Explanation{}, err
		}
	}
	x.decision()
	x.trials()
	return x.out, x.name()
}

// explaining is an explanation in the making.
type explaining struct {
	ctx    context.Context
	s      *sequencer
	viewer casefile.Viewer
	out    Explanation
	then   *detection.Detection // as it arrived
	book   rule.Book
	set    *match.Rules
	// held are the cases of the detection by number, and joined how the members of
	// each came there, by their ids.
	held   map[uint64]change.Held
	joined map[uint64]map[string]activity.Activity
}

func (x *explaining) ledger() Ledger { return x.s.engine.ledger }

func (x *explaining) read(id string) error {
	found, err := x.ledger().WithRaw(x.ctx, x.s.tenant.ID, x.viewer, []string{id})
	if err == nil {
		err = allThere([]string{id}, found)
	}
	if err != nil {
		return err
	}
	x.out.Detection = found[0]
	past, err := x.ledger().Past(x.ctx, x.s.tenant.ID, found[0].Arrival-1, 1)
	if err != nil {
		return err
	}
	x.then = &found[0].Detection
	if len(past) > 0 && past[0].Arrived != nil {
		x.then = past[0].Arrived
	}
	x.out.Version = x.then.Version
	x.out.Detection.Raw = nil
	return nil
}

// compileThen prepares the rule set that decided: mostly the one of today.
func (x *explaining) compileThen(string) error {
	then, err := x.ledger().Then(x.ctx, x.s.tenant.ID, x.then.Arrival)
	if err != nil {
		return err
	}
	bounds := settings.Default(x.s.tenant.TimeZone)
	if then.Settings != nil {
		bounds = *then.Settings
	}
	x.out.SetVersion, x.out.TriggerSeverity = then.RuleSet, bounds.TriggerSeverity
	x.out.BelowTrigger = x.then.Severity < bounds.TriggerSeverity
	x.book, x.set = then.Book, x.s.rules.Load()
	if x.set.Set().Version() == then.RuleSet && x.s.bounds.Load().TimeZone == bounds.TimeZone && maps.Equal(x.set.Set().Apart(), bounds.Unlinked()) {
		return nil
	}
	set, err := x.s.compile(then.RuleSet, then.Book, bounds)
	if err == nil {
		x.set = match.New(set)
	}
	return err
}

func (x *explaining) readLog(id string) error {
	page, err := x.ledger().RuleLogs(x.ctx, x.s.tenant.ID, x.viewer, rulelog.Filter{Detection: id}, listing.Request{Sort: "entry", Limit: min(maxExplained, listing.MaxLimit)})
	x.out.Log = page.Items
	return err
}

func (x *explaining) readMemberships(id string) error {
	members, err := x.ledger().Memberships(x.ctx, x.s.tenant.ID, x.viewer, id)
	x.held, x.joined = map[uint64]change.Held{}, map[uint64]map[string]activity.Activity{}
	for _, m := range members {
		if err == nil {
			x.held[m.Case], err = x.ledger().HeldCase(x.ctx, x.s.tenant.ID, m.Case)
		}
		if err == nil {
			err = x.readHistory(m.Case)
		}
		if err != nil {
			return err
		}
		x.out.Memberships = append(x.out.Memberships, x.membership(m))
	}
	return err
}

// readHistory takes from a case's history how its members came there, the last time.
func (x *explaining) readHistory(number uint64) error {
	x.joined[number] = map[string]activity.Activity{}
	for r := (listing.Request{Sort: "entry", Limit: listing.MaxLimit}); ; {
		page, err := x.ledger().Activities(x.ctx, x.s.tenant.ID, x.viewer, number, r)
		if err != nil {
			return err
		}
		for _, a := range page.Items {
			if a.Kind == activity.DetectionAdded || a.Kind == activity.DetectionMovedIn {
				x.joined[number][a.Detection.ID] = a
			}
		}
		if r.After = page.Next; r.After == nil {
			return nil
		}
	}
}

func (x *explaining) membership(m change.Member) Membership {
	out := Membership{Case: m.Case, By: ByPerson, Since: x.joined[m.Case][x.then.ID].At}
	if m.By.ID != "" {
		by := m.By
		if c := x.set.Set().Rule(by.ID); c != nil && by.SetVersion == x.out.SetVersion {
			by = c.Ref()
		}
		out.Rule, out.By = &by, ByRule
	}
	for _, line := range x.out.Log {
		if line.Case != m.Case || out.Rule == nil {
			continue
		}
		if line.Rule != nil && line.Rule.ID == out.Rule.ID {
			out.Rule.Title = line.Rule.Title
		}
		if line.Kind == rulelog.RelatedAppended {
			out.By = BySearch
		}
	}
	for _, row := range x.rowsOf(m) {
		if k, ok := x.earlier(m.Case, row); ok {
			arrival, _ := detection.ArrivalOf(k.DetectionID)
			out.Matched = append(out.Matched, MemberMatch{Row: row, Detection: rulelog.Ref{ID: k.DetectionID}, Arrival: arrival})
		}
	}
	return out
}

// rowsOf are the rows by which a member came or, where a person brought it, those that it gave.
func (x *explaining) rowsOf(m change.Member) []string {
	var rows []string
	for _, k := range x.held[m.Case].Keys {
		if k.DetectionID == x.then.ID && (m.By.ID == "" || k.RuleID == m.By.ID) && !slices.Contains(rows, k.Row) {
			rows = append(rows, k.Row)
		}
	}
	return rows
}

// earlier is a key of a case with that row by the member that had it first, of
// those that were there before the detection.
func (x *explaining) earlier(number uint64, row string) (first change.Key, found bool) {
	joined := x.joined[number]
	since := func(id string) uint64 { return joined[id].Entry }
	for _, k := range x.held[number].Keys {
		there := since(k.DetectionID)
		if k.Row == row && there != 0 && there < since(x.then.ID) && (!found || there < since(first.DetectionID)) {
			first, found = k, true
		}
	}
	return first, found
}

var decisive = map[rulelog.Kind]DecisionKind{
	rulelog.Created: DecidedOpened, rulelog.Appended: DecidedAppended, rulelog.Continued: DecidedContinued,
}

// decision says what became of the detection: by a rule when it arrived or, where
// none took it then, later.
func (x *explaining) decision() {
	d := &x.out.Decision
	d.Kind, d.At = DecidedNone, x.out.Detection.ReceivedAt
	for _, line := range x.out.Log {
		kind, decided := decisive[line.Kind]
		if line.Kind == rulelog.RelatedAppended {
			kind, decided = DecidedRelated, true
		}
		if decided {
			d.Kind, d.At, d.Case, d.Sentence = kind, line.At, line.Case, line.Sentence()
			d.Rule = casefile.RuleRef{ID: line.Rule.ID, Title: line.Rule.Title, SetVersion: line.SetVersion}
			if c := x.set.Set().Rule(line.Rule.ID); c != nil && line.SetVersion == x.out.SetVersion {
				d.Rule = c.Ref()
			}
			return
		}
	}
	if len(x.out.Memberships) > 0 {
		m := x.out.Memberships[0]
		d.Kind, d.At, d.Case, d.Sentence = DecidedByHand, m.Since, m.Case, "Somebody put it into the case."
		return
	}
	switch d.Sentence = "No rule took it, so it is in no case."; {
	case x.out.Detection.Status == detection.InCase:
		d.Sentence = "No rule took it." // the viewer may not know where it is
	case x.out.BelowTrigger:
		d.Sentence = fmt.Sprintf("Its severity was %s. Rules are tried from %s on.", x.then.Severity, x.out.TriggerSeverity)
	}
}

// trials tell how each rule fared, in order of evaluation, disabled ones last.
func (x *explaining) trials() {
	hits := x.set.Match(x.then)
	reached := true
	decided := x.decidedOnArrival()
	for _, c := range x.set.Set().Rules() {
		t := x.trial(c)
		at := slices.IndexFunc(hits, func(h match.Hit) bool { return h.Rule == c })
		switch {
		case x.out.BelowTrigger || !reached:
			t.Outcome = OutcomeNotReached
		case at < 0:
			t.Outcome = OutcomeNoMatch
		default:
			t.Outcome = x.outcome(&hits[at], decided)
		}
		if at >= 0 {
			x.rows(&t, &hits[at])
		}
		reached = reached && t.Outcome != OutcomeDecided
		t.Sentence = x.sentence(t)
		if _, still := x.held[x.out.Decision.Case]; still && t.Outcome == OutcomeDecided && x.out.Decision.Kind != DecidedOpened && !t.matched() {
			t.Sentence += " What it matched has left the case since, or came from a case that this one continues."
		}
		x.out.Rules = append(x.out.Rules, t)
	}
	for _, r := range x.book.Rules {
		if r.State == rule.Disabled {
			x.out.Rules = append(x.out.Rules, Trial{Rule: r, Outcome: OutcomeDisabled, Sentence: sentences[OutcomeDisabled], Filter: FilterTrial{Text: r.Filter}})
		}
	}
}

// decidedOnArrival is the id of the rule that decided when the detection arrived.
func (x *explaining) decidedOnArrival() string {
	for _, line := range x.out.Log {
		if _, decided := decisive[line.Kind]; decided && line.Sequence == x.then.Arrival {
			return line.Rule.ID
		}
	}
	return ""
}

func (x *explaining) outcome(hit *match.Hit, decided string) Outcome {
	r := &hit.Rule.Rule
	logged := func(kind rulelog.Kind) bool {
		return slices.ContainsFunc(x.out.Log, func(e rulelog.Entry) bool { return e.Kind == kind && e.Rule != nil && e.Rule.ID == r.ID })
	}
	switch {
	case hit.Skipped:
		return OutcomeDeprioritized
	case len(hit.Rows) < r.GroupCount:
		return OutcomeNoRows
	case r.State == rule.Test:
		return OutcomeTest
	case r.ID == decided:
		return OutcomeDecided
	case logged(rulelog.CaseFull):
		return OutcomeFull
	}
	return OutcomeNoCase
}
