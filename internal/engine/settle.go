package engine

import (
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// planSettling gives detections the status that a person says. Rules are not tried
// on them; those that are open again are found by searches.
func (o *order) planSettling() (func() error, error) {
	named, err := o.named()
	if err != nil {
		return nil, err
	}
	var changing []*detection.Detection
	for _, d := range named {
		if d.Status == o.becomes(d) {
			o.done.Already = append(o.done.Already, d.ID)
			continue
		}
		if _, err := o.casesOf(d); err != nil { // all of them are at hand from here on
			return nil, err
		}
		changing = append(changing, d)
	}
	if err := o.mayTouch(changing); err != nil {
		return nil, err
	}
	return func() error {
		for _, d := range changing {
			if err := o.settle(d); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// becomes is the status that d is to have: what is in a case and counts again is in_case.
func (o *order) becomes(d *detection.Detection) detection.Status {
	if o.command.Settled == detection.Open && len(o.places[d.Arrival]) > 0 {
		return detection.InCase
	}
	return o.command.Settled
}

func (o *order) settle(d *detection.Detection) error {
	hits := o.s.rules.Load().Match(d)
	if d.Status == detection.Open {
		o.unlist(d, hits)
	}
	d.Status = o.becomes(d)
	o.changed(d)
	if d.Status == detection.Open {
		o.list(d, hits)
	}
	o.done.Detections = append(o.done.Detections, d.ID)
	by, note := o.command.By, o.command.Note
	if len(o.places[d.Arrival]) == 0 {
		o.note(o.set.After.Sequence, []activity.Fact{casefile.Settled(0, d, by, note)})
		return nil
	}
	for _, number := range o.places[d.Arrival] {
		c, err := o.caseOf(number)
		if err != nil {
			return err
		}
		c, facts := c.Settle(d, by, note, o.now)
		o.put(c)
		o.note(o.set.After.Sequence, facts)
	}
	return nil
}
