package rule

import (
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/span"
)

// field is a line of a YAML document: how it is read into a T and written from it.
type field[T any] struct {
	name  string
	read  func(*documents, *T, *yaml.Node)
	write func(*T) *yaml.Node // nil where there is nothing to write
}

var ruleLines = []field[Rule]{
	textLine("id", func(r *Rule) *string { return &r.ID }),
	textLine("title", func(r *Rule) *string { return &r.Title }),
	textLine("description", func(r *Rule) *string { return &r.Description }),
	textLine("state", func(r *Rule) *State { return &r.State }),
	numberLine("order", func(r *Rule) *int { return &r.Order }),
	listLine("tags", func(r *Rule) *[]string { return &r.Tags }),
	textLine("template", func(r *Rule) *string { return &r.Template }),
	textLine("filter", func(r *Rule) *string { return &r.Filter }),
	textLine("append_filter", func(r *Rule) *string { return &r.AppendFilter }),
	listLine("group_by", func(r *Rule) *[]string { return &r.GroupBy }),
	countLine("group_count", DefaultGroupCount, func(r *Rule) *int { return &r.GroupCount }),
	durationLine("group_duration", 0, func(r *Rule) *span.Span { return &r.GroupDuration }),
	truthLine("group_extend_on_append", func(r *Rule) *bool { return &r.GroupExtendOnAppend }),
	countLine("max_detections", DefaultMaxDetections, func(r *Rule) *int { return &r.MaxDetections }),
	durationLine("search_window", DefaultSearchWindow, func(r *Rule) *span.Span { return &r.SearchWindow }),
	textLine("append_comment", func(r *Rule) *string { return &r.AppendComment }),
	truthLine("ignore_prioritization", func(r *Rule) *bool { return &r.IgnorePrioritization }),
}

var templateLines = []field[Template]{
	textLine("id", func(t *Template) *string { return &t.ID }),
	textLine("title", func(t *Template) *string { return &t.Title }),
	textLine("description", func(t *Template) *string { return &t.Description }),
	textLine("case_title", func(t *Template) *string { return &t.CaseTitle }),
	textLine("key_findings", func(t *Template) *string { return &t.KeyFindings }),
	textLine("type", func(t *Template) *string { return &t.Type }),
	textLine("priority", func(t *Template) *priority { return &t.Priority }),
	textLine("status", func(t *Template) *status { return &t.Status }),
	textLine("assignee", func(t *Template) *string { return &t.Assignee }),
	textLine("managed_by", func(t *Template) *managedBy { return &t.ManagedBy }),
	listLine("tags", func(t *Template) *[]string { return &t.Tags }),
	stagesLine("stages", func(t *Template) *[]casefile.Stage { return &t.Stages }),
	truthLine("shared_with_children", func(t *Template) *bool { return &t.SharedWithChildren }),
}

func textLine[T any, S ~string](name string, of func(*T) *S) field[T] {
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			if text, ok := d.text(name, n); ok {
				*of(into) = S(text)
			}
		},
		write: func(from *T) *yaml.Node { return textNode(string(*of(from))) },
	}
}

func numberLine[T any](name string, of func(*T) *int) field[T] {
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			number, err := strconv.Atoi(n.Value)
			if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil {
				d.mistake(n, name, "This is a whole number.", "")
				return
			}
			*of(into) = number
		},
		write: func(from *T) *yaml.Node {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(*of(from))}
		},
	}
}

// countLine is a number from 1 on, that is left out where it is the default.
func countLine[T any](name string, otherwise int, of func(*T) *int) field[T] {
	f := numberLine(name, of)
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			if f.read(d, into, n); n.ShortTag() == "!!int" && *of(into) == 0 {
				d.mistake(n, name, "This is 1 at least.", strconv.Itoa(otherwise))
			}
		},
		write: func(from *T) *yaml.Node {
			if or(*of(from), otherwise) == otherwise {
				return nil
			}
			return f.write(from)
		},
	}
}

// truthLine is true or false, and left out where it is false.
func truthLine[T any](name string, of func(*T) *bool) field[T] {
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
				d.mistake(n, name, "This is true or false.", "")
				return
			}
			*of(into) = strings.EqualFold(n.Value, "true")
		},
		write: func(from *T) *yaml.Node {
			if !*of(from) {
				return nil
			}
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
		},
	}
}

// durationLine is a span of time, left out where it is the default. Where there
// is a default, none can be said.
func durationLine[T any](name string, otherwise span.Span, of func(*T) *span.Span) field[T] {
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			text, ok := d.text(name, n)
			if !ok {
				return
			}
			duration, err := span.Parse(text)
			if err != nil {
				d.mistake(n, name, sentence(err.Error()), "")
				return
			}
			if duration == 0 && otherwise != 0 {
				d.mistake(n, name, "This is one second at least.", otherwise.String())
			}
			*of(into) = duration
		},
		write: func(from *T) *yaml.Node {
			if *of(from) == otherwise {
				return nil
			}
			text, _ := of(from).MarshalText()
			return textNode(string(text))
		},
	}
}

func listLine[T any](name string, of func(*T) *[]string) field[T] {
	return field[T]{
		name: name,
		read: func(d *documents, into *T, n *yaml.Node) {
			if n.Kind != yaml.SequenceNode {
				d.mistake(n, name, "This is a list: one entry a line, after a hyphen.", "- "+n.Value)
				return
			}
			for i, entry := range n.Content {
				text, ok := d.text(name+"["+strconv.Itoa(i)+"]", resolved(entry))
				if ok {
					*of(into) = append(*of(into), text)
				}
			}
		},
		write: func(from *T) *yaml.Node {
			list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
			for _, text := range *of(from) {
				list.Content = append(list.Content, scalar(text))
			}
			if list.Content == nil {
				return nil
			}
			return list
		},
	}
}

func textNode(text string) *yaml.Node {
	if text == "" {
		return nil
	}
	return scalar(text)
}

// scalar writes a text in the plainest style that gives it back.
func scalar(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' }):
		n.Style = yaml.DoubleQuotedStyle
	case strings.Contains(text, "\n"):
		n.Style = yaml.LiteralStyle
		if strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\n") || strings.Contains(text, " \n") || strings.HasSuffix(text, " ") {
			n.Style = yaml.DoubleQuotedStyle
		}
	case strings.HasPrefix(text, "'") && !strings.ContainsAny(text, `"\`):
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
