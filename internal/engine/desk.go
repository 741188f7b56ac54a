package engine

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// Book is the tenant's rules and templates as they are decided by now, its
// partner's included, with the version of the rule set.
func (e *Engine) Book(ctx context.Context, tenant access.Organisation) (rule.Book, uint64, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return rule.Book{}, 0, err
	}
	set := s.rules.Load().Set()
	return set.Book(), set.Version(), nil
}

// EditBook lets the tenant's own half of its book become what edit makes of it:
// all of it or, with what is wrong in each part, nothing. edit may be called more
// than once. seen is the version that the author looked at, nil for any; where
// the book has moved on since, it is fault.Conflict. The answer is the whole
// book, in effect for what arrives after it. A book that says what is there
// already makes no new version.
func (e *Engine) EditBook(ctx context.Context, tenant access.Organisation, by activity.Actor, seen *uint64, edit func(own rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return rule.Book{}, 0, err
	}
	for {
		before := s.rules.Load().Set()
		if seen != nil && *seen != before.Version() {
			return rule.Book{}, 0, fault.New(fault.Conflict, "The rules have changed since you looked: they are at version %d, you saw %d.", before.Version(), *seen)
		}
		own, err := edit(before.Book().Of(rule.TenantOwned))
		if err != nil {
			return rule.Book{}, 0, err
		}
		own = rule.Revise(before.Book().Of(rule.TenantOwned), own, by.Name, e.stampAt())
		shared, err := e.sharedWith(ctx, *s.called.Load())
		if err != nil {
			return rule.Book{}, 0, err
		}
		set, err := s.rewrite(ctx, before, rule.Together(own, shared), by)
		if errors.Is(err, errMovedOn) {
			continue
		}
		if err != nil {
			return rule.Book{}, 0, err
		}
		return set.Book(), set.Version(), nil
	}
}

func (e *Engine) stampAt() time.Time { return e.now().UTC().Truncate(time.Microsecond) }

// rewrite compiles a book beside the stream, and lets it take effect in the tenant's order.
func (s *sequencer) rewrite(ctx context.Context, before *rule.Set, book rule.Book, by activity.Actor) (*rule.Set, error) {
	renamed := before.Version() > 0 && before.Named() != s.called.Load().Name
	if rule.Same(before.Book(), book) && !renamed { // what rules write may tell the tenant's name
		return before, nil
	}
	bounds := s.bounds.Load()
	set, err := s.compile(before.Version()+1, book, *bounds)
	if err != nil {
		return nil, err
	}
	return set, s.do(ctx, func(w *draft) error {
		if w.s.rules.Load().Set() != before || w.s.bounds.Load() != bounds {
			return errMovedOn
		}
		return w.adopt(set, by)
	})
}

var errMovedOn = fault.New(fault.Conflict, "The rules have changed meanwhile.")

// adopt lets set decide from here on. A set of changes holds one book, so what
// was drafted before it is committed first.
func (w *draft) adopt(set *rule.Set, by activity.Actor) error {
	if err := w.commit(); err != nil {
		return err
	}
	before := w.s.rules.Load().Set()
	book := set.Book()
	w.set.Book = &book
	w.set.After.RuleSet = set.Version()
	w.note(w.next(), []activity.Fact{{
		Kind: activity.RulesChanged, Actor: by,
		Old: strconv.FormatUint(before.Version(), 10), New: strconv.FormatUint(set.Version(), 10),
	}})
	for _, c := range rule.Differences(before.Book(), book) {
		w.logChange(c, set.Version(), by)
	}
	if err := w.regap(set, false); err != nil {
		w.failed = err
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	w.s.dreams.Wake(set)
	w.s.rules.Store(match.New(set))
	return nil
}

func (w *draft) logChange(c rule.Change, version uint64, by activity.Actor) {
	if c.Change == "unchanged" {
		return
	}
	ref := &rulelog.Ref{ID: c.ID, Title: c.Title}
	e := rulelog.Entry{Kind: rulelog.RuleChanged, Actor: by, SetVersion: version, Rule: ref}
	if c.Kind == change.TemplateItem {
		e.Kind, e.Rule, e.Template = rulelog.TemplateChanged, nil, ref
	}
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Field)
	}
	switch c.Change {
	case "added":
		e.Note = "It is new."
	case "removed":
		e.Note = "It was removed."
	default:
		e.Note = "Changed: " + strings.Join(fields, ", ") + "."
	}
	w.enter(e)
}

