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
	all, places := slices.Clone(current), counterparts(current, imported, named)
	var mistakes []fault.Detail
	for i, one := range imported {
		switch at := places[i]; at {
		case ambiguous:
			mistakes = append(mistakes, fault.Detail{Location: fmt.Sprintf("%s[%d].title", what, i), Message: "More than one bears this title or id: say by an id which is meant."})
		case isNew:
			places[i], all = len(all), append(all, one)
		default:
			id, _ := named(&one)
			*id = stamped(&current[at]).id
			keepStamp(stamped(&one), stamped(&current[at]))
			all[at] = one
		}
	}
	return all, places, mistakes
}

// What stands for the place of a counterpart where there is none.
const (
	isNew     = -1
	ambiguous = -2
)

// counterparts are the places in current of what the imported ones replace. All
// that an id names is taken first; then titles name what is left.
func counterparts[T any](current, imported []T, named func(*T) (id, title *string)) []int {
	places, taken := make([]int, len(imported)), map[int]bool{}
	known, own := index(current, named), index(imported, named)
	for i := range imported {
		id, _ := named(&imported[i])
		at, there := known.ids[*id]
		switch {
		case *id == "" || !there:
			places[i] = isNew
		case taken[at]:
			places[i] = ambiguous
		default:
			places[i], taken[at] = at, true
		}
	}
	asked := slices.Clone(places)
	for i := range imported {
		if id, title := named(&imported[i]); asked[i] == isNew {
			places[i] = known.byTitle(*title, *id != "", taken, own.unplaced(*title, asked))
		}
	}
	return places
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

// byTitle is the place of the one bearer of a title that is not taken, for one of
// so many that ask for it. Who has an id of its own is new where it names none.
func (b bearers) byTitle(title string, hasID bool, taken map[int]bool, asking int) int {
	all := b.titles[fold.String(title)]
	free := slices.DeleteFunc(slices.Clone(all), func(at int) bool { return taken[at] })
	switch {
	case !hasID && (len(all) > 1 || asking > 1):
		return ambiguous
	case len(free) == 1 && asking == 1:
		return free[0]
	case !hasID && len(all) > 0:
		return ambiguous
	}
	return isNew
}

// unplaced counts the bearers of a title that no id gave a place.
func (b bearers) unplaced(title string, places []int) (n int) {
	for _, at := range b.titles[fold.String(title)] {
		if places[at] == isNew {
			n++
		}
	}
	return n
}

// Instead is imported with the ids of what it replaces in current, where it has none of its own there.
func Instead(current, imported Book) Book {
	return Book{renamed(current.Rules, imported.Rules, ruleName), renamed(current.Templates, imported.Templates, templateName)}.Identified()
}

func renamed[T any](current, imported []T, named func(*T) (id, title *string)) []T {
	imported = slices.Clone(imported)
	for i, at := range counterparts(current, imported, named) {
		if at >= 0 {
			id, _ := named(&imported[i])
			was, _ := named(&current[at])
			*id = *was
		}
	}
	return imported
}

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
