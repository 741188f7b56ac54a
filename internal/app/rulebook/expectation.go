package rulebook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/rulelog"
)

// Expectation is what must be true at some point of a story. What it leaves out
// may be anything.
type Expectation struct {
	// Cases is the exact partition of the story's detections, by uid; Open are those in no case. Where one
	// of them is given, the other is empty unless given.
	Cases []UIDs `yaml:"cases"`
	Open  UIDs   `yaml:"open"`
	// Folded are the repeats that became part of an earlier detection, all of them.
	Folded UIDs `yaml:"folded"`
	// Count and Severity by uid.
	Count    map[string]int     `yaml:"count"`
	Severity map[string]float64 `yaml:"severity"`
	// Answer is that of the last request.
	Answer *Answer `yaml:"answer"`
	// Finds are queries with the uids that they find, as a list's filter and as a rule's.
	Finds []Find `yaml:"finds"`
	// Case tells of cases, by any member's uid.
	Case map[string]Traits `yaml:"case"`
	// Comments are all of a case, in order, by any member's uid.
	Comments map[string][]string `yaml:"comments"`
	// History are the kinds of all facts about a case, in order, by any member's uid.
	History map[string][]string `yaml:"history"`
	// Log are lines that the rule log has; Never are kinds that it does not have, and Logged how
	// many lines of a kind it has.
	Log    []Line       `yaml:"log"`
	Never  []Kind       `yaml:"never"`
	Logged map[Kind]int `yaml:"logged"`
}

// Answer counts what became of the records of one request.
type Answer struct {
	Accepted  int `yaml:"accepted"`
	Updated   int `yaml:"updated"`
	Unchanged int `yaml:"unchanged"`
	Folded    int `yaml:"folded"`
	Rejected  int `yaml:"rejected"`
}

// Find is a query and the uids that it finds.
type Find struct {
	Q    string `yaml:"q"`
	Hits UIDs   `yaml:"hits"`
}

// Line is a line of the rule log; what it leaves out may be anything.
type Line struct {
	Kind Kind `yaml:"kind"`
	// Rule and Template are titles, Detection a uid.
	Rule      string `yaml:"rule"`
	Template  string `yaml:"template"`
	Detection string `yaml:"detection"`
	// CaseOf is a member of the case that it speaks of.
	CaseOf string `yaml:"case_of"`
	// Imagined is the number of the case that only a rule on test sees.
	Imagined uint64   `yaml:"imagined"`
	Rows     []string `yaml:"rows"`
	// Note is a part of the note.
	Note string `yaml:"note"`
	// SetVersion is the rule set's.
	SetVersion uint64 `yaml:"set_version"`
}

// Kind is one of the rule log's kinds.
type Kind string

// UnmarshalText refuses kinds that are none.
func (k *Kind) UnmarshalText(text []byte) error {
	if *k = Kind(text); !slices.Contains(rulelog.Kinds, rulelog.Kind(*k)) {
		return fmt.Errorf("the rule log has no kind %q", text)
	}
	return nil
}

// Traits are fields of a case, as texts.
type Traits map[string]string

// UnmarshalYAML refuses traits that no case has.
func (t *Traits) UnmarshalYAML(n *yaml.Node) error {
	if err := n.Decode((*map[string]string)(t)); err != nil {
		return err
	}
	for i := 0; i < len(n.Content); i += 2 {
		if name := n.Content[i].Value; name != continues && traits[name] == nil {
			return wrong(n.Content[i], "%s is nothing that can be said of a case", name)
		}
	}
	return nil
}

// continues names a member of the case that a case continues; it is empty for one that continues none.
const continues = "continues"

var traits = map[string]func(casefile.Case) string{
	"title":        func(c casefile.Case) string { return c.Title },
	"severity":     func(c casefile.Case) string { return string(c.Severity) },
	"score":        func(c casefile.Case) string { return strconv.Itoa(c.Score) },
	"status":       func(c casefile.Case) string { return string(c.Status) },
	"priority":     func(c casefile.Case) string { return string(c.Priority) },
	"type":         func(c casefile.Case) string { return c.Type },
	"managed_by":   func(c casefile.Case) string { return string(c.ManagedBy) },
	"assignee":     func(c casefile.Case) string { return c.Assignee },
	"detections":   func(c casefile.Case) string { return strconv.Itoa(c.DetectionCount) },
	"tags":         func(c casefile.Case) string { return strings.Join(c.Tags, ", ") },
	"key_findings": func(c casefile.Case) string { return c.KeyFindings },
	"opened_by":    func(c casefile.Case) string { return c.OpenedBy.Title },
	"rule_version": func(c casefile.Case) string { return strconv.FormatUint(c.OpenedBy.Version, 10) },
	"template":     func(c casefile.Case) string { return c.Template.Title },
	"stages": func(c casefile.Case) string {
		var titles []string
		for _, stage := range c.Stages {
			titles = append(titles, stage.Title)
		}
		return strings.Join(titles, ", ")
	},
}
