package httpapi

import (
	"context"
	"fmt"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// bookCheck refuses what is wrong with own, which was before, beside a partner's shared half.
type bookCheck func(v visit, before, own, shared rule.Book) error

// refusing refuses what compile refuses, and templates that name somebody to whom no
// case may be given as it opens (T8). What stood in before stands.
func (s *Server) refusing(compile func(own, shared rule.Book) error) bookCheck {
	return func(v visit, before, own, shared rule.Book) error {
		wrong, err := s.wronglyNamed(v, before, own)
		if err != nil {
			return err
		}
		err = compile(own, shared)
		if len(wrong) == 0 || err != nil && fault.KindOf(err) != fault.Invalid {
			return err
		}
		return fault.New(fault.Invalid, "%s", wrong[0].Message).With(append(slices.Clone(fault.DetailsOf(err)), wrong...)...)
	}
}

// naming is an edit that refuses wrong names; what else is wrong with a book is told
// beside them, and otherwise by whom it is handed to.
func (s *Server) naming(v visit, check bookCheck, edit func(rule.Book) (rule.Book, error)) func(rule.Book) (rule.Book, error) {
	return func(before rule.Book) (rule.Book, error) {
		after, err := edit(before)
		if err != nil {
			return after, err
		}
		wrong, err := s.wronglyNamed(v, before, after)
		if len(wrong) > 0 {
			err = check(v, before, after, rule.Book{})
		}
		return after, err
	}
}

// wronglyNamed are the assignees of templates, as far as they are new, who are none of
// the tenant's own people that work on its cases; or of no tenant of the partner.
func (s *Server) wronglyNamed(v visit, before, own rule.Book) (wrong []fault.Detail, err error) {
	var tenants []access.Tenant
	for i, t := range own.Templates {
		if settled := []string{"", casefile.WholeTenant, string(casefile.Provider)}; slices.Contains(settled, t.Assignee) || names(before, t) {
			continue
		}
		if tenants == nil {
			if tenants, err = s.tenantsOf(v); err != nil {
				return nil, err
			}
		}
		u, err := s.accounts.UserByID(v.r.Context(), t.Assignee)
		if err != nil && !missing(err) {
			return nil, err
		}
		if err != nil || !slices.ContainsFunc(tenants, func(t access.Tenant) bool { return access.MayBeginWith(u, t) }) {
			wrong = append(wrong, fault.Detail{Location: fmt.Sprintf("templates[%d].assignee", i), Message: nobodyThere[v.tenant.ID == ""]})
		}
	}
	return wrong, nil
}

// nobodyThere is said of a name at a tenant, and of one at a partner.
var nobodyThere = map[bool]string{
	false: "Nobody of that id at the tenant works on its cases. A template gives cases to the tenant's own people, or to tenant, never to the provider.",
	true:  "Nobody of that id at one of your tenants works on its cases. A template gives cases to a tenant's own people, or to tenant, never to the provider.",
}

// names says whether the template named the same in a book already.
func names(b rule.Book, t rule.Template) bool {
	was, _, found := templates.find(b, t.ID)
	return found && t.ID != "" && was.Assignee == t.Assignee
}

// tenantsOf are the visit's tenant, or those of its partner.
func (s *Server) tenantsOf(v visit) ([]access.Tenant, error) {
	if v.tenant.ID != "" {
		return []access.Tenant{v.tenant.Tenant()}, nil
	}
	provided, err := s.provided(v.r.Context(), v.partner.ID)
	return each(provided, access.Organisation.Tenant), err
}

// provided are the tenants of a partner.
func (s *Server) provided(ctx context.Context, partnerID string) ([]access.Organisation, error) {
	all, err := s.accounts.Tenants(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(t access.Organisation) bool { return t.PartnerID != partnerID }), err
}
