package rule

import (
	"maps"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/span"
)

// field is a line of a YAML document: how it is read into a T and written from it.
type field[T any] struct {
	name  string
	form  object // what may stand there, as JSON Schema
	read  func(*documents, *T, *yaml.Node)
	write func(*T) *yaml.Node // nil where there is nothing to write
}

// object is a part of a JSON Schema.
type object map[string]any

// says adds a sentence for who writes the line.
func (f field[T]) says(about string) field[T] { return f.with(object{"description": about}) }

// oneOf names all words that may stand there, for editors; check refuses others.
func (f field[T]) oneOf(words []string) field[T] { return f.with(object{"enum": words}) }

// within bounds a number, for editors; check refuses others.
func (f field[T]) within(least, most int) field[T] {
	return f.with(object{"minimum": least, "maximum": most})
}

func (f field[T]) with(more object) field[T] {
	f.form = maps.Clone(f.form)
	maps.Copy(f.form, more)
	return f
}

func textLine[T any, S ~string](name string, of func(*T) *S) field[T] {
	return field[T]{
		name: name,
		form: object{"type": "string"},
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
		form: object{"type": "integer"},
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
		form: object{"type": "integer", "default": otherwise},
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
		form: object{"type": "boolean", "default": false},
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
		form: object{"type": "string", "pattern": `^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$`},
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
		form: object{"type": "array", "items": object{"type": "string"}},
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
