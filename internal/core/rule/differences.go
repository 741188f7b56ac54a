package rule

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Change is what becomes of one rule or template between two books.
type Change struct {
	// Kind is "rule" or "template".
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title"`
	// Change is "added", "changed", "removed" or "unchanged".
	Change string        `json:"change"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is what becomes of one field, as a file would have it; empty for what a file leaves out.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Differences tells, by id, what becomes of each rule and template: templates
// first, then rules, in the order of is, and what was removed after each.
func Differences(was, is Book) []Change {
	was, is = was.Identified(), is.Identified()
	return append(
		differences(was.Templates, is.Templates, "template", templateLines, templateName),
		differences(was.Rules, is.Rules, "rule", ruleLines, ruleName)...)
}

func differences[T any](was, is []T, kind string, lines []field[T], named func(*T) (id, title *string)) (all []Change) {
	before := map[string]*T{}
	for i := range was {
		id, _ := named(&was[i])
		before[*id] = &was[i]
	}
	for i := range is {
		id, title := named(&is[i])
		c := Change{Kind: kind, ID: *id, Title: *title, Change: "unchanged", Fields: fieldChanges(before[*id], &is[i], lines)}
		switch {
		case before[*id] == nil:
			c.Change = "added"
		case len(c.Fields) > 0:
			c.Change = "changed"
		}
		delete(before, *id)
		all = append(all, c)
	}
	for i := range was {
		if id, title := named(&was[i]); before[*id] != nil {
			all = append(all, Change{Kind: kind, ID: *id, Title: *title, Change: "removed", Fields: fieldChanges(&was[i], nil, lines)})
		}
	}
	return all
}

func fieldChanges[T any](was, is *T, lines []field[T]) (changes []FieldChange) {
	for _, line := range lines {
		before, after := line.text(was), line.text(is)
		if line.name != "id" && before != after {
			changes = append(changes, FieldChange{line.name, before, after})
		}
	}
	return changes
}

// text is the line's value as a file has it, without quotes where it is one text.
func (f field[T]) text(of *T) string {
	if of == nil {
		return ""
	}
	node := f.write(of)
	if node == nil {
		return ""
	}
	if node.Kind == yaml.ScalarNode {
		return node.Value
	}
	written, err := yaml.Marshal(node)
	if err != nil {
		panic("rule: a list of texts does not encode: " + err.Error())
	}
	return strings.TrimSuffix(string(written), "\n")
}
