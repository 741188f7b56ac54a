package httpapi

import (
	"context"
	"net/netip"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/core/scene"
)

// Atlas knows where public addresses are.
type Atlas interface {
	// Locate is where an address is; both are empty where that is not known. It never waits.
	Locate(address netip.Addr) (country, city string)
}

// Scene is what a case is about: who, what, when and where.
type Scene struct {
	Who   SceneWho   `json:"who"`
	What  *SceneWhat `json:"what" doc:"The most severe detection, the first to arrive among equals; null where the case holds none."`
	When  SceneWhen  `json:"when"`
	Where SceneWhere `json:"where"`
	// Read is how many detections who and where were read off.
	Read     int  `json:"read" doc:"How many detections who and where were read off."`
	Complete bool `json:"complete" doc:"These are all; otherwise the first 10,000 that arrived."`
}

// SceneWho are the devices and users that the case's detections speak of.
type SceneWho struct {
	Hosts     []Seen `json:"hosts" doc:"Those that most detections speak of; host_count counts them all."`
	HostCount int    `json:"host_count" doc:"10,000 at most."`
	Users     []Seen `json:"users"`
	UserCount int    `json:"user_count" doc:"10,000 at most."`
}

// Seen is an entity, and how many of the case's detections speak of it.
type Seen struct {
	Entity     string `json:"entity" doc:"As kind:value."`
	Detections int    `json:"detections"`
	LookedUp   bool   `json:"looked_up" doc:"No event told where the address was: the server's database did."`
	Filter     string `json:"filter" doc:"What keeps these of the case's detections."`
}

// SceneWhat is the most severe detection with what it names of ATT&CK.
type SceneWhat struct {
	_            struct{} `nullable:"true"`
	Detection    string   `json:"detection" doc:"Its id."`
	Title        string   `json:"title"`
	Severity     float64  `json:"severity" minimum:"0" maximum:"1"`
	Tactics      []string `json:"tactics"`
	TechniqueIDs []string `json:"technique_ids"`
}

// SceneWhen are the times of a case.
type SceneWhen struct {
	CreatedAt   time.Time  `json:"created_at"`
	AssignedAt  *time.Time `json:"assigned_at" doc:"Since when whoever has it has it; null where nobody does."`
	UpdatedAt   time.Time  `json:"updated_at"`
	FirstSeenAt time.Time  `json:"first_seen_at" doc:"The earliest created_at of its detections."`
	LastSeenAt  time.Time  `json:"last_seen_at" doc:"When one of them was seen last."`
}

// SceneWhere are the places that events tell, and those of public addresses that none
// locates, where the server has a database of them.
type SceneWhere struct {
	Places     []ScenePlace `json:"places" doc:"Those with most detections; place_count counts them all."`
	PlaceCount int          `json:"place_count"`
}

// ScenePlace is a place with who was seen there.
type ScenePlace struct {
	Country    string `json:"country" doc:"As it was told: an ISO 3166 code, mostly. Empty where only a city was."`
	City       string `json:"city" doc:"Empty for all of the country."`
	Detections int    `json:"detections"`
	Seen       []Seen `json:"seen" doc:"Ten at most; seen_count counts them all."`
	SeenCount  int    `json:"seen_count"`
	Filter     string `json:"filter" doc:"What keeps these of the case's detections; empty where it would list more than 200 addresses."`
}

func (s *Server) registerScene() {
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/scene", id: "get-case-scene", summary: "Tell who a case is about, what, when and where",
		about: "Each number has the filter that leads to its detections. Spellings that differ in case only are one place.",
		needs: needs(access.ReadCases), gives: exampleScene,
	}, s.getScene)
}

type sceneInput struct {
	InCase
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many devices, users and places at most."`
}

func (s *Server) getScene(ctx context.Context, v visit, in *sceneInput) (Scene, error) {
	number, err := in.number()
	if err != nil {
		return Scene{}, err
	}
	c, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number)
	if err != nil {
		return Scene{}, err
	}
	var seen scene.Observer
	if err := s.cases.EachMember(ctx, v.tenant.ID, v.viewer(), number, scene.MaxMembers, seen.Meet); err != nil {
		return Scene{}, err
	}
	told := sceneOf(c, seen.Scene(s.locate(), in.Limit))
	if told.What, err = s.leading(ctx, v, c); err == nil {
		told.When.AssignedAt, err = s.assignedAt(ctx, v, c)
	}
	return told, err
}

// locate is the atlas's, or nil without one.
func (s *Server) locate() scene.Locate {
	if s.atlas == nil {
		return nil
	}
	return s.atlas.Locate
}

func sceneOf(c casefile.Case, seen scene.Scene) Scene {
	return Scene{
		Who:   SceneWho{each(seen.Hosts, seenOf), seen.HostCount, each(seen.Users, seenOf), seen.UserCount},
		When:  SceneWhen{CreatedAt: c.CreatedAt.UTC(), UpdatedAt: c.UpdatedAt.UTC(), FirstSeenAt: c.EarliestAt.UTC(), LastSeenAt: c.LatestAt.UTC()},
		Where: SceneWhere{each(seen.Places, placeOf), seen.PlaceCount},
		Read:  seen.Read, Complete: c.DetectionCount <= scene.MaxMembers,
	}
}

func seenOf(e scene.Seen) Seen {
	return Seen{string(e.Entity), e.Detections, e.LookedUp, e.Filter}
}

func placeOf(p scene.Place) ScenePlace {
	return ScenePlace{p.Country, p.City, p.Detections, each(p.Seen, seenOf), p.SeenCount, p.Filter}
}

// leading is the most severe detection (X18); nil where it has just been removed.
func (s *Server) leading(ctx context.Context, v visit, c casefile.Case) (*SceneWhat, error) {
	if c.Top.ID == "" {
		return nil, nil
	}
	d, err := s.detections.Detection(ctx, v.tenant.ID, v.viewer(), c.Top.ID)
	if missing(err) {
		return nil, nil
	}
	return &SceneWhat{
		Detection: d.ID, Title: d.Title, Severity: d.Severity.Float(), Tactics: list(d.Tactics), TechniqueIDs: list(d.TechniqueIDs),
	}, err
}

// assignments are the activities that gave a case to somebody.
var assignments = query.Test{Field: "kind", Op: query.Eq, Values: []query.Value{query.TextValue(string(activity.AssigneeChanged))}}

// assignedAt is when the case got the assignee that it has: by the last such
// activity, or when it began.
func (s *Server) assignedAt(ctx context.Context, v visit, c casefile.Case) (*time.Time, error) {
	if c.Assignee == "" {
		return nil, nil
	}
	page, err := s.cases.Activities(ctx, v.tenant.ID, v.viewer(), c.Number, listing.Request{Sort: "entry", Descending: true, Limit: 1, Filter: assignments})
	at := c.CreatedAt.UTC()
	if len(page.Items) > 0 {
		at = page.Items[0].At.UTC()
	}
	return &at, err
}
