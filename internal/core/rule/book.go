package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// Identified is the book with an id for each rule and template that has none,
// made from its title, the same for the same book; and with all that goes without
// saying, such as state, owner and the bounds of a rule. The book itself stays as it is.
func (b Book) Identified() Book {
	b.Rules, b.Templates = slices.Clone(b.Rules), slices.Clone(b.Templates)
	ids := newIDs()
	for _, r := range b.Rules {
		ids.taken[r.ID] = true
	}
	for i := range b.Rules {
		r := &b.Rules[i]
		r.ID = ids.of(r.ID, r.Title)
		r.complete()
	}
	ids = newIDs()
	for _, t := range b.Templates {
		ids.taken[t.ID] = true
	}
	for i := range b.Templates {
		t := &b.Templates[i]
		t.ID, t.Owner = ids.of(t.ID, t.Title), or(t.Owner, TenantOwned)
	}
	return b
}

// complete gives the rule what goes without saying.
func (r *Rule) complete() {
	r.State, r.Owner = or(r.State, Enabled), or(r.Owner, TenantOwned)
	r.GroupCount = or(r.GroupCount, DefaultGroupCount)
	r.MaxDetections = or(r.MaxDetections, DefaultMaxDetections)
	r.SearchWindow = or(r.SearchWindow, DefaultSearchWindow)
}

// ids gives out names that are not taken.
type ids struct {
	taken map[string]bool
	next  map[string]int
}

func newIDs() ids {
	n := ids{map[string]bool{}, map[string]int{}}
	for _, word := range reserved {
		n.taken[word] = true
	}
	return n
}

// reserved are no ids: in addresses they stand where an id could.
var reserved = []string{"new", "export", "import", "order", "lint", "try", "backtest", "versions"}

// of is id itself where there is one, else the title as an id, with a number if need be.
func (n ids) of(id, title string) string {
	if id != "" {
		return id
	}
	base := slug(title)
	for id = base; n.taken[id]; {
		n.next[base] = max(n.next[base], 1) + 1
		id = base + "-" + strconv.Itoa(n.next[base])
	}
	n.taken[id] = true
	return id
}

// maxSlug leaves room for a number after it.
const maxSlug = 64

// slug is a title as an id: its letters and digits, folded, with a hyphen for all between.
func slug(title string) string {
	var words strings.Builder
	gap := false
	for _, r := range fold.String(title) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = words.Len() > 0
			continue
		}
		if words.Len() >= maxSlug {
			break
		}
		if gap {
			words.WriteByte('-')
			gap = false
		}
		words.WriteRune(r)
	}
	return or(words.String(), "untitled")
}

// findTemplate is the place of the template that an owner's rule names, by id or
// by title: each owner's rules name that owner's templates.
func findTemplate(templates []Template, name string, owner Owner) (int, *fault.Detail) {
	if i := slices.IndexFunc(templates, func(t Template) bool { return t.ID == name && t.Owner == owner }); i >= 0 {
		return i, nil
	}
	found, titles := -1, []string{}
	for i, t := range templates {
		if t.Owner != owner {
			continue
		}
		titles = append(titles, t.Title)
		if fold.String(t.Title) != fold.String(name) {
			continue
		}
		if found >= 0 {
			return 0, &fault.Detail{Message: "There is more than one template of this title: name it by its id.", Suggestion: t.ID}
		}
		found = i
	}
	if found < 0 {
		return 0, &fault.Detail{Message: "There is no such template.", Suggestion: nearest(name, titles)}
	}
	return found, nil
}

// tooLong says that one of those who wrote a book wrote more than MaxDocuments:
// each has room for as many, whatever the other writes.
func (b Book) tooLong() bool {
	for _, owner := range []Owner{TenantOwned, PartnerOwned} {
		if part := b.Of(owner); len(part.Rules)+len(part.Templates) > MaxDocuments {
			return true
		}
	}
	return false
}
