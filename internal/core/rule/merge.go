package rule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// Merge is current after an import: what the imported book holds replaces what
// bears its id or, else, its title, and the rest is added; nothing is removed. What
// a tenant has of its partner is not matched. A title that more than one bears, in
// either book, names none without an id; that, and two that would replace the same
// one, are mistakes.
func Merge(current, imported Book) (Book, error) {
	merged, _, err := MergeFile(current, imported, Places{})
	return merged, err
}

// MergeFile is Merge for a book that was read from a file. The places are those of
// the merged book's fields, as far as they come from the file, so that they tell
// what Compile says of it.
func MergeFile(current, imported Book, p Places) (Book, Places, error) {
	rules, atRules, wrongRules := merged(current.Rules, imported.Rules, "rules", ruleStamp, ruleName)
	templates, atTemplates, wrongTemplates := merged(current.Templates, imported.Templates, "templates", templateStamp, templateName)
	if mistakes := append(wrongRules, wrongTemplates...); len(mistakes) > 0 {
		return Book{}, Places{}, p.InFile(invalid(mistakes))
	}
	p = p.moved(map[string][]int{"rules": atRules, "templates": atTemplates})
	return Book{rules, templates}.Identified(), p, nil
}

func ruleName(r *Rule) (id, title *string)         { return &r.ID, &r.Title }
func templateName(t *Template) (id, title *string) { return &t.ID, &t.Title }

// merged also tells at which place of the result each of the imported stands.
func merged[T any](current, imported []T, what string, stamped func(*T) stamp, named func(*T) (id, title *string)) ([]T, []int, []fault.Detail) {
	all, places := slices.Clone(current), make([]int, len(imported))
	var mistakes []fault.Detail
	known, own, taken := index(current, named), index(imported, named), map[int]bool{}
	for i, one := range imported {
		id, title := named(&one)
		at, ambiguous := known.match(*id, *title)
		if ambiguous || at >= 0 && taken[at] || *id == "" && own.repeats(*title) {
			mistakes = append(mistakes, fault.Detail{Location: fmt.Sprintf("%s[%d].title", what, i), Message: "More than one bears this title or id: say by an id which is meant."})
			continue
		}
		if at < 0 {
			at, all = len(all), append(all, one)
		} else {
			*id = stamped(&current[at]).id
			keepStamp(stamped(&one), stamped(&current[at]))
			all[at] = one
		}
		taken[at], places[i] = true, at
	}
	return all, places, mistakes
}

// bearers are the places of what bears an id or a title, folded.
type bearers struct {
	ids    map[string]int
	titles map[string][]int
}

// index leaves out the titles of what is of the partner.
func index[T any](all []T, named func(*T) (id, title *string)) bearers {
	b := bearers{map[string]int{}, map[string][]int{}}
	for i := range all {
		id, title := named(&all[i])
		b.ids[*id] = i
		if folded := fold.String(*title); !shared(*id) {
			b.titles[folded] = append(b.titles[folded], i)
		}
	}
	return b
}

// match is the place of what bears the id, else the title; -1 for none.
func (b bearers) match(id, title string) (at int, ambiguous bool) {
	if at, known := b.ids[id]; known && id != "" {
		return at, false
	}
	switch places := b.titles[fold.String(title)]; len(places) {
	case 0:
		return -1, false
	case 1:
		return places[0], false
	}
	return -1, true
}

// repeats says whether more than one bears the title.
func (b bearers) repeats(title string) bool { return len(b.titles[fold.String(title)]) > 1 }

func keepStamp(to, from stamp) {
	*to.version, *to.createdBy, *to.updatedBy = *from.version, *from.createdBy, *from.updatedBy
	*to.createdAt, *to.updatedAt = *from.createdAt, *from.updatedAt
}

// moved are the places by where documents stand now.
func (p Places) moved(now map[string][]int) Places {
	of := make(map[string]place, len(p.of))
	for location, at := range p.of {
		what, rest, _ := strings.Cut(location, "[")
		number, rest, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(number); err == nil && i < len(now[what]) {
			location = fmt.Sprintf("%s[%d]%s", what, now[what][i], rest)
		}
		of[location] = at
	}
	return Places{of, p.lines}
}

// Only is the part of a book that bears these ids.
func (b Book) Only(rules, templates []string) (Book, error) {
	someRules, err := only(b.Rules, rules, "rule", ruleName)
	if err != nil {
		return Book{}, err
	}
	someTemplates, err := only(b.Templates, templates, "template", templateName)
	return Book{someRules, someTemplates}, err
}

func only[T any](all []T, ids []string, what string, named func(*T) (id, title *string)) (some []T, err error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	for i := range all {
		if id, _ := named(&all[i]); wanted[*id] {
			some = append(some, all[i])
			delete(wanted, *id)
		}
	}
	for _, id := range ids {
		if wanted[id] {
			return nil, fault.New(fault.NotFound, "There is no %s %q.", what, id)
		}
	}
	return some, nil
}
