package httpapi

import (
	"context"
	"encoding/json"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// Detection is a detection as the API tells it (automatic-cases §1).
type Detection struct {
	ID            string          `json:"id"`
	TenantID      string          `json:"tenant_id"`
	Source        string          `json:"source"`
	UID           string          `json:"uid" doc:"The product's own id; with source the detection's identity."`
	Title         string          `json:"title"`
	Description   string          `json:"description"`
	Type          string          `json:"type"`
	Severity      float64         `json:"severity" minimum:"0" maximum:"1"`
	SeverityBand  severity        `json:"severity_band"`
	Confidence    *float64        `json:"confidence,omitempty" minimum:"0" maximum:"1" doc:"Missing where the source says nothing."`
	ThreatScore   *float64        `json:"threat_score,omitempty" minimum:"0" maximum:"10" doc:"Missing where the source says nothing."`
	Deprioritized bool            `json:"deprioritized"`
	Status        detectionStatus `json:"status"`
	Tactics       []string        `json:"tactics"`
	TechniqueIDs  []string        `json:"technique_ids"`
	Entities      []string        `json:"entities" doc:"Each as kind:value."`
	SensorTypes   []string        `json:"sensor_types"`
	CommandLine   string          `json:"command_line"`
	Locations     []Location      `json:"locations"`
	Count         int             `json:"count"`
	CreatedAt     time.Time       `json:"created_at"`
	FirstSeenAt   time.Time       `json:"first_seen_at"`
	LastSeenAt    time.Time       `json:"last_seen_at"`
	ReceivedAt    time.Time       `json:"received_at"`
	Arrival       uint64          `json:"arrival" doc:"The tenant's sequence number: the order of decision."`
	Version       int             `json:"version"`
	Tags          []string        `json:"tags"`
	Cases         []string        `json:"cases" doc:"The numbers of the cases it belongs to."`
	Raw           json.RawMessage `json:"raw,omitempty" doc:"The source's own JSON, untouched; lists leave it out."`
}

// Location is where something was seen.
type Location struct {
	Country   string  `json:"country,omitempty"`
	City      string  `json:"city,omitempty"`
	Latitude  float64 `json:"latitude,omitempty"`
	Longitude float64 `json:"longitude,omitempty"`
	Entity    string  `json:"entity,omitempty"`
}

// DetectionList is a page of detections.
type DetectionList struct {
	Items      []Detection `json:"items"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

func (p telling) detectionOf(f casefile.Filed) Detection {
	d := &f.Detection
	return Detection{
		ID: d.ID, TenantID: d.TenantID, Source: d.Source, UID: d.UID, Title: d.Title, Description: d.Description, Type: d.Type,
		Severity: d.Severity.Float(), SeverityBand: severity(d.Severity.Band()), Confidence: fraction(d.Confidence),
		ThreatScore: d.ThreatScore, Deprioritized: d.Deprioritized, Status: detectionStatus(d.Status),
		Tactics: list(d.Tactics), TechniqueIDs: list(d.TechniqueIDs),
		Entities:    each(d.Entities, func(e detection.Entity) string { return string(e) }),
		SensorTypes: list(d.SensorTypes), CommandLine: d.CommandLine, Locations: each(d.Locations, locationOf), Count: d.Count,
		CreatedAt: d.CreatedAt.UTC(), FirstSeenAt: d.FirstSeenAt.UTC(), LastSeenAt: d.LastSeenAt.UTC(), ReceivedAt: d.ReceivedAt.UTC(),
		Arrival: d.Arrival, Version: d.Version, Tags: list(d.Tags), Cases: p.numbers(f.Cases), Raw: d.Raw,
	}
}

func (p telling) withoutRaw(f casefile.Filed) Detection {
	f.Raw = nil
	return p.detectionOf(f)
}

func fraction(f *detection.Fraction) *float64 {
	if f == nil {
		return nil
	}
	n := f.Float()
	return &n
}

func locationOf(p detection.Place) Location {
	return Location{Country: p.Country, City: p.City, Latitude: p.Latitude, Longitude: p.Longitude, Entity: string(p.Entity)}
}

func (s *Server) registerDetections() {
	register(s, operation{
		method: "GET", path: tenantPath + "/detections", id: "list-detections", summary: "List detections",
		needs: needs(access.ReadDetections), gives: DetectionList{Items: []Detection{exampleDetection}, NextCursor: exampleCursor},
	}, s.listDetections)
	register(s, operation{
		method: "GET", path: tenantPath + "/detections/{id}", id: "get-detection", summary: "Read a detection with its raw event",
		needs: needs(access.ReadDetections), gives: exampleDetectionWithRaw,
	}, s.getDetection)
}

type listDetectionsInput struct {
	InTenant
	ListQuery
	Sort detectionSort `query:"sort" default:"-arrival" doc:"A field to order by; a minus sign turns the order round."`
}

func (s *Server) listDetections(ctx context.Context, v visit, in *listDetectionsInput) (DetectionList, error) {
	request, err := searched(v, in.ListQuery, string(in.Sort), detection.Fields)
	if err != nil {
		return DetectionList{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return DetectionList{}, err
	}
	page, err := s.detections.Detections(ctx, v.tenant.ID, v.viewer(), request)
	return DetectionList{Items: each(page.Items, p.withoutRaw), NextCursor: next(v, in.Q, page.Next)}, err
}

type listCaseDetectionsInput struct {
	InCase
	ListQuery
	Sort detectionSort `query:"sort" default:"-arrival" doc:"A field to order by; a minus sign turns the order round."`
}

func (s *Server) listCaseDetections(ctx context.Context, v visit, in *listCaseDetectionsInput) (DetectionList, error) {
	number, err := in.number()
	if err != nil {
		return DetectionList{}, err
	}
	request, err := searched(v, in.ListQuery, string(in.Sort), detection.Fields)
	if err != nil {
		return DetectionList{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return DetectionList{}, err
	}
	page, err := s.cases.CaseDetections(ctx, v.tenant.ID, v.viewer(), number, request)
	return DetectionList{Items: each(page.Items, p.withoutRaw), NextCursor: next(v, in.Q, page.Next)}, err
}

type getDetectionInput struct {
	InTenant
	ID string `path:"id" example:"d00000000002a"`
}

func (s *Server) getDetection(ctx context.Context, v visit, in *getDetectionInput) (Detection, error) {
	p, err := s.telling(ctx, v)
	if err != nil {
		return Detection{}, err
	}
	f, err := s.detections.Detection(ctx, v.tenant.ID, v.viewer(), in.ID)
	return p.detectionOf(f), err
}
