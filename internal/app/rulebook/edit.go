package rulebook

import (
	"slices"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

var author = activity.Actor{Kind: activity.User, ID: "author", Name: "Author"}

type edit func(rule.Book) (rule.Book, error)

// wholly replaces a book.
func wholly(book rule.Book) edit {
	return func(rule.Book) (rule.Book, error) { return book, nil }
}

func (t *telling) edit(e edit) error {
	_, _, err := t.engine.EditBook(t.ctx, t.tenant, author, nil, e)
	return err
}

func (t *telling) editPartner(e edit) error {
	_, _, err := t.engine.EditPartnerBook(t.ctx, t.partner, author, nil, e)
	return err
}

func (t *telling) editOf(owner rule.Owner, e edit) error {
	if owner == rule.PartnerOwned {
		return t.editPartner(e)
	}
	return t.edit(e)
}

// newRule adds a rule; one that names no order comes after all of its owner's.
func (t *telling) newRule(text RuleText) error {
	return t.editOf(text.Owner, func(own rule.Book) (rule.Book, error) {
		last := 0
		for _, r := range own.Rules {
			last = max(last, r.Order)
		}
		r, err := text.rule(last + 10)
		own.Rules = append(slices.Clone(own.Rules), r)
		return own, err
	})
}

func (t *telling) changeRule(text RuleText) error {
	return t.editOf(text.Owner, func(own rule.Book) (after rule.Book, err error) {
		own.Rules = slices.Clone(own.Rules)
		i := slices.IndexFunc(own.Rules, titled(text.title))
		if i < 0 {
			return own, noRule(text.title)
		}
		own.Rules[i], err = text.over(own.Rules[i])
		return own, err
	})
}

// deleteRule deletes the tenant's rule of that title, else the partner's.
func (t *telling) deleteRule(title string) error {
	without := func(own rule.Book) (rule.Book, error) {
		if !slices.ContainsFunc(own.Rules, titled(title)) {
			return own, noRule(title)
		}
		own.Rules = slices.DeleteFunc(slices.Clone(own.Rules), titled(title))
		return own, nil
	}
	err := t.edit(without)
	if fault.KindOf(err) == fault.NotFound {
		return t.editPartner(without)
	}
	return err
}

func titled(title string) func(rule.Rule) bool {
	return func(r rule.Rule) bool { return r.Title == title }
}

func noRule(title string) error { return fault.New(fault.NotFound, "There is no rule %q.", title) }

// setTemplates replaces the tenant's templates.
func (t *telling) setTemplates(texts []TemplateText) error {
	return t.edit(func(own rule.Book) (rule.Book, error) {
		own.Templates = nil
		for _, text := range texts {
			own.Templates = append(own.Templates, text.Template)
		}
		return own, nil
	})
}
