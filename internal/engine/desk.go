package engine

import (
	"context"
	"strconv"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
)

// Book is the tenant's rules and templates as they are decided by now, with
// the version of the rule set.
func (e *Engine) Book(ctx context.Context, tenant access.Organisation) (rule.Book, uint64, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return rule.Book{}, 0, err
	}
	set := s.rules.Load().Set()
	return set.Book(), set.Version(), nil
}

// ReplaceRules makes rules the whole of the tenant's own rules: all of them or,
// with what is wrong in each, none. seen is the version that the author looked
// at; a newer one is fault.Conflict, 0 asks for no check. The rules take effect
// for what arrives after the answer.
func (e *Engine) ReplaceRules(ctx context.Context, tenant access.Organisation, by activity.Actor, rules []rule.Rule, seen uint64) (rule.Book, uint64, error) {
	return e.rewrite(ctx, tenant, by, seen, func(b rule.Book) rule.Book {
		return rule.Book{Rules: rules, Templates: b.Templates}
	})
}

// ReplaceTemplates does for templates what ReplaceRules does for rules.
func (e *Engine) ReplaceTemplates(ctx context.Context, tenant access.Organisation, by activity.Actor, templates []rule.Template, seen uint64) (rule.Book, uint64, error) {
	return e.rewrite(ctx, tenant, by, seen, func(b rule.Book) rule.Book {
		return rule.Book{Rules: b.Rules, Templates: templates}
	})
}

// ReplaceBook makes book the whole of the tenant's rules and templates. A book
// that says what is there already makes no new version.
func (e *Engine) ReplaceBook(ctx context.Context, tenant access.Organisation, by activity.Actor, book rule.Book) (rule.Book, uint64, error) {
	return e.rewrite(ctx, tenant, by, 0, func(rule.Book) rule.Book { return book })
}

// rewrite compiles what edit makes of the book beside the stream, and lets it
// take effect in the tenant's order; somebody else's edit in between starts it anew.
func (e *Engine) rewrite(ctx context.Context, tenant access.Organisation, by activity.Actor, seen uint64, edit func(rule.Book) rule.Book) (rule.Book, uint64, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return rule.Book{}, 0, err
	}
	for {
		before := s.rules.Load().Set()
		if seen != 0 && seen != before.Version() {
			return rule.Book{}, 0, fault.New(fault.Conflict, "The rules have changed since you looked: they are at version %d, you saw %d.", before.Version(), seen)
		}
		book := rule.Revise(before.Book(), edit(before.Book()), by.Name, e.now().UTC().Truncate(time.Microsecond))
		if rule.Same(before.Book(), book) {
			return before.Book(), before.Version(), nil
		}
		set, err := s.compile(before.Version()+1, book)
		if err != nil {
			return rule.Book{}, 0, err
		}
		err = s.do(ctx, func(w *draft) error { return w.adopt(set, by) })
		if err == errMovedOn {
			continue
		}
		return set.Book(), set.Version(), err
	}
}

var errMovedOn = fault.New(fault.Conflict, "The rules have changed meanwhile.")

// adopt lets set decide from here on. A set of changes holds one book, so what
// was drafted before it is committed first.
func (w *draft) adopt(set *rule.Set, by activity.Actor) error {
	if w.s.rules.Load().Set().Version()+1 != set.Version() {
		return errMovedOn
	}
	if err := w.commit(); err != nil {
		return err
	}
	book := set.Book()
	w.set.Book = &book
	w.set.After.RuleSet = set.Version()
	w.note(w.next(), []activity.Fact{{
		Kind: activity.RulesChanged, Actor: by,
		Old: strconv.FormatUint(w.set.Before.RuleSet, 10), New: strconv.FormatUint(set.Version(), 10),
	}})
	if err := w.commit(); err != nil {
		return err
	}
	w.s.rules.Store(match.New(set))
	return nil
}
