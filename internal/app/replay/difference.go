package replay

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// Difference is one thing that did not come out as it is stored.
type Difference struct {
	// Where is the case, by its number for people, or the detection, by its id.
	Where string
	Field string
	// Stored and Replayed are the values; empty where there is none.
	Stored, Replayed string
}

// String is the difference as one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s %s: stored %s, replayed %s", d.Where, d.Field, shown(d.Stored), shown(d.Replayed))
}

func shown(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

// compare tells the differences of two states.
func compare(stored, replayed change.State, prefix string) []Difference {
	c := comparison{prefix: prefix}
	pair(stored.Cases, replayed.Cases, byNumber, c.held)
	pair(stored.Members, replayed.Members, byCase, c.member)
	slices.SortStableFunc(c.found, func(a, b located) int { return cmp.Compare(a.number, b.number) })
	pair(stored.Standings, replayed.Standings, byArrival, c.standing)
	all := make([]Difference, len(c.found))
	for i, f := range c.found {
		all[i] = f.Difference
	}
	return all
}

func byNumber(a, b *change.Held) int { return cmp.Compare(a.Case.Number, b.Case.Number) }

func byCase(a, b *change.Member) int {
	return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Arrival, b.Arrival))
}

func byArrival(a, b *change.Standing) int { return cmp.Compare(a.Arrival, b.Arrival) }

func byText(a, b *string) int { return strings.Compare(*a, *b) }

// pair goes through two sorted lists, and lets meet those that are the same by
// compare; nil stands for one that is missing.
func pair[T any](stored, replayed []T, compare func(a, b *T) int, meet func(stored, replayed *T)) {
	for len(stored) > 0 || len(replayed) > 0 {
		order := 0
		switch {
		case len(stored) == 0:
			order = 1
		case len(replayed) == 0:
			order = -1
		default:
			order = compare(&stored[0], &replayed[0])
		}
		var one, other *T
		if order <= 0 {
			one, stored = &stored[0], stored[1:]
		}
		if order >= 0 {
			other, replayed = &replayed[0], replayed[1:]
		}
		meet(one, other)
	}
}

// comparison collects differences.
type comparison struct {
	prefix string
	found  []located
}

// located is a difference of a case.
type located struct {
	number uint64
	Difference
}

func (c *comparison) inCase(number uint64, field, stored, replayed string) {
	if stored != replayed {
		c.found = append(c.found, located{number, Difference{casefile.FormatNumber(c.prefix, number), field, stored, replayed}})
	}
}

func (c *comparison) held(stored, replayed *change.Held) {
	switch {
	case replayed == nil:
		c.inCase(stored.Case.Number, "case", there(stored), "")
	case stored == nil:
		c.inCase(replayed.Case.Number, "case", "", there(replayed))
	default:
		for _, f := range fields {
			c.inCase(stored.Case.Number, f.name, f.of(&stored.Case), f.of(&replayed.Case))
		}
		c.texts(stored.Case.Number, "key", keys(stored), keys(replayed))
		c.texts(stored.Case.Number, "barred", barred(stored), barred(replayed))
	}
}

func there(h *change.Held) string { return text(h.Case.Title) }

// texts tells which of some sorted texts stand on one side only.
func (c *comparison) texts(number uint64, field string, stored, replayed []string) {
	pair(stored, replayed, byText, func(one, other *string) {
		switch {
		case other == nil:
			c.inCase(number, field, *one, "")
		case one == nil:
			c.inCase(number, field, "", *other)
		}
	})
}

func keys(h *change.Held) []string {
	all := make([]string, len(h.Keys))
	for i, k := range h.Keys {
		all[i] = fmt.Sprintf("%s of %s by rule %s", text(k.Row), k.DetectionID, text(k.RuleID))
	}
	slices.Sort(all)
	return all
}

func barred(h *change.Held) []string {
	all := make([]string, len(h.Barred))
	for i, arrival := range h.Barred {
		all[i] = detection.ID(arrival)
	}
	slices.Sort(all)
	return all
}

