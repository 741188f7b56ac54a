package rule

import (
	"fmt"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
)

// Shared is what a tenant gets of its partner's book: all rules, and the templates
// that are shared with children, marked as the partner's, with prefixed ids.
func Shared(b Book) Book {
	b = b.Identified()
	var shared Book
	for _, r := range b.Rules {
		r.ID, r.Owner, r.Template = prefixed(r.ID), PartnerOwned, sharedTemplate(b.Templates, r)
		shared.Rules = append(shared.Rules, r)
	}
	for _, t := range b.Templates {
		if t.SharedWithChildren {
			t.ID, t.Owner = prefixed(t.ID), PartnerOwned
			shared.Templates = append(shared.Templates, t)
		}
	}
	return shared
}

// sharedTemplate is the prefixed id of the template that a partner's rule names.
// One that CheckPartner would refuse leaves the rule with the plain one: a tenant
// is not to suffer from it.
func sharedTemplate(templates []Template, r Rule) string {
	if r.Template == "" {
		return ""
	}
	i, mistake := findTemplate(templates, r.Template, r.Owner)
	if mistake != nil || !templates[i].SharedWithChildren {
		return ""
	}
	return prefixed(templates[i].ID)
}

func prefixed(id string) string { return PartnerPrefix + strings.TrimPrefix(id, PartnerPrefix) }

// Together is the book of a tenant's rule set: its own, and what Shared gives of its partner's.
func Together(own, shared Book) Book {
	return Book{slices.Concat(own.Rules, shared.Rules), slices.Concat(own.Templates, shared.Templates)}
}

// Of is the part of a book that an owner wrote.
func (b Book) Of(owner Owner) Book {
	var part Book
	for _, r := range b.Rules {
		if or(r.Owner, TenantOwned) == owner {
			part.Rules = append(part.Rules, r)
		}
	}
	for _, t := range b.Templates {
		if or(t.Owner, TenantOwned) == owner {
			part.Templates = append(part.Templates, t)
		}
	}
	return part
}

// CheckPartner refuses, beside what Compile does, rules of a partner whose
// template is not shared with the tenants in which they open cases.
func CheckPartner(b Book) error {
	_, err := Compile(0, Tenant{}, b)
	mistakes := slices.Clone(fault.DetailsOf(err))
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	b = b.Identified()
	for i, r := range b.Rules {
		if r.Template == "" {
			continue
		}
		at, mistake := findTemplate(b.Templates, r.Template, r.Owner)
		if mistake == nil && !b.Templates[at].SharedWithChildren {
			mistakes = append(mistakes, fault.Detail{
				Location: fmt.Sprintf("rules[%d].template", i), Suggestion: "shared_with_children: true",
				Message: "A partner's rule opens cases in its tenants; this template is not shared with them.",
			})
		}
	}
	if len(mistakes) == 0 {
		return err
	}
	return invalid(mistakes)
}
