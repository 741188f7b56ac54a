package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"caseweave/internal/core/detection"
)

// What a detection holds at most, in bytes and in number. Raw keeps the rest.
const (
	maxUID        = 1 << 10
	maxShort      = 1 << 10 // type, tactic, technique, sensor, place, attribute name
	maxTitle      = 8 << 10
	maxText       = 64 << 10
	maxEntity     = 2 << 10 // fits the index of every store
	maxAttribute  = 4 << 10
	maxEntities   = 1000
	maxAttributes = 1000
	maxNames      = 100 // tactics, techniques, sensors, places
)

// Tags that intake gives.
const (
	tagSeverityAssumed = "severity_assumed"
	tagTruncated       = "truncated"
)

// The attributes behind source_ips() and destination_ips() of the grouping language.
const (
	attributeSource      = "source_ip"
	attributeDestination = "destination_ip"
)

// draft is a detection in the making: it takes what a source finds, in any
// order, and keeps it canonical and within bounds.
type draft struct {
	d               detection.Detection
	truncated       bool
	severityAssumed bool
	severityKnown   bool
	created         moment
	first           moment
	last            moment
	modified        moment
}

func (b *draft) title(s string)       { b.d.Title = b.clean(s, maxTitle) }
func (b *draft) description(s string) { b.d.Description = b.clean(s, maxText) }
func (b *draft) firedBy(s string)     { b.d.Type = b.clean(s, maxShort) }

// uid keeps the product's own id; one too long to be a key becomes its hash.
func (b *draft) uid(s string) {
	if s = legible(s); len(s) > maxUID {
		sum := sha256.Sum256([]byte(s))
		s = "sha256:" + hex.EncodeToString(sum[:16])
	}
	b.d.UID = s
}

// commandLine keeps the first one told.
func (b *draft) commandLine(s string) {
	if b.d.CommandLine == "" {
		b.d.CommandLine = b.clean(s, maxText)
	}
}

func (b *draft) entity(kind, value string) detection.Entity {
	if value == "" {
		return ""
	}
	e, ok := detection.NewEntity(kind, legible(value))
	if !ok {
		return ""
	}
	e = detection.Entity(b.cut(string(e), maxEntity))
	b.d.Entities = addOnce(b, b.d.Entities, e, maxEntities)
	return e
}

// hash is an entity of the kind that its length tells.
func (b *draft) hash(value string) {
	switch value = strings.TrimSpace(value); len(value) {
	case 32:
		b.entity("md5", value)
	case 40:
		b.entity("sha1", value)
	case 64:
		b.entity("sha256", value)
	case 128:
		b.entity("sha512", value)
	}
}

func (b *draft) attribute(name, value string) {
	name, value = b.clean(name, maxShort), b.clean(value, maxAttribute)
	if name != "" && value != "" {
		b.d.Attributes = addOnce(b, b.d.Attributes, detection.Attribute{Name: name, Value: value}, maxAttributes)
	}
}

// address is an IP entity that took part as an attribute, such as source_ip, says.
func (b *draft) address(role, value string) detection.Entity {
	e := b.entity("ip", value)
	if e != "" && role != "" {
		b.attribute(role, e.Value())
	}
	return e
}

func (b *draft) tactic(s string)    { b.d.Tactics = b.name(b.d.Tactics, s) }
func (b *draft) technique(s string) { b.d.TechniqueIDs = b.name(b.d.TechniqueIDs, s) }
func (b *draft) sensor(s string)    { b.d.SensorTypes = b.name(b.d.SensorTypes, s) }

func (b *draft) name(names []string, s string) []string {
	if s = b.clean(s, maxShort); s == "" {
		return names
	}
	return addOnce(b, names, s, maxNames)
}

func (b *draft) place(p detection.Place) {
	p.Country, p.City = b.clean(p.Country, maxShort), b.clean(p.City, maxShort)
	if p.Country != "" || p.City != "" || p.Latitude != 0 || p.Longitude != 0 {
		b.d.Locations = addOnce(b, b.d.Locations, p, maxNames)
	}
}

func addOnce[T comparable](b *draft, list []T, v T, most int) []T {
	switch {
	case slices.Contains(list, v):
		return list
	case len(list) == most:
		b.truncated = true
		return list
	}
	return append(list, v)
}

// clean is s without the white space around it, legible, and no longer than most.
func (b *draft) clean(s string, most int) string { return b.cut(legible(s), most) }

func (b *draft) cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	b.truncated = true
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return strings.TrimSpace(s[:most])
}

// legible is s trimmed and without NUL, which not every store can hold.
func legible(s string) string {
	s = strings.TrimSpace(s)
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	return s
}

// newDraft has room for what an event usually names.
func newDraft() *draft {
	return &draft{d: detection.Detection{
		Entities: make([]detection.Entity, 0, 8), Attributes: make([]detection.Attribute, 0, 8),
	}}
}

// finish makes the outcome: what every detection must have is there afterwards.
func (b *draft) finish(source string, raw []byte, receivedAt time.Time) Outcome {
	d := &b.d
	d.Source, d.Raw = source, raw
	d.Status, d.Count, d.Version = detection.Open, 1, 1
	d.Fingerprint = detection.Fingerprint(raw)
	if d.UID == "" {
		d.UID = "sha256:" + d.Fingerprint
	}
	if d.Type == "" {
		d.Type = b.cut(d.Title, maxShort)
	}
	assumed := b.times(receivedAt.UTC().Truncate(time.Microsecond))
	if !b.severityKnown {
		b.severityAssumed, d.Severity = true, 500
	}
	if b.severityAssumed {
		d.Tags = append(d.Tags, tagSeverityAssumed)
	}
	if assumed {
		d.Tags = append(d.Tags, detection.TimeAssumed)
	}
	if b.truncated {
		d.Tags = append(d.Tags, tagTruncated)
	}
	return Outcome{Detection: d}
}

// times settles the four times and says whether created_at had to be assumed.
func (b *draft) times(received time.Time) (assumed bool) {
	d := &b.d
	d.ReceivedAt = received
	d.CreatedAt = b.created.within(received)
	if assumed = d.CreatedAt.IsZero() || b.created.tooLate(received); assumed {
		d.CreatedAt = received
	}
	d.FirstSeenAt = firstSet(b.first.within(received), d.CreatedAt)
	d.LastSeenAt = firstSet(b.last.within(received), b.first.within(received), d.CreatedAt)
	if d.LastSeenAt.Before(d.FirstSeenAt) {
		d.FirstSeenAt, d.LastSeenAt = d.LastSeenAt, d.FirstSeenAt
	}
	d.ModifiedAt = b.modified.within(received)
	return assumed
}

func firstSet(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
