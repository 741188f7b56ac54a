package httpapi

import (
	"cmp"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/rule"
)

// Rule is a rule as it stands.
type Rule struct {
	rule.Rule
	State ruleState `json:"state"`
	Owner ruleOwner `json:"owner,omitempty" doc:"Whose it is. Those of a tenant's partner are read here, and written at the partner."`
}

func ruleOf(r rule.Rule) Rule {
	return Rule{Rule: r, State: ruleState(cmp.Or(r.State, rule.Enabled)), Owner: ruleOwner(cmp.Or(r.Owner, rule.TenantOwned))}
}

// NewRule is a rule as people write it: what docs/rules.md says where nothing
// is said holds here too.
type NewRule struct {
	rule.Rule
	State ruleState `json:"state,omitempty" doc:"Enabled where nothing is said."`
	Order *int      `json:"order,omitempty" doc:"100 where nothing is said."`
	Owner ruleOwner `json:"owner,omitempty" doc:"Not looked at: the path says whose it is."`
}

func (n NewRule) rule() rule.Rule {
	r := n.Rule
	r.State, r.Order = cmp.Or(rule.State(n.State), rule.Enabled), rule.DefaultOrder
	if n.Order != nil {
		r.Order = *n.Order
	}
	return r
}

// Template is a template as it stands, and as people write it.
type Template struct {
	rule.Template
	Priority  priority   `json:"priority,omitempty"`
	Status    caseStatus `json:"status,omitempty"`
	ManagedBy managedBy  `json:"managed_by,omitempty"`
	Owner     ruleOwner  `json:"owner,omitempty" doc:"Whose it is; not looked at in what is written."`
}

func templateOf(t rule.Template) Template {
	return Template{
		Template: t, Priority: priority(t.Priority), Status: caseStatus(t.Status), ManagedBy: managedBy(t.ManagedBy),
		Owner: ruleOwner(cmp.Or(t.Owner, rule.TenantOwned)),
	}
}

func (t Template) template() rule.Template {
	out := t.Template
	out.Priority, out.Status, out.ManagedBy = casefile.Priority(t.Priority), casefile.Status(t.Status), casefile.ManagedBy(t.ManagedBy)
	return out
}

// RuleList is all rules of a tenant or partner, each half in order of creation.
type RuleList struct {
	Version      uint64    `json:"version" doc:"That of the rule set; 0 where there never was one."`
	Items        []Rule    `json:"items" doc:"One's own."`
	PartnerItems []Rule    `json:"partner_items" doc:"Those of a tenant's partner, which are tried after its own."`
	Lint         []Finding `json:"lint"`
	LintPending  bool      `json:"lint_pending,omitempty" doc:"Lint is still looking at a large rule set; a rules event tells when it is done."`
}

// TemplateList is all templates of a tenant or partner, each half in order of creation.
type TemplateList struct {
	Version      uint64     `json:"version" doc:"That of the rule set; 0 where there never was one."`
	Items        []Template `json:"items" doc:"One's own."`
	PartnerItems []Template `json:"partner_items" doc:"Those of a tenant's partner."`
}

// RuleAnswer is one rule with the version of the rule set.
type RuleAnswer struct {
	Version     uint64    `json:"version" doc:"That of the rule set."`
	Rule        Rule      `json:"rule"`
	Lint        []Finding `json:"lint" doc:"What is worth a second look in this rule."`
	LintPending bool      `json:"lint_pending,omitempty" doc:"Lint is still looking at a large rule set; a rules event tells when it is done."`
}

// TemplateAnswer is one template with the version of the rule set.
type TemplateAnswer struct {
	Version  uint64   `json:"version" doc:"That of the rule set."`
	Template Template `json:"template"`
}

// Removed is the version of the rule set without what was removed.
type Removed struct {
	Version uint64 `json:"version"`
}

// shelf is the half of a book that paths stand for, of items T, which people
// write as I.
type shelf[T, I any] struct {
	// kind is change.RuleItem or change.TemplateItem; name stands in paths.
	kind, name string
	of         func(*rule.Book) *[]T
	id         func(*T) *string
	owner      func(*T) *rule.Owner
	written    func(I) T
	// sample is an example of what people write.
	sample any
	// list, answer and history are what is told.
	list    func(own, partners []T, version uint64, lint []Finding, pending bool) any
	answer  func(item T, version uint64, lint []Finding, pending bool) any
	history func([]change.Edition) any
}

var rules = shelf[rule.Rule, NewRule]{
	kind: change.RuleItem, name: "rules",
	of:      func(b *rule.Book) *[]rule.Rule { return &b.Rules },
	id:      func(r *rule.Rule) *string { return &r.ID },
	owner:   func(r *rule.Rule) *rule.Owner { return &r.Owner },
	written: NewRule.rule, sample: exampleNewRule,
	list: func(own, partners []rule.Rule, version uint64, lint []Finding, pending bool) any {
		return RuleList{Version: version, Items: each(own, ruleOf), PartnerItems: each(partners, ruleOf), Lint: lint, LintPending: pending}
	},
	answer: func(r rule.Rule, version uint64, lint []Finding, pending bool) any {
		return RuleAnswer{Version: version, Rule: ruleOf(r), Lint: about(lint, r.ID), LintPending: pending}
	},
	history: func(all []change.Edition) any { return RuleVersions{each(all, ruleVersionOf)} },
}

var templates = shelf[rule.Template, Template]{
	kind: change.TemplateItem, name: "templates",
	of:      func(b *rule.Book) *[]rule.Template { return &b.Templates },
	id:      func(t *rule.Template) *string { return &t.ID },
	owner:   func(t *rule.Template) *rule.Owner { return &t.Owner },
	written: Template.template, sample: exampleNewTemplate,
	list: func(own, partners []rule.Template, version uint64, _ []Finding, _ bool) any {
		return TemplateList{Version: version, Items: each(own, templateOf), PartnerItems: each(partners, templateOf)}
	},
	answer: func(t rule.Template, version uint64, _ []Finding, _ bool) any {
		return TemplateAnswer{Version: version, Template: templateOf(t)}
	},
	history: func(all []change.Edition) any { return TemplateVersions{each(all, templateVersionOf)} },
}

// halves are a book's own items, and its partner's.
func (sh shelf[T, I]) halves(b rule.Book) (own, partners []T) {
	for _, item := range *sh.of(&b) {
		if *sh.owner(&item) == rule.PartnerOwned {
			partners = append(partners, item)
		} else {
			own = append(own, item)
		}
	}
	return own, partners
}

// find is the item of an id.
func (sh shelf[T, I]) find(b rule.Book, id string) (item T, place int, found bool) {
	for i, item := range *sh.of(&b) {
		if *sh.id(&item) == id {
			return item, i, true
		}
	}
	return item, 0, false
}

// alone is a book of nothing but items.
func (sh shelf[T, I]) alone(items []T) rule.Book {
	var b rule.Book
	*sh.of(&b) = items
	return b
}
