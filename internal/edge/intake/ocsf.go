package intake

import (
	"fmt"
	"time"

	"caseweave/internal/core/detection"
)

// OCSF reads findings of the classes 2004 (Detection Finding) and 2001
// (Security Finding, its predecessor), of any schema version up to 1.9.
type OCSF struct{}

// Name is "ocsf".
func (OCSF) Name() string { return "ocsf" }

// Read judges one finding. Other classes are rejected with their name; a uid
// or title that is neither text nor number is rejected with its path; every
// other field of a wrong type is as good as missing.
func (o OCSF) Read(raw []byte, receivedAt time.Time) Outcome {
	if out := broken(raw); out != nil {
		return *out
	}
	f := findings.Get().(*finding)
	defer f.release()
	if err := f.readAll(raw); err != nil {
		return notJSON(err)
	}
	if out := f.refused(); out != nil {
		return *out
	}
	b := newDraft()
	b.truncated = f.cut
	f.describe(b)
	f.rate(b)
	f.date(b)
	f.classify(b)
	f.name(b)
	return b.finish(o.Name(), raw, receivedAt)
}

// refused is why f cannot be taken, or nil.
func (f *finding) refused() *Outcome {
	class := f.class()
	section, path := f.Info, "finding_info"
	if class == 2001 && !isGiven(f.Info) {
		section, path = f.OldInfo, "finding"
	}
	var out Outcome
	switch {
	case class == 0:
		out = rejected("class_uid", "the event names no OCSF class: class_uid is missing")
	case class != 2001 && class != 2004:
		out = rejected("class_uid", "%s is not taken; send 2004 (Detection Finding) or 2001 (Security Finding)", className(class, f.ClassName.string))
	case section.wrong:
		out = rejected(path, "%s must be an object", path)
	case section.UID.wrong:
		out = rejected(path+".uid", "%s.uid must be a text or a number", path)
	case section.Title.wrong:
		out = rejected(path+".title", "%s.title must be a text", path)
	default:
		f.Info = section
		return nil
	}
	return &out
}

func isGiven(i info) bool { return i.wrong || i.Title.string != "" || i.UID.string != "" }

// class is class_uid or, where that is missing, what type_uid was made from.
func (f *finding) class() int {
	if n, ok := number(f.ClassUID.string); ok {
		return int(n)
	}
	if n, ok := number(f.TypeUID.string); ok {
		return int(n) / 100
	}
	return 0
}

// classNames are the finding classes of OCSF that are no detections.
var classNames = map[int]string{
	2002: "Vulnerability Finding", 2003: "Compliance Finding", 2005: "Incident Finding",
	2006: "Data Security Finding", 2007: "Application Security Posture Finding", 2008: "IAM Analysis Finding",
}

func className(class int, sent string) string {
	name := classNames[class]
	if name == "" {
		name = new(draft).clean(sent, 100)
	}
	if name == "" {
		return fmt.Sprintf("class %d", class)
	}
	return fmt.Sprintf("class %d (%s)", class, name)
}

// describe gives uid, title, description and type.
func (f *finding) describe(b *draft) {
	i := &f.Info
	product := f.Metadata.Product.Name.string
	analytic := i.Analytic
	if analytic.UID.string == "" && analytic.Name.string == "" {
		analytic = f.Analytic
	}
	kind := ""
	for _, t := range i.Types {
		if kind = t.string; legible(kind) != "" {
			break
		}
	}
	b.uid(first(i.UID.string, f.Metadata.UID.string))
	b.firedBy(first(analytic.UID.string, analytic.Name.string, kind))
	b.title(first(i.Title.string, analytic.Name.string, kind, "Untitled detection from "+first(product, "an unnamed product")))
	b.description(first(i.Desc.string, f.Message.string))
	b.sensor(first(product, f.Metadata.LogName.string))
}

// rate gives severity, confidence and what the source itself thinks of it.
func (f *finding) rate(b *draft) {
	b.ocsfSeverity(f.SeverityID.string, f.Severity.string)
	if n, ok := number(f.ConfidenceScore.string); ok {
		b.confidence(n / 100)
	} else if n, ok := number(f.Confidence.string); ok {
		b.confidence(n)
	}
	b.d.Deprioritized = f.Unmapped.Deprioritized.string == "true"
	b.threatScore(f.Unmapped.ThreatScore.string)
}

func (f *finding) date(b *draft) {
	i, m := &f.Info, &f.Metadata
	b.created = readMoment(i.CreatedTimeDT.string, i.CreatedTime.string, f.TimeDT.string, f.Time.string)
	b.first = readMoment(i.FirstSeenDT.string, i.FirstSeen.string)
	b.last = readMoment(i.LastSeenDT.string, i.LastSeen.string)
	b.modified = readMoment(i.ModifiedTimeDT.string, i.ModifiedTime.string, m.ModifiedTimeDT.string, m.ModifiedTime.string)
}

// classify gives tactics and techniques, as sent.
func (f *finding) classify(b *draft) {
	for _, attacks := range []list[attack]{f.Info.Attacks, f.Attacks} {
		for _, a := range attacks {
			b.tactic(a.Tactic.id())
			for _, t := range a.Tactics {
				b.tactic(t.id())
			}
			b.technique(a.Technique.UID.string)
			b.technique(a.SubTechnique.UID.string)
		}
	}
}

func (n named) id() string { return first(n.UID.string, n.Name.string) }

// first of the texts that say something.
func first(texts ...string) string {
	for _, s := range texts {
		if s = legible(s); s != "" {
			return s
		}
	}
	return ""
}

// place is where an endpoint was, in the ways OCSF has told it over time.
func (l location) place(of detection.Entity) detection.Place {
	p := detection.Place{Country: l.Country.string, City: l.City.string, Entity: of}
	lat, okLat := number(l.Lat.string)
	long, okLong := number(l.Long.string)
	if len(l.Coordinates) == 2 && !okLat {
		long, okLong = number(l.Coordinates[0].string)
		lat, okLat = number(l.Coordinates[1].string)
	}
	if okLat && okLong && lat >= -90 && lat <= 90 && long >= -180 && long <= 180 {
		p.Latitude, p.Longitude = lat, long
	}
	return p
}
