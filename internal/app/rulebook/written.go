package rulebook

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// RuleText is a rule as a story writes it: the fields of a rule file, and
// `owner: partner` for one of the partner's.
type RuleText struct {
	Owner rule.Owner
	title string
	// placed says that it says its order.
	placed bool
	node   *yaml.Node
}

// UnmarshalYAML refuses fields that no rule has.
func (r *RuleText) UnmarshalYAML(n *yaml.Node) (err error) {
	if r.node, r.Owner, err = owned(n); err != nil {
		return err
	}
	if title := valueOf(n, "title"); title != nil {
		r.title = title.Value
	}
	r.placed = valueOf(n, "order") != nil
	_, err = r.over(rule.Rule{Title: "Any", Filter: "severity >= 0", GroupBy: []string{"title"}})
	return err
}

// rule is the text as a new rule; it comes at order unless it says otherwise.
func (r RuleText) rule(order int) (rule.Rule, error) {
	book, err := bookOf("Rule", r.node)
	if err != nil {
		return rule.Rule{}, err
	}
	if !r.placed {
		book.Rules[0].Order = order
	}
	return book.Rules[0], nil
}

// over is a rule with the fields that the text gives.
func (r RuleText) over(before rule.Rule) (rule.Rule, error) {
	var file yaml.Node
	if err := yaml.Unmarshal(rule.WriteYAML(rule.Book{Rules: []rule.Rule{before}}), &file); err != nil {
		return before, err
	}
	lines := &yaml.Node{Kind: yaml.MappingNode, Line: r.node.Line, Content: slices.Clone(r.node.Content)}
	for i := 0; i < len(file.Content[0].Content); i += 2 {
		key := file.Content[0].Content[i]
		if key.Value != "apiVersion" && key.Value != "kind" && valueOf(lines, key.Value) == nil {
			lines.Content = append(lines.Content, key, file.Content[0].Content[i+1])
		}
	}
	book, err := bookOf("Rule", lines)
	if err != nil {
		return before, err
	}
	after := book.Rules[0]
	after.Owner = before.Owner
	return after, nil
}

// TemplateText is a template as a story writes it, in the fields of a rule file.
type TemplateText struct {
	Owner rule.Owner
	rule.Template
}

// UnmarshalYAML refuses fields that no template has.
func (t *TemplateText) UnmarshalYAML(n *yaml.Node) error {
	lines, owner, err := owned(n)
	if err != nil {
		return err
	}
	book, err := bookOf("Template", lines)
	if err != nil {
		return err
	}
	t.Owner, t.Template = owner, book.Templates[0]
	return nil
}

// owned parts the owner from the lines of a rule file.
func owned(n *yaml.Node) (*yaml.Node, rule.Owner, error) {
	if n.Kind != yaml.MappingNode {
		return nil, "", wrong(n, "a rule, and a template, is a mapping")
	}
	owner := rule.TenantOwned
	lines := &yaml.Node{Kind: yaml.MappingNode, Line: n.Line}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "owner" {
			lines.Content = append(lines.Content, n.Content[i], n.Content[i+1])
			continue
		}
		if owner = rule.Owner(n.Content[i+1].Value); owner != rule.TenantOwned && owner != rule.PartnerOwned {
			return nil, "", wrong(n.Content[i], "an owner is tenant or partner")
		}
	}
	return lines, owner, nil
}

// bookOf reads lines as a document of a rule file.
func bookOf(kind string, lines *yaml.Node) (rule.Book, error) {
	text := func(value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value} }
	document := &yaml.Node{Kind: yaml.MappingNode, Content: append(
		[]*yaml.Node{text("apiVersion"), text("caseweave/v1"), text("kind"), text(kind)}, lines.Content...,
	)}
	file, err := yaml.Marshal(document)
	if err != nil {
		return rule.Book{}, wrong(lines, "%v", err)
	}
	book, _, err := rule.ReadFile(file)
	if err != nil {
		return book, misplaced(err, lines)
	}
	return book, nil
}

// misplaced tells a rule file's mistakes where the story has them.
func misplaced(err error, lines *yaml.Node) error {
	var all []error
	for _, d := range fault.DetailsOf(err) {
		at := lines
		name, _, _ := strings.Cut(d.Location[strings.IndexByte(d.Location, '.')+1:], "[")
		for i := 0; i < len(lines.Content); i += 2 {
			if lines.Content[i].Value == name && lines.Content[i].Line > 0 {
				at = lines.Content[i]
			}
		}
		all = append(all, wrong(at, "%s: %s", name, d.Message))
	}
	return gathered(append(all, wrongUnless(all, lines, err)...))
}

func wrongUnless(told []error, lines *yaml.Node, err error) []error {
	if len(told) > 0 {
		return nil
	}
	return []error{wrong(lines, "%v", err)}
}

func gathered(all []error) error {
	var together yaml.TypeError
	for _, err := range all {
		var one *yaml.TypeError
		if errors.As(err, &one) {
			together.Errors = append(together.Errors, one.Errors...)
		}
	}
	return &together
}

func valueOf(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// inWords is err with the places that it points at.
func inWords(err error) string {
	text := err.Error()
	for _, d := range fault.DetailsOf(err) {
		text += " " + d.Location + ": " + d.Message
	}
	return text
}
