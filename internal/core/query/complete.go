package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"caseweave/internal/core/fold"
)

// Completion is what may stand at a place of a text that is being written.
type Completion struct {
	// From and To are what an item replaces, in characters from the beginning.
	From, To int
	Items    []Item
	// Field is the field whose values are expected; empty where none are. Values
	// that somebody knows of it come in by With.
	Field string

	typed string
}

// Item is one thing to insert.
type Item struct {
	Label  string `json:"label"`
	Insert string `json:"insert"`
	// Kind is "field", "operator", "value" or "keyword".
	Kind   string `json:"kind"`
	Detail string `json:"detail,omitempty"`
}

// Complete says what may stand at position, in characters, of a filter. What
// follows position plays no part, but that the rest of a word is replaced with it.
// Nothing may stand where the text before has a mistake.
func Complete[T any](s *Schema[T], text string, position int) Completion {
	return completion(s, text, position, false)
}

// CompleteSearch is Complete for a search, which EARLIEST and LATEST may end.
func CompleteSearch[T any](s *Schema[T], text string, position int) Completion {
	return completion(s, text, position, true)
}

// With is c with values of its field, as far as they go on with what is typed.
func (c Completion) With(values []string) Completion {
	var items []Item
	for _, v := range values {
		items = append(items, Item{v, quoted(v), "value", ""})
	}
	known := map[string]bool{}
	c.Items = slices.Clone(c.Items)
	for _, i := range c.Items {
		known[fold.String(i.Insert)] = true
	}
	for _, i := range fitting(items, c.typed) {
		if !known[fold.String(i.Insert)] {
			c.Items = append(c.Items, i)
		}
	}
	return c
}

func completion[T any](s *Schema[T], text string, position int, search bool) Completion {
	letters := []rune(text)
	position = max(0, min(position, len(letters)))
	before, after := string(letters[:position]), string(letters[position:])
	if len(text) > MaxText || !utf8.ValidString(text) {
		return Completion{From: position, To: position}
	}
	at, typed := spotAt(before)
	start := len(before) - len(typed)
	if at.negated && at.expects == anOperator {
		start, typed = strings.LastIndexByte(before, '!'), "!"+typed
	}
	c := Completion{From: utf8.RuneCountInString(before[:start]), To: position + restOf(typed, after)}
	c.typed = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(typed, "e"), "E"), "'")
	if !strings.Contains(typed, "'") {
		c.typed = typed
	}
	if at.expects == oneValue || at.expects == listValue {
		if f, _, ok := s.Field(at.field); ok && f.Kind != Time && (f.Kind != Number || len(f.Bands) > 0) {
			c.Field = at.field
		}
	}
	c.Items = fitting(itemsAt(s, at, search), c.typed)
	return c
}

// restOf is how many characters after the place belong to what is typed there.
func restOf(typed, after string) int {
	switch {
	case typed == "":
		return 0
	case strings.Contains(typed, "'"):
		if strings.HasPrefix(after, "'") {
			return 1
		}
		return 0
	}
	rest := strings.TrimLeftFunc(after, func(r rune) bool { return continuesWord(r) })
	return utf8.RuneCountInString(after[:len(after)-len(rest)])
}

// fitting are the items that begin with what is typed, then those that have it in them.
func fitting(items []Item, typed string) (fit []Item) {
	typed = fold.String(typed)
	var inner []Item
	for _, i := range items {
		switch label := fold.String(i.Label); {
		case strings.HasPrefix(label, typed):
			fit = append(fit, i)
		case strings.Contains(label, typed):
			inner = append(inner, i)
		}
	}
	return append(fit, inner...)
}

func itemsAt[T any](s *Schema[T], at spot, search bool) []Item {
	switch at.expects {
	case aTest:
		return append(fieldItems(s), keywords("NOT")...)
	case anOperator:
		return operatorItems(s, at)
	case aNull:
		return keywords("NULL", "NOT NULL")
	case onlyNull:
		return keywords("NULL")
	case aList:
		return []Item{{"(", "(", "keyword", "a list such as ('a', 'b')"}}
	case listNext:
		return keywords(",", ")")
	case oneValue, listValue:
		return valueItems(s, at.field)
	case aMoment:
		return []Item{{"-4h", "-4h", "value", "four hours ago"}, {"-7d", "-7d", "value", "a week ago"}}
	case aJoint:
		return jointItems(at, search)
	}
	return nil
}

func jointItems(at spot, search bool) []Item {
	var items []Item
	if !at.bounded {
		items = keywords("AND", "OR")
	}
	if at.depth > 0 {
		return append(items, keywords(")")...)
	}
	if search {
		items = append(items, Item{"EARLIEST", "EARLIEST=", "keyword", "from this time on"}, Item{"LATEST", "LATEST=", "keyword", "up to this time"})
	}
	return items
}

func keywords(words ...string) (items []Item) {
	for _, w := range words {
		items = append(items, Item{Label: w, Insert: w, Kind: "keyword"})
	}
	return items
}

func fieldItems[T any](s *Schema[T]) (items []Item) {
	for _, f := range s.fields {
		insert := f.Name
		if f.Kind == Path {
			insert += "."
		}
		items = append(items, Item{f.Name, insert, "field", f.Description})
	}
	return items
}

func operatorItems[T any](s *Schema[T], at spot) (items []Item) {
	f, _, ok := s.Field(at.field)
	if !ok {
		return nil
	}
	for _, op := range []Op{Eq, Less, LessEq, Greater, GreaterEq, Contains, StartsWith, EndsWith, Matches, In, InCIDR} {
		if !f.knows(op) {
			continue
		}
		if !at.negated {
			items = append(items, Item{Label: string(op), Insert: string(op), Kind: "operator"})
		}
		if !op.orders() {
			items = append(items, Item{Label: "!" + string(op), Insert: "!" + string(op), Kind: "operator"})
		}
	}
	if at.negated {
		return items
	}
	return append(items, Item{"IS NULL", "IS NULL", "operator", ""}, Item{"IS NOT NULL", "IS NOT NULL", "operator", ""})
}

func valueItems[T any](s *Schema[T], field string) (items []Item) {
	f, _, _ := s.Field(field)
	for _, w := range f.Words {
		insert := quoted(w)
		if f.Kind == Bool {
			insert = w
		}
		items = append(items, Item{w, insert, "value", ""})
	}
	for _, b := range f.Bands {
		items = append(items, Item{b.Word, quoted(b.Word), "value", "from " + NumberValue(b.From).String()})
	}
	return items
}
