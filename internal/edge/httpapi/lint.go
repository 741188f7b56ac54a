package httpapi

import (
	"context"
	"fmt"
	"strings"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
)

// Finding is something in a rule that is worth a second look.
type Finding struct {
	Rule        string       `json:"rule" doc:"The rule's id."`
	Level       findingLevel `json:"level"`
	Code        string       `json:"code" doc:"The same for findings of one sort, such as unreachable."`
	Message     string       `json:"message"`
	RelatedRule string       `json:"related_rule,omitempty" doc:"The id of another rule that has part in it."`
}

// Findings are all findings of a book.
type Findings struct {
	Items []Finding `json:"items"`
}

// about are the findings that speak of a rule.
func about(all []Finding, id string) []Finding {
	some := []Finding{}
	for _, f := range all {
		if f.Rule == id || f.RelatedRule == id {
			some = append(some, f)
		}
	}
	return some
}

// lint are the findings in a book of the visit's tenant or partner. Those that
// can't be had just now are none: no write fails for it.
func (s *Server) lint(v visit, book rule.Book) []Finding {
	trigger, sample, err := s.lintedOn(v.r.Context(), v)
	var tenants []rule.TenantBook
	if err == nil && v.tenant.ID == "" {
		// Whoever reads a partner's book reads those of its tenants.
		tenants, err = s.books.TenantBooks(v.r.Context(), v.partner.ID)
	}
	if err != nil {
		s.log.WarnContext(v.r.Context(), "rules could not be linted", "error", err)
		return []Finding{}
	}
	return findingsOf(append(rule.Lint(book, trigger, sample), rule.Preempted(book, tenants)...))
}

// lintedOn is what a book is held against: a tenant's trigger and its newest
// detections; of a partner, what goes without saying.
func (s *Server) lintedOn(ctx context.Context, v visit) (detection.Fraction, []*detection.Detection, error) {
	if v.tenant.ID == "" {
		return settings.Default("UTC").TriggerSeverity, nil, nil
	}
	bounds, err := s.settings.Settings(ctx, v.tenant)
	if err != nil {
		return 0, nil, err
	}
	sample, err := s.samples.detections(ctx, v.tenant.ID)
	return bounds.TriggerSeverity, sample, err
}

func findingsOf(all []rule.Finding) []Finding {
	return each(all, func(f rule.Finding) Finding {
		return Finding{Rule: f.Rule, Level: "warning", Code: string(f.Code), Message: f.Message, RelatedRule: f.OtherRule}
	})
}

// lintBook tells what is worth a second look in what the body holds or, without
// one, in what is stored.
func (s *Server) lintBook(v visit, lib library) error {
	text, err := readAll(v)
	if err != nil {
		return err
	}
	stored, version, err := lib.read(v)
	if err != nil {
		return err
	}
	if len(text) == 0 {
		found, _ := s.lintWithin(v.r.Context(), v, stored, version)
		writeJSON(v.w, Findings{found})
		return nil
	}
	own, err := s.readBook(v, text)
	if err != nil {
		return err
	}
	if len(own.Templates) == 0 {
		own.Templates = stored.Of(rule.TenantOwned).Templates
	}
	shared := stored.Of(rule.PartnerOwned)
	all := errorsOf(own.Identified(), lib.check(v, own, own, shared))
	writeJSON(v.w, Findings{append(all, s.lint(v, rule.Together(own, shared))...)})
	return nil
}

// readBook reads a rule file, or rules and templates as JSON.
func (s *Server) readBook(v visit, text []byte) (rule.Book, error) {
	if yaml, err := isYAML(v); err != nil || yaml {
		if err != nil {
			return rule.Book{}, err
		}
		return rule.ReadYAML(text)
	}
	if err := validated[NewBook](s, text, ""); err != nil {
		return rule.Book{}, err
	}
	var book NewBook
	err := readItem(text, "", &book)
	return book.book(), err
}

// errorsOf are the mistakes of a book as findings about its rules.
func errorsOf(book rule.Book, err error) []Finding {
	all := []Finding{}
	for _, d := range fault.DetailsOf(err) {
		var i int
		if n, _ := fmt.Sscanf(d.Location, "rules[%d]", &i); n == 0 || i >= len(book.Rules) {
			continue
		}
		_, field, _ := strings.Cut(d.Location, ".")
		all = append(all, Finding{Rule: book.Rules[i].ID, Level: "error", Code: "mistake", Message: strings.TrimPrefix(field+": "+d.Message, ": ")})
	}
	return all
}
