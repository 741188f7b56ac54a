package rulebook

import (
	"fmt"
	"strings"

	"caseweave/internal/core/rule"
)

// told is a story of a collection.
type told struct {
	Name string `yaml:"name"`
	Spec string `yaml:"spec"`
	// Needs names what a version may lack; this one lacks nothing.
	Needs     []string       `yaml:"needs"`
	Rules     []RuleText     `yaml:"rules"`
	Templates []TemplateText `yaml:"templates"`
	Steps     []Step         `yaml:"steps"`
	Expect    Expectation    `yaml:"expect"`
}

// Collection reads a YAML file of many stories. In its texts ~ stands for a
// text, and {net}, {net6}, {NET6} for networks, that no other file has. Rules
// come at order 10, 20, … unless they say otherwise.
func Collection(text []byte, unique int) ([]Story, error) {
	var all []told
	if err := strict([]byte(distinct(string(text), unique)), &all); err != nil {
		return nil, err
	}
	var stories []Story
	for _, t := range all {
		s, err := t.story()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
		stories = append(stories, s)
	}
	return stories, nil
}

func distinct(text string, unique int) string {
	return strings.NewReplacer(
		"~", fmt.Sprintf("-u%d", unique),
		"{net}", fmt.Sprintf("10.77.%d", unique),
		"{net6}", fmt.Sprintf("2001:db8:ab%02d:0", unique),
		"{NET6}", fmt.Sprintf("2001:0DB8:AB%02d:0000:0000:0000:0000", unique),
	).Replace(text)
}

func (t told) story() (Story, error) {
	s := Story{Name: t.Name, Spec: t.Spec, Steps: t.Steps, Expect: t.Expect}
	for i, text := range t.Rules {
		r, err := text.rule(10 * (i + 1))
		if err != nil {
			return s, err
		}
		book := s.book(text.Owner)
		book.Rules = append(book.Rules, r)
	}
	for _, text := range t.Templates {
		book := s.book(text.Owner)
		book.Templates = append(book.Templates, text.Template)
	}
	return s, nil
}

func (s *Story) book(of rule.Owner) *rule.Book {
	if of == rule.PartnerOwned {
		return &s.Partner
	}
	return &s.Book
}
