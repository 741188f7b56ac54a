package rulebook

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Event is a detection in short: what is left out has a plain default.
type Event struct {
	UID string `yaml:"uid"`
	// Title is the uid where none is given.
	Title string `yaml:"title"`
	// Type is the analytic that fired; the title where none is given.
	Type string `yaml:"type"`
	// Severity is 0 to 1; 0.7 where neither it nor SeverityID is given.
	Severity   *float64 `yaml:"severity"`
	SeverityID int      `yaml:"severity_id"`
	// At is created_at; minutes 0, 1, 2 … where none is given. LastSeen is
	// last_seen_at, and Modified the source's own time of this version.
	At       *Moment `yaml:"at"`
	LastSeen *Moment `yaml:"last_seen"`
	Modified *Moment `yaml:"modified"`
	// Entities are kind:value.
	Entities    []string `yaml:"entities"`
	Tactics     []string `yaml:"tactics"`
	Techniques  []string `yaml:"techniques"`
	CommandLine string   `yaml:"command_line"`
	// Deprioritized and ThreatScore are what the product itself thinks of it.
	Deprioritized bool     `yaml:"deprioritized"`
	ThreatScore   *float64 `yaml:"threat_score"`
	// Attributes are values under the source's own keys.
	Attributes map[string]string `yaml:"attributes"`
}

// numbered is e with {i} replaced in its texts.
func (e Event) numbered(i int) Event {
	in := func(text string) string { return strings.ReplaceAll(text, "{i}", strconv.Itoa(i)) }
	e.UID, e.Title, e.Type, e.CommandLine = in(e.UID), in(e.Title), in(e.Type), in(e.CommandLine)
	entities := make([]string, len(e.Entities))
	for at, entity := range e.Entities {
		entities[at] = in(entity)
	}
	e.Entities = entities
	return e
}

// observable type ids of OCSF, by kind of entity; 99 keeps the kind in its type.
var observable = map[string]int{
	"host": 1, "ip": 2, "user": 4, "email": 5, "url": 6, "file": 7, "process": 9,
	"md5": 8, "sha1": 8, "sha256": 8,
}

type object = map[string]any

// ocsf is the event as a product would send it: a Detection Finding. zero is the
// story's beginning, and at when the event was created.
func (e Event) ocsf(zero, at time.Time) []byte {
	finding := object{
		"class_uid": 2004, "activity_id": 1, "category_uid": 2, "type_uid": 200401,
		"metadata":     object{"version": "1.5.0", "product": object{"name": "rulebook"}},
		"finding_info": e.info(zero, at),
		"observables":  e.observables(),
		"unmapped":     e.unmapped(),
	}
	if e.CommandLine != "" {
		finding["evidences"] = []object{{"process": object{"cmd_line": e.CommandLine}}}
	}
	e.severity(finding)
	text, err := json.Marshal(finding)
	if err != nil {
		panic("rulebook: " + err.Error())
	}
	return text
}

func (e Event) info(zero, at time.Time) object {
	info := object{"uid": e.UID, "title": e.Title, "created_time_dt": at.Format(time.RFC3339Nano), "attacks": e.attacks()}
	if e.Title == "" {
		info["title"] = e.UID
	}
	if e.Type != "" {
		info["analytic"] = object{"name": e.Type, "type_id": 1}
	}
	for name, moment := range map[string]*Moment{"last_seen_time_dt": e.LastSeen, "modified_time_dt": e.Modified} {
		if moment != nil {
			info[name] = zero.Add(time.Duration(*moment)).Format(time.RFC3339Nano)
		}
	}
	return info
}

func (e Event) severity(finding object) {
	if e.SeverityID != 0 {
		finding["severity_id"] = e.SeverityID
		return
	}
	value := 0.7
	if e.Severity != nil {
		value = *e.Severity
	}
	finding["severity_id"] = 99
	finding["severity"] = strconv.FormatFloat(value, 'f', -1, 64)
}

func (e Event) observables() []object {
	var all []object
	for _, entity := range e.Entities {
		kind, value, _ := strings.Cut(entity, ":")
		id, known := observable[kind]
		if !known {
			id = 99
		}
		all = append(all, object{"name": kind, "type_id": id, "type": kind, "value": value})
	}
	return all
}

func (e Event) attacks() []object {
	var all []object
	for _, t := range e.Tactics {
		all = append(all, object{"tactic": object{"name": t}})
	}
	for _, t := range e.Techniques {
		all = append(all, object{"technique": object{"uid": t}})
	}
	return all
}

func (e Event) unmapped() object {
	unmapped := object{}
	for name, value := range e.Attributes {
		unmapped[name] = value
	}
	if e.Deprioritized {
		unmapped["deprioritized"] = true
	}
	if e.ThreatScore != nil {
		unmapped["threat_score"] = *e.ThreatScore
	}
	return unmapped
}
