package memory

import (
	"encoding/json"
	"slices"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// What goes in and out is cloned, so that nobody holds a part of what is kept.

func cloneDetection(d detection.Detection) detection.Detection {
	d.Confidence, d.ThreatScore = clonePointer(d.Confidence), clonePointer(d.ThreatScore)
	d.Tactics, d.TechniqueIDs = slices.Clone(d.Tactics), slices.Clone(d.TechniqueIDs)
	d.Entities, d.SensorTypes = slices.Clone(d.Entities), slices.Clone(d.SensorTypes)
	d.Locations, d.Attributes = slices.Clone(d.Locations), slices.Clone(d.Attributes)
	d.Tags, d.Raw = slices.Clone(d.Tags), slices.Clone(d.Raw)
	return d
}

func withoutRaw(d detection.Detection) detection.Detection {
	d.Raw = nil
	return cloneDetection(d)
}

func cloneCase(c casefile.Case) casefile.Case {
	c.Tags, c.Tactics, c.TechniqueIDs = slices.Clone(c.Tags), slices.Clone(c.Tactics), slices.Clone(c.TechniqueIDs)
	c.Stages, c.Marks, c.Ties = slices.Clone(c.Stages), slices.Clone(c.Marks), slices.Clone(c.Ties)
	c.NeedToKnow = slices.Clone(c.NeedToKnow)
	for i := range c.Stages {
		c.Stages[i].Tasks = slices.Clone(c.Stages[i].Tasks)
	}
	return c
}

func cloneActivity(a activity.Activity) activity.Activity {
	a.Detection, a.Rule = clonePointer(a.Detection), clonePointer(a.Rule)
	return a
}

func cloneEntry(e rulelog.Entry) rulelog.Entry {
	e.At = micros(e.At)
	e.Rule, e.Template, e.Detection = clonePointer(e.Rule), clonePointer(e.Template), clonePointer(e.Detection)
	e.Rows = slices.Clone(e.Rows)
	return e
}

func cloneCommand(c command.Command) command.Command {
	c.Detections, c.Cases, c.Shared = slices.Clone(c.Detections), slices.Clone(c.Cases), slices.Clone(c.Shared)
	c.Moved = slices.Clone(c.Moved)
	for i, m := range c.Moved {
		c.Moved[i].Arrivals = slices.Clone(m.Arrivals)
	}
	return c
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func cloneBook(b rule.Book) rule.Book {
	text, err := json.Marshal(b)
	if err != nil {
		panic("memory: " + err.Error())
	}
	var c rule.Book
	if err := json.Unmarshal(text, &c); err != nil {
		panic("memory: " + err.Error())
	}
	return c
}
