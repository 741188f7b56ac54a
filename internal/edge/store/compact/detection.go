package compact

import "caseweave/internal/core/detection"

// Bytes is d as it is kept.
func Bytes(d *detection.Detection) []byte {
	c := coder{text: append(make([]byte, 0, 640), first)}
	c.detection(d)
	return c.text
}

// Parse is the detection that text was made of.
func Parse(text []byte) (d detection.Detection, err error) {
	c := reading(text, first)
	if c.detection(&d); !c.whole() {
		return detection.Detection{}, errBroken
	}
	if d.Arrival > 0 { // a repeat never arrived
		d.ID = detection.ID(d.Arrival)
	}
	return d, nil
}

func (c *coder) detection(d *detection.Detection) {
	c.unsigned(&d.Arrival)
	texts(c, &d.Entities)
	c.string(&d.TenantID)
	c.string(&d.Source)
	c.string(&d.UID)
	c.string(&d.Title)
	c.string(&d.Description)
	c.string(&d.Type)
	number(c, &d.Severity)
	optional(c, &d.Confidence, number)
	optional(c, &d.ThreatScore, (*coder).float)
	c.bool(&d.Deprioritized)
	c.string((*string)(&d.Status))
	texts(c, &d.Tactics)
	texts(c, &d.TechniqueIDs)
	texts(c, &d.SensorTypes)
	c.string(&d.CommandLine)
	list(c, &d.Locations, (*coder).place)
	list(c, &d.Attributes, (*coder).attribute)
	number(c, &d.Count)
	c.time(&d.CreatedAt)
	c.time(&d.FirstSeenAt)
	c.time(&d.LastSeenAt)
	c.time(&d.ReceivedAt)
	c.time(&d.ModifiedAt)
	number(c, &d.Version)
	texts(c, &d.Tags)
}

func (c *coder) place(p *detection.Place) {
	c.string(&p.Country)
	c.string(&p.City)
	c.float(&p.Latitude)
	c.float(&p.Longitude)
	c.string((*string)(&p.Entity))
}

func (c *coder) attribute(a *detection.Attribute) {
	c.string(&a.Name)
	c.string(&a.Value)
}
