package settings

import (
	"encoding/json"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Apart is an entity by which nothing is grouped (decision 0019).
type Apart struct {
	Entity detection.Entity `json:"entity"`
	// Why explains it; By, named as then, and At are who said so, and when.
	Why string         `json:"why,omitempty"`
	By  activity.Actor `json:"by"`
	At  time.Time      `json:"at"`
}

func (a Apart) equal(b Apart) bool {
	at := a.At.Equal(b.At)
	a.At, b.At = time.Time{}, time.Time{}
	return at && a == b
}

// MaxApart is how many entities a tenant keeps apart.
const MaxApart = 1000

// KeepApart are the settings with an entity more that is kept apart. fault.Conflict
// where it is already, fault.TooLarge beyond MaxApart.
func (s Settings) KeepApart(a Apart) (Settings, error) {
	switch {
	case s.apart(a.Entity) >= 0:
		return s, fault.New(fault.Conflict, "Nothing is grouped by %q already.", a.Entity)
	case len(s.Apart) >= MaxApart:
		return s, fault.New(fault.TooLarge, "%d entities are kept apart at most.", MaxApart)
	}
	s.Apart = append(slices.Clip(s.Apart), a)
	return s, nil
}

// LinkAgain are the settings without one of the entities that are kept apart;
// fault.NotFound where it is not.
func (s Settings) LinkAgain(e detection.Entity) (Settings, error) {
	at := s.apart(e)
	if at < 0 {
		return s, fault.New(fault.NotFound, "%q is not kept apart.", e)
	}
	s.Apart = slices.Delete(slices.Clone(s.Apart), at, at+1)
	return s, nil
}

func (s Settings) apart(e detection.Entity) int {
	return slices.IndexFunc(s.Apart, func(a Apart) bool { return a.Entity == e })
}

// Unlinked are the entities by which nothing is grouped; nil for none.
func (s Settings) Unlinked() map[detection.Entity]bool {
	if len(s.Apart) == 0 {
		return nil
	}
	all := map[detection.Entity]bool{}
	for _, a := range s.Apart {
		all[a.Entity] = true
	}
	return all
}

// Told are the facts about what differs from the settings before.
func (s Settings) Told(before Settings, by activity.Actor) (facts []activity.Fact) {
	for _, a := range before.Apart {
		if s.apart(a.Entity) < 0 {
			facts = append(facts, activity.Fact{Kind: activity.EntityLinked, Actor: by, Old: string(a.Entity)})
		}
	}
	for _, a := range s.Apart {
		if before.apart(a.Entity) < 0 {
			facts = append(facts, activity.Fact{Kind: activity.EntityKeptApart, Actor: by, New: string(a.Entity), Note: a.Why})
		}
	}
	was, is := before, s
	if was.Apart, is.Apart = nil, nil; !was.Equal(is) {
		facts = append(facts, activity.Fact{Kind: activity.SettingsChanged, Actor: by, Old: was.text(), New: is.text()})
	}
	return facts
}

func (s Settings) text() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic("settings: numbers and texts do not encode: " + err.Error())
	}
	return string(text)
}
