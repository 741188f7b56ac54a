package httpapi

import (
	"context"
	"strconv"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

// telling is how cases are told to somebody: the prefix under which the tenant's case
// numbers are shown, and what decides what the reader may do. Any prefix is read
// back, so that links outlive a change of it.
type telling struct {
	prefix string
	reader casefile.Reader
	// theirs says that what is told is of a case that the reader's provider manages.
	theirs bool
	// veil keeps from the reader who else has a case; nil for nothing.
	veil *casefile.Veil
}

func (s *Server) telling(ctx context.Context, v visit) (telling, error) {
	bounds, err := s.settings.Settings(ctx, v.tenant)
	if err != nil {
		return telling{}, err
	}
	veil, err := s.veilOf(ctx, v)
	return telling{prefix: bounds.CasePrefix, reader: readerOf(v), veil: veil}, err
}

// veilOf is what hides from a tenant's own people who of their provider has a case, or
// of who runs the installation, where the root says so (X29); nil for others.
func (s *Server) veilOf(ctx context.Context, v visit) (*casefile.Veil, error) {
	if v.principal.Reach.TenantID == "" {
		return nil, nil
	}
	all, err := s.accounts.Installation(ctx)
	if err != nil || !all.HideAssignees {
		return nil, err
	}
	users, err := s.accounts.Users(ctx)
	veil := &casefile.Veil{IDs: []string{casefile.WholeTenant}, Names: []string{v.tenant.Name, activity.Automatic.Name}}
	for _, u := range users {
		if u.Reach.TenantID == v.tenant.ID {
			veil.IDs, veil.Names = append(veil.IDs, u.ID), append(veil.Names, u.Name)
		}
	}
	return veil, err
}

// sought is the request for cases as the reader is told them.
func (p telling) sought(r listing.Request) (listing.Request, error) {
	if p.veil != nil && r.Sort == "assignee" {
		return r, located(fault.New(fault.Invalid, "Who of your provider has a case is not told, so cases can't be sorted by it."), "query.sort")
	}
	r.Filter = p.veil.Cases(r.Filter)
	return r, nil
}

// tellingOf is how one case is told.
func (s *Server) tellingOf(ctx context.Context, v visit, number uint64) (telling, error) {
	p, err := s.telling(ctx, v)
	if err != nil || !p.reader.Customer {
		return p, err
	}
	c, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number)
	p.theirs = err == nil && p.reader.Theirs(&c)
	return p, err
}

// readerOf is what decides what a visitor may do with cases.
func readerOf(v visit) casefile.Reader {
	return casefile.Reader{
		Works: access.May(v.principal, access.WriteCases, v.tenant.Tenant()), Customer: sideOf(v).Customer, Served: v.tenant.PartnerID != "",
	}
}

func (p telling) number(n uint64) string { return casefile.FormatNumber(p.prefix, n) }

func (p telling) numbers(all []uint64) []string { return each(all, p.number) }

// perhaps is nil for no case.
func (p telling) perhaps(n uint64) *string {
	if n == 0 {
		return nil
	}
	text := p.number(n)
	return &text
}

// parseNumber reads a case's number as people write it.
func parseNumber(text string) (uint64, error) {
	return casefile.ParseNumber(text)
}

// numberIn is the number of a case that a text holds, for people; other texts stay as they are.
func (p telling) numberIn(text string) string {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return text
	}
	return p.number(n)
}
