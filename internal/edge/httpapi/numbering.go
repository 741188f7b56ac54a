package httpapi

import (
	"context"
	"strconv"

	"caseweave/internal/core/casefile"
)

// numbering is the prefix under which a tenant's case numbers are shown. Any
// prefix is read back, so that links outlive a change of it.
type numbering string

func (s *Server) numbering(ctx context.Context, v visit) (numbering, error) {
	bounds, err := s.settings.Settings(ctx, v.tenant)
	return numbering(bounds.CasePrefix), err
}

func (p numbering) number(n uint64) string { return casefile.FormatNumber(string(p), n) }

func (p numbering) numbers(all []uint64) []string { return each(all, p.number) }

// perhaps is nil for no case.
func (p numbering) perhaps(n uint64) *string {
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
func (p numbering) numberIn(text string) string {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return text
	}
	return p.number(n)
}
