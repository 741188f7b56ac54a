package rulebook

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/settings"
)

// Step is exactly one of its fields.
type Step struct {
	// Send is one request: a detection, or a list of them.
	Send Events `yaml:"send"`
	// Many is one request of detections that differ in {i}.
	Many *Many `yaml:"many"`

	Status     *StatusChange `yaml:"status"`
	ManualCase *ManualCase   `yaml:"manual_case"`
	Add        *Handling     `yaml:"add"`
	Remove     *Handling     `yaml:"remove"`
	Move       *Handling     `yaml:"move"`
	Merge      *Handling     `yaml:"merge"`
	Split      *Handling     `yaml:"split"`
	Tie        *Tying        `yaml:"tie"`
	Untie      *Tying        `yaml:"untie"`
	// Undo takes back the last of what is done by hand.
	Undo *Undoing `yaml:"undo"`

	NewRule *RuleText `yaml:"new_rule"`
	// ChangeRule gives the rule of its title those fields that it names.
	ChangeRule *RuleText `yaml:"change_rule"`
	// DeleteRule is a title.
	DeleteRule string `yaml:"delete_rule"`
	// Templates are the tenant's from here on.
	Templates []TemplateText `yaml:"templates"`
	Settings  *SettingsText  `yaml:"settings"`

	// Expect is what must be true at this point already.
	Expect *Expectation `yaml:"expect"`
}

// UnmarshalYAML refuses a step that does two things, or none.
func (s *Step) UnmarshalYAML(decode func(any) error) error {
	var does map[string]yaml.Node
	if err := decode(&does); err != nil {
		return err
	}
	if len(does) != 1 {
		return wrong(first(does), "a step does one thing")
	}
	type plain Step
	return decode((*plain)(s))
}

// first is what stands first of some values; without any, nothing.
func first(values map[string]yaml.Node) *yaml.Node {
	var at yaml.Node
	for _, v := range values {
		if at.Line == 0 || v.Line < at.Line {
			at = v
		}
	}
	return &at
}

// isList says whether what decode reads is a list.
func isList(decode func(any) error) bool {
	var list []yaml.Node
	return decode(&list) == nil
}

// Events are what one request sends.
type Events []Event

// UnmarshalYAML reads one event, or a list.
func (e *Events) UnmarshalYAML(decode func(any) error) error {
	if isList(decode) {
		return decode((*[]Event)(e))
	}
	*e = make(Events, 1)
	return decode(&(*e)[0])
}

// Many is an event as often as Times says, with {i} counting from 1, each Every
// after the one before.
type Many struct {
	Times int    `yaml:"times"`
	Every Moment `yaml:"every"`
	Event `yaml:",inline"`
}

func (m Many) events() []Event {
	all := make([]Event, m.Times)
	for i := range all {
		all[i] = m.numbered(i + 1)
		if m.At != nil {
			at := *m.At + Moment(i)*m.Every
			all[i].At = &at
		}
	}
	return all
}

// StatusChange gives a case another status.
type StatusChange struct {
	CaseOf string          `yaml:"case_of"`
	To     casefile.Status `yaml:"to"`
	// Refused is the kind of fault that must come of it; empty where it must succeed.
	Refused fault.Kind `yaml:"refused"`
}

// ManualCase opens a case by hand.
type ManualCase struct {
	Detections UIDs   `yaml:"detections"`
	Title      string `yaml:"title"`
	// By is whom the person belongs to: tenant, which it is where nothing is said, partner, both or neither.
	By      Side       `yaml:"by"`
	Refused fault.Kind `yaml:"refused"`
}

var sides = map[Side]command.Side{
	"": {Tenant: true}, "tenant": {Tenant: true}, "partner": {Partner: true},
	"both": {Tenant: true, Partner: true}, "neither": {},
}

// UnmarshalYAML reads a list of detections, or all of it.
func (m *ManualCase) UnmarshalYAML(decode func(any) error) error {
	if isList(decode) {
		return decode(&m.Detections)
	}
	type plain ManualCase
	return decode((*plain)(m))
}

// Side is a name of whom a person belongs to.
type Side string

// UnmarshalText refuses names that are none.
func (s *Side) UnmarshalText(text []byte) error {
	if *s = Side(text); sides[*s] == (command.Side{}) && *s != "neither" {
		return fmt.Errorf("a case is opened by tenant, partner, both or neither; not by %q", text)
	}
	return nil
}

// Handling adds detections to a case, removes them, or moves them. Where no case
// is named to take them from, it is the one that they are in. Or it merges the case of
// FromCaseOf into that of ToCaseOf, or splits detections off.
type Handling struct {
	Detection  string     `yaml:"detection"`
	Detections UIDs       `yaml:"detections"`
	FromCaseOf string     `yaml:"from_case_of"`
	ToCaseOf   string     `yaml:"to_case_of"`
	Refused    fault.Kind `yaml:"refused"`
}

func (h Handling) uids() []string {
	if h.Detection != "" {
		return append([]string{h.Detection}, h.Detections...)
	}
	return h.Detections
}

// Tying says how the case of a member stands to that of another.
type Tying struct {
	CaseOf   string           `yaml:"case_of"`
	ToCaseOf string           `yaml:"to_case_of"`
	Kind     casefile.TieKind `yaml:"kind"`
	Refused  fault.Kind       `yaml:"refused"`
}

// Undoing takes back a merge, a split or a move.
type Undoing struct {
	Refused fault.Kind `yaml:"refused"`
}

// SettingsText is some of a tenant's settings, as in the API.
type SettingsText struct{ text []byte }

// UnmarshalYAML refuses what is no setting, or out of its range.
func (s *SettingsText) UnmarshalYAML(n *yaml.Node) error {
	var given map[string]any
	if err := n.Decode(&given); err != nil {
		return err
	}
	var err error
	if s.text, err = json.Marshal(given); err != nil {
		return wrong(n, "%v", err)
	}
	after, err := s.over(settings.Default("UTC"))
	if err == nil {
		err = after.Check()
	}
	if err != nil {
		return wrong(n, "%s", inWords(err))
	}
	return nil
}

// over is before with what the text says.
func (s *SettingsText) over(before settings.Settings) (settings.Settings, error) {
	d := json.NewDecoder(bytes.NewReader(s.text))
	d.DisallowUnknownFields()
	err := d.Decode(&before)
	return before, err
}
