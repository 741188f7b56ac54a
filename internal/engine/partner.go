package engine

import (
	"context"
	"errors"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// sharedWith is the part of a tenant's book that its partner writes.
func (e *Engine) sharedWith(ctx context.Context, tenant access.Organisation) (rule.Book, error) {
	if tenant.PartnerID == "" {
		return rule.Book{}, nil
	}
	book, _, err := e.ledger.SharedBook(ctx, tenant.PartnerID)
	return rule.Shared(book), err
}

// PartnerBook is what a partner wrote, with its version.
func (e *Engine) PartnerBook(ctx context.Context, partnerID string) (rule.Book, uint64, error) {
	return e.ledger.SharedBook(ctx, partnerID)
}

// TenantBooks are what the tenants of a partner write themselves, those at rest too.
func (e *Engine) TenantBooks(ctx context.Context, partnerID string) (all []rule.TenantBook, err error) {
	tenants, err := e.ledger.TenantsOf(ctx, partnerID)
	for _, t := range tenants {
		var book rule.Book
		if book, _, err = e.ledger.Book(ctx, t.ID); err != nil {
			return nil, err
		}
		all = append(all, rule.TenantBook{Name: t.Name, Own: book.Of(rule.TenantOwned)})
	}
	return all, err
}

// EditPartnerBook does for a partner's book what EditBook does for a tenant's. It
// takes effect in each of the partner's tenants as a new version of its rule set,
// in those that are at work before the answer, in the others before they decide on
// anything.
func (e *Engine) EditPartnerBook(ctx context.Context, partner access.Partner, by activity.Actor, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
	before, version, err := e.ledger.SharedBook(ctx, partner.ID)
	if err != nil {
		return rule.Book{}, 0, err
	}
	if seen != nil && *seen != version {
		return rule.Book{}, 0, fault.New(fault.Conflict, "The rules have changed since you looked: they are at version %d, you saw %d.", version, *seen)
	}
	after, err := edit(before)
	if err != nil {
		return rule.Book{}, 0, err
	}
	after = rule.Revise(before, after, by.Name, e.stampAt())
	if rule.Same(before, after) {
		return before, version, nil
	}
	if err := rule.CheckPartner(after); err != nil {
		return rule.Book{}, 0, err
	}
	if version, err = e.ledger.Share(ctx, partner.ID, version, after, e.stampAt()); err != nil {
		return rule.Book{}, 0, err
	}
	return after, version, e.spread(ctx, partner.ID)
}

// spread brings the partner's book into its tenants that are at work.
func (e *Engine) spread(ctx context.Context, partnerID string) error {
	tenants, err := e.ledger.TenantsOf(ctx, partnerID)
	if err != nil {
		return err
	}
	var failed []error
	for _, t := range tenants {
		e.mu.Lock()
		s := e.sequencers[t.ID]
		e.mu.Unlock()
		if s != nil {
			s.ready.Store(false)
			failed = append(failed, e.prepare(ctx, s))
		}
	}
	return errors.Join(failed...)
}

// refresh lets a tenant decide by its partner's book as it is now, and by its own first
// one where it has none yet.
func (e *Engine) refresh(ctx context.Context, s *sequencer) error {
	for {
		before := s.rules.Load().Set()
		shared, err := e.sharedWith(ctx, *s.called.Load())
		if err != nil {
			return err
		}
		own, by := before.Book().Of(rule.TenantOwned), provider
		if before.Version() == 0 {
			by = activity.Itself
			own = rule.Revise(own, e.first(s.tenant.ID), by.Name, e.stampAt())
		}
		_, err = s.rewrite(ctx, before, rule.Together(own, shared), by)
		if !errors.Is(err, errMovedOn) {
			return err
		}
	}
}

// provider is who changes a tenant's rule set when its partner's book changes, or its partner.
var provider = activity.Actor{Kind: activity.System, Name: "Partner's rules"}
