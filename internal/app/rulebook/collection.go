package rulebook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/rule"
)

// told is a story of a collection.
type told struct {
	Name   string      `yaml:"name"`
	Spec   string      `yaml:"spec"`
	Needs  []string    `yaml:"needs"`
	Rules  []yaml.Node `yaml:"rules"`
	Steps  []yaml.Node `yaml:"steps"`
	Expect yaml.Node   `yaml:"expect"`
}

// Collection reads a YAML file of many stories. In its texts ~ stands for a
// text, and {net}, {net6}, {NET6} for networks, that no other story has. The
// stories that this version can't tell come back as errors, by name.
func Collection(text []byte, unique int) ([]Story, map[string]error, error) {
	var all []told
	if err := yaml.Unmarshal([]byte(distinct(string(text), unique)), &all); err != nil {
		return nil, nil, err
	}
	var stories []Story
	unsupported := map[string]error{}
	for _, t := range all {
		s, err := t.story()
		var u Unsupported
		switch {
		case errors.As(err, &u):
			unsupported[t.Name] = u
		case err != nil:
			return nil, nil, fmt.Errorf("%s: %w", t.Name, err)
		default:
			stories = append(stories, s)
		}
	}
	return stories, unsupported, nil
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
	s := Story{Name: t.Name, Spec: t.Spec}
	for i := range t.Rules {
		r := rule.Rule{Order: 10 * (i + 1)}
		if err := (*shortRule)(&r).read(&t.Rules[i]); err != nil {
			return s, err
		}
		s.Rules = append(s.Rules, r)
	}
	for i := range t.Steps {
		var step Step
		if err := step.UnmarshalYAML(&t.Steps[i]); err != nil {
			return s, err
		}
		s.Steps = append(s.Steps, step)
	}
	if t.Expect.IsZero() {
		return s, nil
	}
	return s, decode(&t.Expect, &s.Expect)
}

// shortRule is a rule that leaves out what has a default.
type shortRule rule.Rule

func (r *shortRule) read(n *yaml.Node) error {
	r.State = rule.Enabled
	if err := decode(n, (*rule.Rule)(r)); err != nil {
		return err
	}
	if !slices.Contains(rule.States, r.State) {
		return Unsupported{"state " + string(r.State)}
	}
	return nil
}
