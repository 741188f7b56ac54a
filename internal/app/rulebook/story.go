// Package rulebook runs stories of the engine: rules, steps, and what must come
// of them. A story is a promise to users in the words of the product; the tests
// hold every store to it.
//
// A folder of the rulebook has rules.yaml (a rule file like any other),
// steps.yaml and expect.yaml. A collection is one YAML file with many stories
// that name their parts themselves. Both mean the same.
package rulebook

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/rule"
)

// Story is rules, steps and an expectation.
type Story struct {
	Name string
	// Spec says which sentence of the documentation it is about.
	Spec  string
	Rules []rule.Rule
	// Templates are those that the rules name.
	Templates []rule.Template
	Steps     []Step
	Expect    Expectation
}

// Step is one of its fields.
type Step struct {
	Send       []Event
	NewRule    *rule.Rule
	DeleteRule string
	Expect     *Expectation
}

// Event is a detection in short: what is left out has a plain default.
type Event struct {
	UID string `yaml:"uid"`
	// Title is the uid where none is given.
	Title string `yaml:"title"`
	// Severity is 0 to 1; 0.7 where neither it nor SeverityID is given.
	Severity   *float64 `yaml:"severity"`
	SeverityID int      `yaml:"severity_id"`
	// At is created_at, from the story's beginning; minutes 0, 1, 2 … where none is given.
	At       *time.Duration `yaml:"at"`
	Entities []string       `yaml:"entities"`
	Tactics  []string       `yaml:"tactics"`
}

// Expectation is what must be true at some point of a story.
type Expectation struct {
	// Cases is the exact partition of the story's detections, by uid.
	Cases [][]string `yaml:"cases"`
	// Open are the uids that must be in no case.
	Open []string `yaml:"open"`
	// Severity by uid.
	Severity map[string]float64 `yaml:"severity"`
	// Answer of the last send.
	Answer *Answer `yaml:"answer"`
	// Finds are queries with the uids that they find, as a list's filter and as a rule's.
	Finds []Find `yaml:"finds"`
	// Titles of the cases, by any member's uid.
	Titles map[string]string `yaml:"titles"`
}

// Answer counts what became of the records of one request.
type Answer struct {
	Accepted  int `yaml:"accepted"`
	Updated   int `yaml:"updated"`
	Unchanged int `yaml:"unchanged"`
	Rejected  int `yaml:"rejected"`
}

// Find is a query and the uids that it finds.
type Find struct {
	Q    string   `yaml:"q"`
	Hits []string `yaml:"hits"`
}

// Unsupported says that a story asks for what this version does not know.
type Unsupported struct{ What string }

// Error names it.
func (u Unsupported) Error() string { return "unsupported: " + u.What }

// Folder reads the story in one folder of a rulebook.
func Folder(in fs.FS, dir string) (Story, error) {
	s := Story{Name: path.Base(dir)}
	rules, err := fs.ReadFile(in, path.Join(dir, "rules.yaml"))
	if err != nil {
		return s, err
	}
	book, err := rule.ReadYAML(rules)
	if err != nil {
		return s, fmt.Errorf("%s/rules.yaml: %w", dir, err)
	}
	s.Rules, s.Templates = book.Rules, book.Templates
	if err := read(in, path.Join(dir, "steps.yaml"), &s.Steps); err != nil {
		return s, err
	}
	return s, read(in, path.Join(dir, "expect.yaml"), &s.Expect)
}

func read(in fs.FS, name string, into any) error {
	text, err := fs.ReadFile(in, name)
	if err != nil {
		return err
	}
	if err := strict(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func strict(text []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(into)
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		return Unsupported{strings.Join(wrong.Errors, "; ")}
	}
	return err
}

// UnmarshalYAML reads a step: a mapping with one key.
func (s *Step) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return fmt.Errorf("line %d: a step is a mapping with one key", n.Line)
	}
	value := n.Content[1]
	switch key := n.Content[0].Value; key {
	case "send":
		return s.sends(value)
	case "new_rule":
		r, err := readRule(value, 0)
		s.NewRule = &r
		return err
	case "delete_rule":
		return value.Decode(&s.DeleteRule)
	case "expect":
		s.Expect = &Expectation{}
		return decode(value, s.Expect)
	default:
		return Unsupported{"step " + key}
	}
}

func (s *Step) sends(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		return decode(n, &s.Send)
	}
	s.Send = make([]Event, 1)
	return decode(n, &s.Send[0])
}

// decode is strict, which Node.Decode is not.
func decode(n *yaml.Node, into any) error {
	text, err := yaml.Marshal(n)
	if err != nil {
		return err
	}
	return strict(text, into)
}