// regap keeps the criteria of set, and only these. Of a new one, or of all where
// the index told too little, nothing is in the index of what is open by now.
func (w *draft) regap(set *rule.Set, all bool) error {
	span, some, err := w.s.engine.ledger.OpenSpan(w.ctx, w.set.TenantID)
	if err != nil {
		return err
	}
	var missing []change.Between
	if some {
		missing = []change.Between{span}
	}
	asked := map[uint64]bool{}
	for _, r := range set.Rules() {
		if r.Rule.State == rule.Test {
			continue
		}
		criterion := r.Criterion()
		if _, kept := w.s.gaps[criterion]; !asked[criterion] && (all || !kept) {
			w.gap(criterion, missing)
		}
		asked[criterion] = true
	}
	for criterion := range w.s.gaps {
		if !asked[criterion] {
			delete(w.s.gaps, criterion)
			w.set.Gaps = append(w.set.Gaps, change.Gap{Criterion: criterion, Gone: true})
		}
	}
	return nil
}

// Settings are the tenant's bounds as they are decided by now, or will be once its
// open cases are read: every page asks for them.
func (e *Engine) Settings(ctx context.Context, tenant access.Organisation) (settings.Settings, error) {
	s, err := e.started(tenant)
	if err != nil {
		return settings.Settings{}, err
	}
	if bounds := s.bounds.Load(); bounds != nil {
		return *bounds, nil
	}
	return s.loadSettings(ctx)
}

// EditSettings lets the tenant's bounds become what edit makes of them. They
// hold for what arrives after the answer.
func (e *Engine) EditSettings(ctx context.Context, tenant access.Organisation, by activity.Actor, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return settings.Settings{}, err
	}
	for {
		before, rules := s.bounds.Load(), s.rules.Load().Set()
		after, err := edit(*before)
		if err == nil {
			err = after.Check()
		}
		if err != nil || after.Equal(*before) {
			return after, err
		}
		set, err := s.compile(rules.Version(), rules.Book(), after)
		if err != nil {
			return after, err
		}
		err = s.do(ctx, func(w *draft) error {
			if w.s.bounds.Load() != before || w.s.rules.Load().Set() != rules {
				return errMovedOn
			}
			return w.bound(after, set, by)
		})
		if !errors.Is(err, errMovedOn) {
			return after, err
		}
	}
}

// bound lets other settings hold from here on, and set, which was compiled in their zone.
func (w *draft) bound(after settings.Settings, set *rule.Set, by activity.Actor) error {
	if err := w.commit(); err != nil {
		return err
	}
	before := w.settings
	w.set.Settings = &after
	w.note(w.next(), after.Told(before, by))
	if err := w.regap(set, after.AppendSeverity < before.AppendSeverity); err != nil {
		w.failed = err
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	w.settings = after
	w.s.bounds.Store(&after)
	w.s.rules.Store(match.New(set))
	w.ends[w.done].settled = true // it is written, whatever fails from here on
	if after.RepeatWindow > before.RepeatWindow {
		w.failed = w.recallRepeatable(w.recalled)
	}
	return w.failed
}

// ImaginedSince is since when the tenant's rules on test have kept what they imagine.
func (e *Engine) ImaginedSince(ctx context.Context, tenant access.Organisation) (time.Time, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return time.Time{}, err
	}
	return *s.dreamsSince.Load(), nil
}
