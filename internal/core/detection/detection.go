// Package detection holds the canonical detection: the one shape that every
// product's event takes at intake, and that filters, grouping, storage and the
// page read. A Detection is a value; nothing here knows where it came from or
// where it goes.
package detection

import (
	"encoding/json"
	"fmt"
	"time"
)

// Detection is something that a security product claims to have seen.
//
// Names are the same here, in SQL, in JSON and in the query language. All times
// are UTC with microseconds.
type Detection struct {
	// ID is unique within its tenant and follows from Arrival: see ID.
	ID       string `json:"id"`
	TenantID string `json:"tenant_id"`
	// Source names the sender's mapping; with UID, the product's own id, it is the
	// detection's identity within the tenant.
	Source string `json:"source"`
	UID    string `json:"uid"`

	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	// Type is the identity of the rule or analytic that fired, not of the product.
	Type     string   `json:"type"`
	Severity Fraction `json:"severity"`
	// Confidence is 0 to 1; nil where the source says nothing.
	Confidence *Fraction `json:"confidence,omitempty"`
	// ThreatScore is 0 to 10; nil where the source says nothing.
	ThreatScore *float64 `json:"threat_score,omitempty"`
	// Deprioritized is set by the source only: the product itself thinks little of it.
	Deprioritized bool   `json:"deprioritized"`
	Status        Status `json:"status"`

	Tactics      []string `json:"tactics,omitempty"`
	TechniqueIDs []string `json:"technique_ids,omitempty"`
	// Entities are canonical and each occurs once: see NewEntity.
	Entities    []Entity `json:"entities,omitempty"`
	SensorTypes []string `json:"sensor_types,omitempty"`
	CommandLine string   `json:"command_line,omitempty"`
	Locations   []Place  `json:"locations,omitempty"`
	// Attributes are the values that the source gives under keys of its own,
	// such as sourceIpAddress; grouping reaches them by values('sourceIpAddress').
	Attributes []Attribute `json:"attributes,omitempty"`
	// Count is how often it was seen: 1, and one more for each repeat.
	Count int `json:"count"`

	// CreatedAt is the finding's own time; the only clock that decisions read.
	CreatedAt   time.Time `json:"created_at"`
	FirstSeenAt time.Time `json:"first_seen_at"`
	LastSeenAt  time.Time `json:"last_seen_at"`
	ReceivedAt  time.Time `json:"received_at"`
	// ModifiedAt is the source's own time of this version; zero where it gives none.
	ModifiedAt time.Time `json:"modified_at,omitzero"`
	// Arrival is the tenant's sequence number: the order in which detections are decided.
	Arrival uint64 `json:"arrival"`
	// Version counts from 1 and rises with each update from the source.
	Version int      `json:"version"`
	Tags    []string `json:"tags,omitempty"`
	// Raw is the source's own JSON, untouched.
	Raw json.RawMessage `json:"raw,omitempty"`
	// Fingerprint is that of Raw: see Fingerprint.
	Fingerprint string `json:"-"`
}

// TimeAssumed is the tag of a detection whose created_at is received_at for want of a time to trust.
const TimeAssumed = "time_assumed"

// Identity is what makes two events of a tenant the same detection.
type Identity struct{ Source, UID string }

// Identity of d within its tenant.
func (d *Detection) Identity() Identity { return Identity{d.Source, d.UID} }

// ID is the id of the detection that arrived as number arrival of its tenant.
// Ids sort as their arrivals do.
func ID(arrival uint64) string { return fmt.Sprintf("d%012x", arrival) }

// Attribute is a value under the source's own key.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Place is where something was seen, as the event tells it.
type Place struct {
	Country   string  `json:"country,omitempty"`
	City      string  `json:"city,omitempty"`
	Latitude  float64 `json:"latitude,omitempty"`
	Longitude float64 `json:"longitude,omitempty"`
	// Entity is what was seen there, where the event says so.
	Entity Entity `json:"entity,omitempty"`
}

// Status says where a detection stands. The list is closed.
type Status string

const (
	// Open is in no case.
	Open Status = "open"
	// InCase belongs to at least one case.
	InCase Status = "in_case"
	// Closed was dealt with.
	Closed Status = "closed"
	// Ignored was judged not worth dealing with.
	Ignored Status = "ignored"
)

// Statuses are all statuses, in the order of a detection's life.
var Statuses = []Status{Open, InCase, Closed, Ignored}
