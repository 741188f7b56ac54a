package rulebook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/rule"
	"caseweave/internal/core/span"
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
		r, err := readRule(&t.Rules[i], 10*(i+1))
		if err != nil {
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

// shortRule is a rule in short: what is left out has a default.
type shortRule struct {
	Title         string     `yaml:"title"`
	State         rule.State `yaml:"state"`
	Order         int        `yaml:"order"`
	Filter        string     `yaml:"filter"`
	AppendFilter  string     `yaml:"append_filter"`
	GroupBy       []string   `yaml:"group_by"`
	GroupDuration string     `yaml:"group_duration"`
}

// readRule reads a short rule whose place in the order is given.
func readRule(n *yaml.Node, order int) (rule.Rule, error) {
	short := shortRule{State: rule.Enabled, Order: order}
	if err := decode(n, &short); err != nil {
		return rule.Rule{}, err
	}
	if !slices.Contains(rule.States, short.State) {
		return rule.Rule{}, Unsupported{"state " + string(short.State)}
	}
	r := rule.Rule{
		Title: short.Title, State: short.State, Order: short.Order,
		Filter: short.Filter, AppendFilter: short.AppendFilter, GroupBy: short.GroupBy,
	}
	if short.GroupDuration == "" {
		return r, nil
	}
	window, err := span.Parse(short.GroupDuration)
	r.GroupDuration = window
	return r, err
}
