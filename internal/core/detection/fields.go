package detection

import (
	"slices"
	"time"

	"caseweave/internal/core/attack"
	"caseweave/internal/core/query"
)

// Fields are what filters may ask of a detection (automatic-cases §1).
//
// A place counts as its city, its country, and "City, Country". Below raw a path
// leads through arrays to what their elements hold.
var Fields = query.NewSchema(slices.Concat(origin, claim, times, entities)...)

var origin = []query.Field[Detection]{
	query.TextField("id", "The detection's id.", func(d *Detection) string { return d.ID }),
	query.TextField("tenant_id", "The tenant it belongs to.", func(d *Detection) string { return d.TenantID }),
	query.TextField("source", "The product that sent it, such as wazuh.", func(d *Detection) string { return d.Source }),
	query.TextField("uid", "The product's own id.", func(d *Detection) string { return d.UID }),
	query.NumberField("arrival", "Its place in the tenant's order of arrival.", func(d *Detection) (float64, bool) { return float64(d.Arrival), true }),
	query.NumberField("version", "1, and one more for each update from the source.", whole(func(d *Detection) int { return d.Version })),
	query.PathField("raw", "The source's own JSON: raw.path.to.field.", (*Detection).someRaw),
}

var claim = []query.Field[Detection]{
	query.TextField("title", "What the product calls it.", func(d *Detection) string { return d.Title }),
	query.TextField("description", "What the product says about it.", func(d *Detection) string { return d.Description }),
	query.TextField("type", "The rule or analytic that fired.", func(d *Detection) string { return d.Type }),
	query.NumberField("severity", "0 to 1, or info, low, medium, high, critical.", func(d *Detection) (float64, bool) { return d.Severity.Float(), true }).InBands(severityBands...),
	query.NumberField("confidence", "0 to 1; null where the source says nothing.", func(d *Detection) (float64, bool) {
		if d.Confidence == nil {
			return 0, false
		}
		return d.Confidence.Float(), true
	}),
	query.NumberField("threat_score", "0 to 10; null where the source says nothing.", func(d *Detection) (float64, bool) {
		if d.ThreatScore == nil {
			return 0, false
		}
		return *d.ThreatScore, true
	}),
	query.BoolField("deprioritized", "Whether the source itself thinks little of it.", func(d *Detection) bool { return d.Deprioritized }),
	query.TextField("status", "Where it stands: open, in_case, closed or ignored.", func(d *Detection) string { return string(d.Status) }).OneOf(statusWords()...),
	query.ListField("tactics", "ATT&CK tactics, by any of their names.", someTactic).InForm(attack.TacticID),
	query.ListField("technique_ids", "ATT&CK techniques, such as T1059.001.", each(func(d *Detection) []string { return d.TechniqueIDs })),
	query.ListField("sensor_types", "What sort of sensor saw it, such as endpoint.", each(func(d *Detection) []string { return d.SensorTypes })),
	query.TextField("command_line", "The command line that set it off.", func(d *Detection) string { return d.CommandLine }),
	query.NumberField("count", "How often it was seen: 1 and its repeats.", whole(func(d *Detection) int { return d.Count })),
	query.ListField("tags", "Its tags.", each(func(d *Detection) []string { return d.Tags })),
}

var times = []query.Field[Detection]{
	query.TimeField("created_at", "The finding's own time.", func(d *Detection) time.Time { return d.CreatedAt }),
	query.TimeField("first_seen_at", "When it was first seen.", func(d *Detection) time.Time { return d.FirstSeenAt }),
	query.TimeField("last_seen_at", "When it was last seen.", func(d *Detection) time.Time { return d.LastSeenAt }),
	query.TimeField("received_at", "When Caseweave received it.", func(d *Detection) time.Time { return d.ReceivedAt }),
}

var entities = []query.Field[Detection]{
	query.ListField("entities", "All that it speaks of, as kind:value, such as user:alice.", each(func(d *Detection) []Entity { return d.Entities })).InForm(canonicalEntity),
	query.ListField("locations", "Where it was seen: city, country, or 'City, Country'.", somePlace),
	ofKind("@ip", "Any IP address.", "ip").InForm(CanonicalAddress),
	ofKind("@user", "Any user.", "user"),
	ofKind("@host", "Any host.", "host"),
	ofKind("@domain", "Any domain.", "domain"),
	ofKind("@hash", "Any SHA-256, SHA-1 or MD5.", HashKinds...),
	ofKind("@url", "Any URL.", "url"),
	ofKind("@email", "Any e-mail address.", "email"),
	ofKind("@file", "Any file.", "file"),
	ofKind("@process", "Any process.", "process"),
}

// severityBands are the words of Fraction.Band with their bounds.
var severityBands = []query.Band{
	{Word: "info", From: 0}, {Word: "low", From: 0.2}, {Word: "medium", From: 0.4}, {Word: "high", From: 0.6}, {Word: "critical", From: 0.8},
}

func statusWords() []string {
	words := make([]string, len(Statuses))
	for i, s := range Statuses {
		words[i] = string(s)
	}
	return words
}

func whole(get func(*Detection) int) func(*Detection) (float64, bool) {
	return func(d *Detection) (float64, bool) { return float64(get(d)), true }
}

func each[S ~string](get func(*Detection) []S) query.Some[Detection] {
	return func(d *Detection, holds func(string) bool) bool {
		for _, s := range get(d) {
			if s != "" && holds(string(s)) {
				return true
			}
		}
		return false
	}
}

// ofKind is the field of the values of d's entities of the given kinds.
func ofKind(name, description string, kinds ...string) query.Field[Detection] {
	return query.ListField(name, description, func(d *Detection, holds func(string) bool) bool {
		for _, e := range d.Entities {
			for _, kind := range kinds {
				if value, ok := e.valueOf(kind); ok && holds(value) {
					return true
				}
			}
		}
		return false
	})
}

// valueOf is e's value if e is of the given kind.
func (e Entity) valueOf(kind string) (value string, ok bool) {
	if len(e) <= len(kind) || e[len(kind)] != ':' || string(e[:len(kind)]) != kind {
		return "", false
	}
	return string(e[len(kind)+1:]), true
}

// canonicalEntity is a literal of the entities field as an Entity is written.
func canonicalEntity(text string) string {
	if e, ok := NewEntity(Entity(text).Kind(), Entity(text).Value()); ok {
		return string(e)
	}
	return text
}

func someTactic(d *Detection, holds func(string) bool) bool {
	return slices.ContainsFunc(d.Tactics, func(sent string) bool { return attack.SomeName(sent, holds) })
}

func somePlace(d *Detection, holds func(string) bool) bool {
	for _, p := range d.Locations {
		city, country := p.City != "", p.Country != ""
		if city && holds(p.City) || country && holds(p.Country) || city && country && holds(p.City+", "+p.Country) {
			return true
		}
	}
	return false
}