func (c *comparison) member(stored, replayed *change.Member) {
	m := stored
	if m == nil {
		m = replayed
	}
	c.inCase(m.Case, "member "+m.DetectionID, by(stored), by(replayed))
}

func by(m *change.Member) string {
	switch {
	case m == nil:
		return ""
	case m.By.ID == "":
		return "by hand"
	}
	return fmt.Sprintf("by rule %s of rule set %d", text(m.By.ID), m.By.SetVersion)
}

func (c *comparison) standing(stored, replayed *change.Standing) {
	if stored == nil || replayed == nil {
		one := cmp.Or(stored, replayed)
		c.ofDetection(one.Arrival, "detection", status(stored), status(replayed))
		return
	}
	c.ofDetection(stored.Arrival, "status", string(stored.Status), string(replayed.Status))
	c.ofDetection(stored.Arrival, "count", fmt.Sprint(stored.Count), fmt.Sprint(replayed.Count))
	c.ofDetection(stored.Arrival, "last_seen_at", moment(stored.LastSeenAt), moment(replayed.LastSeenAt))
}

func (c *comparison) ofDetection(arrival uint64, field, stored, replayed string) {
	if stored != replayed {
		c.found = append(c.found, located{0, Difference{detection.ID(arrival), field, stored, replayed}})
	}
}

func status(s *change.Standing) string {
	if s == nil {
		return ""
	}
	return string(s.Status)
}

// fields are all that a case says and that decisions made.
var fields = []struct {
	name string
	of   func(*casefile.Case) string
}{
	{"title", func(c *casefile.Case) string { return text(c.Title) }},
	{"title_follows", func(c *casefile.Case) string { return text(c.TitleFollows) }},
	{"status", func(c *casefile.Case) string { return string(c.Status) }},
	{"severity", func(c *casefile.Case) string { return string(c.Severity) }},
	{"score", func(c *casefile.Case) string { return text(c.Score) }},
	{"priority", func(c *casefile.Case) string { return string(c.Priority) }},
	{"type", func(c *casefile.Case) string { return text(c.Type) }},
	{"description", func(c *casefile.Case) string { return text(c.Description) }},
	{"managed_by", func(c *casefile.Case) string { return string(c.ManagedBy) }},
	{"assignee", func(c *casefile.Case) string { return text(c.Assignee) }},
	{"tags", func(c *casefile.Case) string { return list(c.Tags) }},
	{"opened_by", func(c *casefile.Case) string { return text(c.OpenedBy) }},
	{"template", func(c *casefile.Case) string { return text(c.Template) }},
	{"key_findings", func(c *casefile.Case) string { return text(c.KeyFindings) }},
	{"stages", func(c *casefile.Case) string { return list(c.Stages) }},
	{"merged_into", func(c *casefile.Case) string { return text(c.MergedInto) }},
	{"resolution", func(c *casefile.Case) string { return text(c.Resolution) }},
	{"ties", func(c *casefile.Case) string { return list(c.Ties) }},
	{"continues", func(c *casefile.Case) string { return text(c.Continues) }},
	{"chain", func(c *casefile.Case) string { return text(c.Chain) }},
	{"top", func(c *casefile.Case) string { return text(c.Top) }},
	{"detection_count", func(c *casefile.Case) string { return text(c.DetectionCount) }},
	{"tactics", func(c *casefile.Case) string { return list(c.Tactics) }},
	{"technique_ids", func(c *casefile.Case) string { return list(c.TechniqueIDs) }},
	{"anchor_at", func(c *casefile.Case) string { return moment(c.AnchorAt) }},
	{"earliest_at", func(c *casefile.Case) string { return moment(c.EarliestAt) }},
	{"latest_at", func(c *casefile.Case) string { return moment(c.LatestAt) }},
	{"last_arrival", func(c *casefile.Case) string { return text(c.LastArrival) }},
	{"version", func(c *casefile.Case) string { return text(c.Version) }},
}

// text is a value on one line.
func text(v any) string {
	encoded, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(string(encoded))
}

func list[T any](all []T) string {
	if len(all) == 0 {
		return ""
	}
	return text(all)
}

func moment(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
