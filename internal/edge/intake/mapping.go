package intake

import (
	"embed"
	"io/fs"
	"path"
	"sync"
	"time"

	"caseweave/internal/core/detection"
)

// A Mapping is a source that a mapping file describes; docs/sources.md says
// how to write one.
type Mapping struct {
	Source      string `yaml:"source"`
	Product     string `yaml:"product"`
	Skip        []skip `yaml:"skip"`
	UID         values `yaml:"uid"`
	Title       values `yaml:"title"`
	Description values `yaml:"description"`
	Type        values `yaml:"type"`
	Severity    values `yaml:"severity"`
	Confidence  values `yaml:"confidence"`
	ThreatScore values `yaml:"threat_score"`
	// Deprioritized holds where the first value is true.
	Deprioritized values `yaml:"deprioritized"`

	CreatedAt   values `yaml:"created_at"`
	FirstSeenAt values `yaml:"first_seen_at"`
	LastSeenAt  values `yaml:"last_seen_at"`
	ModifiedAt  values `yaml:"modified_at"`

	Tactics      values `yaml:"tactics"`
	TechniqueIDs values `yaml:"technique_ids"`
	SensorTypes  values `yaml:"sensor_types"`
	CommandLine  values `yaml:"command_line"`
	Entities     []who  `yaml:"entities"`
	Attributes   values `yaml:"attributes"`
	Locations    []site `yaml:"locations"`
}

// skip names events of the product that are no detections.
type skip struct {
	When   value  `yaml:"when"`
	Reason string `yaml:"reason"`
}

// who is where an entity lies, and which part it took.
type who struct {
	Kind  string `yaml:"kind"`
	Role  string `yaml:"role"`
	value `yaml:",inline"`
}

// site is where a place lies.
type site struct {
	Country   values `yaml:"country"`
	City      values `yaml:"city"`
	Latitude  values `yaml:"latitude"`
	Longitude values `yaml:"longitude"`
	// IP is the address that was seen there.
	IP values `yaml:"ip"`
}

// Name is the source's name.
func (m *Mapping) Name() string { return m.Source }

// Read judges one event of the product. An event without a title is none of
// the product's, and rejected.
func (m *Mapping) Read(raw []byte, receivedAt time.Time) Outcome {
	if out := broken(raw); out != nil {
		return *out
	}
	e, err := readEvent(raw)
	if err != nil {
		return notJSON(err)
	}
	for _, s := range m.Skip {
		if first(s.When.texts(e)...) == "true" {
			return Outcome{Skipped: s.Reason}
		}
	}
	b := newDraft()
	b.title(m.Title.first(e))
	if b.d.Title == "" {
		return rejected(m.Title.where(), "%s is missing: this is no event of %s", m.Title.where(), m.Product)
	}
	m.describe(b, e)
	m.date(b, e)
	m.name(b, e)
	return b.finish(m.Source, raw, receivedAt)
}

func (m *Mapping) describe(b *draft, e event) {
	b.uid(m.UID.first(e))
	b.firedBy(m.Type.first(e))
	b.description(m.Description.first(e))
	b.commandLine(m.CommandLine.first(e))
	b.severityText(m.Severity.first(e))
	if n, ok := number(m.Confidence.first(e)); ok {
		b.confidence(n)
	}
	b.threatScore(m.ThreatScore.first(e))
	b.d.Deprioritized = m.Deprioritized.first(e) == "true"
	m.Tactics.each(e, b.tactic)
	m.TechniqueIDs.each(e, b.technique)
	m.SensorTypes.each(e, b.sensor)
}

func (m *Mapping) date(b *draft, e event) {
	b.created = readMoment(m.CreatedAt.all(e)...)
	b.first = readMoment(m.FirstSeenAt.all(e)...)
	b.last = readMoment(m.LastSeenAt.all(e)...)
	b.modified = readMoment(m.ModifiedAt.all(e)...)
}

// name gives entities, each also as an attribute under the path it lies at.
func (m *Mapping) name(b *draft, e event) {
	for _, w := range m.Entities {
		for _, v := range w.texts(e) {
			w.name(b, v)
			b.attribute(w.Path, v)
		}
	}
	for _, a := range m.Attributes {
		for _, v := range a.texts(e) {
			b.attribute(a.Path, v)
		}
	}
	for _, l := range m.Locations {
		b.place(l.place(e))
	}
}

func (w who) name(b *draft, v string) {
	switch w.Kind {
	case "ip":
		b.address(roles[w.Role], v)
	case "hash":
		b.hash(v)
	case "endpoint":
		b.endpoint(v)
	default:
		b.entity(w.Kind, v)
	}
}

var roles = map[string]string{"source": attributeSource, "destination": attributeDestination}

func (s site) place(e event) detection.Place {
	l := location{
		Country: text{string: s.Country.first(e)}, City: text{string: s.City.first(e)},
		Lat: text{string: s.Latitude.first(e)}, Long: text{string: s.Longitude.first(e)},
	}
	ip, _ := detection.NewEntity("ip", s.IP.first(e))
	return l.place(ip)
}

//go:embed mappings/*/mapping.yaml
var mappingFiles embed.FS

// builtin are the mappings in this program, by name. That they parse is tested.
var builtin = sync.OnceValue(func() []*Mapping {
	files, _ := fs.Glob(mappingFiles, "mappings/*/mapping.yaml")
	var all []*Mapping
	for _, name := range files {
		text, err := mappingFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		m, err := ParseMapping(path.Base(path.Dir(name))+"/mapping.yaml", text)
		if err != nil {
			panic(err)
		}
		all = append(all, m)
	}
	return all
})
