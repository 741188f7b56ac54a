package memory

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// Tenants are all tenants by id.
func (s *Store) Tenants(context.Context) ([]access.Organisation, error) {
	return s.organisations(func(access.Organisation) bool { return true }), nil
}

// TenantsOf are the tenants that the partner provides for, by id; none where
// there is no such partner.
func (s *Store) TenantsOf(_ context.Context, partnerID string) ([]access.Organisation, error) {
	return s.organisations(func(o access.Organisation) bool { return partnerID != "" && o.PartnerID == partnerID }), nil
}

func (s *Store) organisations(wanted func(access.Organisation) bool) (all []access.Organisation) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.tenants)) {
		if o := s.tenants[id].organisation; wanted(o) {
			all = append(all, o)
		}
	}
	return all
}

// TenantWithin is the tenant of that id if the reach has it; fault.NotFound otherwise.
func (s *Store) TenantWithin(ctx context.Context, reach access.Reach, id string) (access.Organisation, error) {
	o, err := s.Tenant(ctx, id)
	if err == nil && !access.Reaches(access.Principal{Reach: reach}, o.Tenant()) {
		return access.Organisation{}, fault.New(fault.NotFound, "There is no tenant %q.", id)
	}
	return o, err
}

// Partners are all partners by id.
func (s *Store) Partners(context.Context) (all []access.Partner, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.partners)) {
		all = append(all, s.partners[id])
	}
	return all, nil
}

// Partner is the partner of that id; fault.NotFound where there is none.
func (s *Store) Partner(_ context.Context, id string) (access.Partner, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.partner(id)
}

func (s *Store) partner(id string) (access.Partner, error) {
	p, ok := s.partners[id]
	if !ok {
		return p, fault.New(fault.NotFound, "There is no partner %q.", id)
	}
	return p, nil
}

// SharedBook is what a partner wrote for its tenants, with its version.
func (s *Store) SharedBook(_ context.Context, partnerID string) (rule.Book, uint64, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	_, err := s.partner(partnerID)
	books := s.shared[partnerID]
	if err != nil || len(books) == 0 {
		return rule.Book{}, 0, err
	}
	return cloneBook(books[len(books)-1].content), uint64(len(books)), nil
}

// SharedVersions are all ways in which the partner's rule or template was written, newest first.
func (s *Store) SharedVersions(_ context.Context, partnerID, kind, id string) ([]change.Edition, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, err := s.partner(partnerID); err != nil {
		return nil, err
	}
	books := map[uint64]dated[rule.Book]{}
	for i, b := range s.shared[partnerID] {
		books[uint64(i)+1] = b
	}
	return editions(books, kind, id)
}

// Share makes book the partner's, as version seen+1.
func (s *Store) Share(_ context.Context, partnerID string, seen uint64, book rule.Book, at time.Time) (uint64, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, err := s.partner(partnerID); err != nil {
		return 0, err
	}
	if uint64(len(s.shared[partnerID])) != seen {
		return 0, fault.New(fault.Conflict, "The partner's rules have changed since you looked.")
	}
	if !distinctIDs(&book) {
		return 0, fault.New(fault.Internal, "The book has two of one id.")
	}
	s.shared[partnerID] = append(s.shared[partnerID], dated[rule.Book]{micros(at), cloneBook(book)})
	return seen + 1, nil
}

// Book is the tenant's rule set with its version: see engine.Ledger.
func (s *Store) Book(_ context.Context, tenantID string) (rule.Book, uint64, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return rule.Book{}, 0, err
	}
	return cloneBook(t.books[t.head.RuleSet].content), t.head.RuleSet, nil
}

// BookAt is the tenant's rule set of that version; fault.NotFound where there is none.
func (s *Store) BookAt(_ context.Context, tenantID string, version uint64) (rule.Book, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return rule.Book{}, err
	}
	book, ok := t.books[version]
	if !ok {
		return rule.Book{}, fault.New(fault.NotFound, "There is no version %d of the rules.", version)
	}
	return cloneBook(book.content), nil
}

// Versions are all ways in which the tenant's rule or template was written, newest first.
func (s *Store) Versions(_ context.Context, tenantID, kind, id string) ([]change.Edition, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	return editions(t.books, kind, id)
}

func editions(books map[uint64]dated[rule.Book], kind, id string) (all []change.Edition, err error) {
	var before []byte
	for _, version := range slices.Sorted(maps.Keys(books)) {
		e, text := editionOf(cloneBook(books[version].content), kind, id)
		if text != nil && !bytes.Equal(text, before) {
			e.SetVersion, e.At = version, books[version].at
			all, before = append(all, e), text
		}
	}
	slices.Reverse(all)
	if all == nil {
		err = fault.New(fault.NotFound, "There never was a %s %q.", kind, id)
	}
	return all, err
}

// editionOf is what the book has by that id, and as text; nil where there is none.
func editionOf(book rule.Book, kind, id string) (e change.Edition, text []byte) {
	for i := range book.Rules {
		if r := &book.Rules[i]; kind == change.RuleItem && r.ID == id {
			e.Rule, text = r, written(r)
		}
	}
	for i := range book.Templates {
		if t := &book.Templates[i]; kind == change.TemplateItem && t.ID == id {
			e.Template, text = t, written(t)
		}
	}
	return e, text
}

func written(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("memory: " + err.Error())
	}
	return text
}

// distinctIDs says that no two rules, and no two templates, have the same id.
func distinctIDs(book *rule.Book) bool {
	rules, templates := map[string]bool{}, map[string]bool{}
	for _, r := range book.Rules {
		rules[r.ID] = true
	}
	for _, t := range book.Templates {
		templates[t.ID] = true
	}
	return len(rules) == len(book.Rules) && len(templates) == len(book.Templates)
}
