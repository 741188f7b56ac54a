package rule

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
)

// apiVersion is the one that every document names.
const apiVersion = "caseweave/v1"

type (
	priority  = casefile.Priority
	status    = casefile.Status
	managedBy = casefile.ManagedBy
)

// ReadYAML reads a file of rules and templates, a YAML document each, and gives
// ids to those without one. It is strict: unknown, repeated and mistyped fields
// are mistakes. All mistakes are told, with line and column in the file. Filters
// and expressions are not compiled; that is Compile's.
func ReadYAML(text []byte) (Book, error) {
	b, _, err := ReadFile(text)
	if err != nil {
		return Book{}, err
	}
	return b.Identified(), nil
}

// ReadFile is ReadYAML, and tells where everything stood. What has no id in the
// file has none: Merge, or Identified, gives them.
func ReadFile(text []byte) (Book, Places, error) {
	if len(text) > MaxFile {
		return Book{}, Places{}, fault.New(fault.TooLarge, "The file is %d bytes long; %d are allowed.", len(text), MaxFile)
	}
	d := documents{places: map[string]place{}}
	d.read(text)
	checked := check(d.book)
	for i := range checked {
		checked[i] = d.placed(checked[i])
	}
	if mistakes := merge(d.mistakes, checked); len(mistakes) > 0 {
		slices.SortStableFunc(mistakes, func(a, b fault.Detail) int { return a.Line - b.Line })
		return Book{}, Places{}, invalid(mistakes)
	}
	return d.book, Places{d.places, strings.Split(string(text), "\n")}, nil
}

// WriteYAML writes a book as a file: its templates, then its rules, in their
// order. What the keeper of the book adds (owner, version, who and when) is left out.
func WriteYAML(b Book) []byte {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	for i := range b.Templates {
		write(encoder, "Template", &b.Templates[i], templateLines)
	}
	for i := range b.Rules {
		write(encoder, "Rule", &b.Rules[i], ruleLines)
	}
	if len(b.Rules)+len(b.Templates) > 0 {
		_ = encoder.Close() // the buffer takes everything
	}
	return out.Bytes()
}

func write[T any](encoder *yaml.Encoder, kind string, from *T, lines []field[T]) {
	document := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	document.Content = append([]*yaml.Node{scalar("apiVersion"), scalar(apiVersion), scalar("kind"), scalar(kind)}, writeRecord(from, lines).Content...)
	if err := encoder.Encode(document); err != nil {
		panic("rule: a document of texts and numbers does not encode: " + err.Error())
	}
}

// documents reads a file into a book and remembers where everything stood.
type documents struct {
	book     Book
	prefix   string // such as "rules[3]."
	places   map[string]place
	mistakes []fault.Detail
}

// place is where a value begins; node is the value itself where it is a text.
type place struct {
	line, column int
	node         *yaml.Node
}

func (d *documents) read(text []byte) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for range MaxDocuments + 1 {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			d.mistakes = append(d.mistakes, syntaxMistake(err))
			return
		}
		d.document(document.Content[0])
	}
	d.mistakes = append(d.mistakes, fault.Detail{Message: fmt.Sprintf("There are more than %d documents.", MaxDocuments)})
}

var yamlError = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

func syntaxMistake(err error) fault.Detail {
	m := fault.Detail{Message: sentence(err.Error())}
	if parts := yamlError.FindStringSubmatch(err.Error()); parts != nil {
		m.Line, _ = strconv.Atoi(parts[1])
		m.Message = "This is no YAML: " + strings.TrimSuffix(parts[2], ".") + "."
	}
	return m
}

// document reads one rule or template.
func (d *documents) document(root *yaml.Node) {
	if root.ShortTag() == "!!null" {
		return
	}
	d.prefix = ""
	if root.Kind != yaml.MappingNode {
		d.mistake(root, "", "A document is a rule or a template: lines of a name, a colon and a value.", "kind: Rule")
		return
	}
	switch kind := d.heading(root); kind {
	case "Rule":
		d.prefix = fmt.Sprintf("rules[%d].", len(d.book.Rules))
		r := Rule{Order: DefaultOrder}
		readLines(d, root, "rule", &r, ruleLines)
		d.book.Rules = append(d.book.Rules, r)
	case "Template":
		d.prefix = fmt.Sprintf("templates[%d].", len(d.book.Templates))
		var t Template
		readLines(d, root, "template", &t, templateLines)
		d.book.Templates = append(d.book.Templates, t)
	}
}

// heading checks apiVersion and kind, and gives the kind.
func (d *documents) heading(root *yaml.Node) (kind string) {
	version := valueOf(root, "apiVersion")
	if version == nil || version.Value != apiVersion {
		d.mistake(or(version, root), "apiVersion", "A document begins with its apiVersion.", "apiVersion: "+apiVersion)
	}
	named := valueOf(root, "kind")
	if named == nil || named.Value != "Rule" && named.Value != "Template" {
		d.mistake(or(named, root), "kind", "A document is of kind Rule or Template.", "kind: Rule")
		return ""
	}
	return named.Value
}

func valueOf(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return resolved(mapping.Content[i+1])
		}
	}
	return nil
}

func readLines[T any](d *documents, root *yaml.Node, kind string, into *T, lines []field[T]) {
	d.places[d.prefix] = place{line: root.Line, column: root.Column}
	read := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], resolved(root.Content[i+1])
		if read[key.Value] {
			d.mistake(key, key.Value, "This stands here twice.", "")
			continue
		}
		read[key.Value] = true
		if (kind == "rule" || kind == "template") && (key.Value == "apiVersion" || key.Value == "kind") {
			continue
		}
		line := slices.IndexFunc(lines, func(f field[T]) bool { return f.name == key.Value })
		if line < 0 {
			d.unknown(key, kind, names(lines))
			continue
		}
		d.places[d.prefix+key.Value] = place{line: root.Content[i+1].Line, column: root.Content[i+1].Column}
		if value.ShortTag() != "!!null" {
			lines[line].read(d, into, value)
		}
	}
}

func names[T any](lines []field[T]) []string {
	var all []string
	for _, line := range lines {
		all = append(all, line.name)
	}
	return all
}

// resolved is what an alias stands for. As texts and lists of texts are all that
// a field takes, nothing grows by it.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// text is a scalar's text, whatever YAML takes it for.
func (d *documents) text(name string, n *yaml.Node) (string, bool) {
	d.places[d.prefix+name] = place{n.Line, n.Column, n}
	switch n.ShortTag() {
	case "!!str", "!!int", "!!float", "!!bool", "!!timestamp":
		if n.Kind == yaml.ScalarNode {
			return n.Value, true
		}
	}
	d.mistake(n, name, "This is a text.", "")
	return "", false
}

func (d *documents) unknown(key *yaml.Node, kind string, known []string) {
	name := key.Value
	if key.Kind != yaml.ScalarNode || len(name) > 100 {
		name = "this"
	}
	d.mistake(key, name, fmt.Sprintf("A %s has no field %s.", kind, name), nearest(name, known))
}

func (d *documents) mistake(n *yaml.Node, field, message, suggestion string) {
	d.mistakes = append(d.mistakes, fault.Detail{
		Location: d.prefix + field, Line: n.Line, Column: n.Column, Message: message, Suggestion: suggestion,
	})
}

// placed gives a mistake the line and column of what it is about, or of the
// document in which something is missing.
func (d *documents) placed(m fault.Detail) fault.Detail {
	at, known := d.places[m.Location]
	if !known {
		at = d.places[m.Location[:strings.LastIndexByte(m.Location, '.')+1]]
	}
	m.Line, m.Column = at.line, at.column
	return m
}
