package rule

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// subject is what an expression speaks of: a detection, under a rule, in a
// tenant. It answers by name and builds only what is asked for. To CEL it is
// activation and value in one.
type subject struct {
	detection source
	rule      *Rule
	tenant    *Tenant
	zone      *time.Location
	// detections and file are what a script may speak of besides; nil where there is none.
	detections []*detection.Detection
	file       *casefile.Case
	// made are the values that take work, kept for the next mention.
	made []made
}

type made struct {
	name  string
	value ref.Val
}

func newSubject(d *detection.Detection, r *Rule, t *Tenant) *subject {
	s := &subject{detection: source{Detection: d}}
	s.under(r, t)
	return s
}

// under lets the expressions of a rule speak of s.
func (s *subject) under(r *Rule, t *Tenant) {
	s.rule, s.tenant, s.zone = r, t, t.Zone
	if s.zone == nil {
		s.zone = time.UTC
	}
}

// newScene is a subject with a case and its detections around it.
func newScene(of Scene, r *Rule, t *Tenant) *subject {
	s := newSubject(of.Detection, r, t)
	s.file, s.detections = of.Case, of.Detections
	if s.detections == nil {
		s.detections = []*detection.Detection{of.Detection}
	}
	return s
}

// attribute is a named part of a record: its CEL type and how to get it.
type attribute struct {
	kind *cel.Type
	of   func(*subject) ref.Val
}

func text(of func(*detection.Detection) string) attribute {
	return attribute{cel.StringType, func(s *subject) ref.Val { return types.String(of(s.detection.Detection)) }}
}

func list(of func(*detection.Detection) []string) attribute {
	return attribute{textList, func(s *subject) ref.Val { return texts(of(s.detection.Detection)) }}
}

func count(of func(*detection.Detection) int) attribute {
	return attribute{cel.IntType, func(s *subject) ref.Val { return types.Int(of(s.detection.Detection)) }}
}

func moment(of func(*detection.Detection) time.Time) attribute {
	return attribute{cel.TimestampType, func(s *subject) ref.Val { return types.Timestamp{Time: of(s.detection.Detection)} }}
}

// attributes are the fields of a detection as expressions see them
// (automatic-cases §1), at top level and under detection.
var attributes = map[string]attribute{
	"id":            text(func(d *detection.Detection) string { return d.ID }),
	"tenant_id":     text(func(d *detection.Detection) string { return d.TenantID }),
	"source":        text(func(d *detection.Detection) string { return d.Source }),
	"uid":           text(func(d *detection.Detection) string { return d.UID }),
	"title":         text(func(d *detection.Detection) string { return d.Title }),
	"description":   text(func(d *detection.Detection) string { return d.Description }),
	"type":          text(func(d *detection.Detection) string { return d.Type }),
	"status":        text(func(d *detection.Detection) string { return string(d.Status) }),
	"command_line":  text(func(d *detection.Detection) string { return d.CommandLine }),
	"tactics":       list(func(d *detection.Detection) []string { return d.Tactics }),
	"technique_ids": list(func(d *detection.Detection) []string { return d.TechniqueIDs }),
	"sensor_types":  list(func(d *detection.Detection) []string { return d.SensorTypes }),
	"tags":          list(func(d *detection.Detection) []string { return d.Tags }),
	"locations":     {textList, func(s *subject) ref.Val { return s.once("locations", locations) }},
	"count":         count(func(d *detection.Detection) int { return d.Count }),
	"version":       count(func(d *detection.Detection) int { return d.Version }),
	"arrival":       count(func(d *detection.Detection) int { return int(d.Arrival) }),
	"created_at":    moment(func(d *detection.Detection) time.Time { return d.CreatedAt }),
	"first_seen_at": moment(func(d *detection.Detection) time.Time { return d.FirstSeenAt }),
	"last_seen_at":  moment(func(d *detection.Detection) time.Time { return d.LastSeenAt }),
	"received_at":   moment(func(d *detection.Detection) time.Time { return d.ReceivedAt }),
	"severity":      {cel.DoubleType, func(s *subject) ref.Val { return types.Double(s.detection.Severity.Float()) }},
	"deprioritized": {cel.BoolType, func(s *subject) ref.Val { return types.Bool(s.detection.Deprioritized) }},
	"confidence":    {cel.NullableType(cel.DoubleType), (*subject).confidence},
	"threat_score":  {cel.NullableType(cel.DoubleType), (*subject).threatScore},
	"entities":      {textList, func(s *subject) ref.Val { return s.once("entities", entities) }},
	"raw":           {cel.DynType, func(s *subject) ref.Val { return s.once("raw", raw) }},
}

// collections are the functions without argument that list values of a detection.
var collections = map[string]func(source) []string{
	"usernames":       func(d source) []string { return d.ValuesOf("user") },
	"hostnames":       func(d source) []string { return d.ValuesOf("host") },
	"ips":             func(d source) []string { return d.ValuesOf("ip") },
	"domains":         func(d source) []string { return d.ValuesOf("domain") },
	"hashes":          func(d source) []string { return d.ValuesOf(detection.HashKinds...) },
	"source_ips":      func(d source) []string { return d.addressesUnder("source_ip") },
	"destination_ips": func(d source) []string { return d.addressesUnder("destination_ip") },
}

var ruleFields = map[string]attribute{
	"id":    {cel.StringType, func(s *subject) ref.Val { return types.String(s.rule.ID) }},
	"title": {cel.StringType, func(s *subject) ref.Val { return types.String(s.rule.Title) }},
	"tags":  {textList, func(s *subject) ref.Val { return texts(s.rule.Tags) }},
}

var tenantFields = map[string]attribute{
	"id":   {cel.StringType, func(s *subject) ref.Val { return types.String(s.tenant.ID) }},
	"name": {cel.StringType, func(s *subject) ref.Val { return types.String(s.tenant.Name) }},
}

var caseFields = map[string]attribute{
	"number":          {cel.IntType, ofCase(func(c *casefile.Case) ref.Val { return types.Int(c.Number) })},
	"title":           {cel.StringType, ofCase(func(c *casefile.Case) ref.Val { return types.String(c.Title) })},
	"severity":        {cel.StringType, ofCase(func(c *casefile.Case) ref.Val { return types.String(c.Severity) })},
	"priority":        {cel.StringType, ofCase(func(c *casefile.Case) ref.Val { return types.String(c.Priority) })},
	"status":          {cel.StringType, ofCase(func(c *casefile.Case) ref.Val { return types.String(c.Status) })},
	"type":            {cel.StringType, ofCase(func(c *casefile.Case) ref.Val { return types.String(c.Type) })},
	"tags":            {textList, ofCase(func(c *casefile.Case) ref.Val { return texts(c.Tags) })},
	"detection_count": {cel.IntType, ofCase(func(c *casefile.Case) ref.Val { return types.Int(c.DetectionCount) })},
}

// ofCase reads the case, and fails where there is none yet.
func ofCase(of func(*casefile.Case) ref.Val) func(*subject) ref.Val {
	return func(s *subject) ref.Val {
		if s.file == nil {
			return types.NewErr("there is no case yet")
		}
		return of(s.file)
	}
}

// resolvers finds what a name at top level stands for.
var resolvers = func() map[string]func(*subject) ref.Val {
	self := func(s *subject) ref.Val { return s }
	by := map[string]func(*subject) ref.Val{
		"detection": self, hidden: self, "rule": self, "tenant": self, "case": self, "detections": (*subject).each,
	}
	for name, a := range attributes {
		by[name] = a.of
	}
	for name, of := range collections {
		values := func(d source) ref.Val { return texts(of(d)) }
		by["@"+name] = func(s *subject) ref.Val { return s.once(name, values) }
	}
	return by
}()

// ResolveName gives the value of a variable.
func (s *subject) ResolveName(name string) (any, bool) {
	if of := resolvers[name]; of != nil {
		return of(s), true
	}
	return nil, false
}

// Parent is none: a subject stands alone.
func (s *subject) Parent() cel.Activation { return nil }

// ConvertToNative refuses: a subject is read field by field.
func (s *subject) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a detection is no %s", t)
}

// ConvertToType refuses: a subject is read field by field.
func (s *subject) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a detection is no %s", t.TypeName())
}

// Equal compares by identity.
func (s *subject) Equal(other ref.Val) ref.Val { return types.Bool(ref.Val(s) == other) }

// Type is the struct that CEL takes a subject for.
func (s *subject) Type() ref.Type { return detectionType }

// AggregateSize lets a subject itself weigh nothing: its parts are weighed as they are read.
func (s *subject) AggregateSize(types.AggregateSizer) uint32 { return 1 }

// Value is the subject itself.
func (s *subject) Value() any { return s }

func (s *subject) confidence() ref.Val {
	if s.detection.Confidence == nil {
		return types.NullValue
	}
	return types.Double(s.detection.Confidence.Float())
}

func (s *subject) threatScore() ref.Val {
	if s.detection.ThreatScore == nil {
		return types.NullValue
	}
	return types.Double(*s.detection.ThreatScore)
}

// once makes a value when it is first asked for.
func (s *subject) once(name string, of func(source) ref.Val) ref.Val {
	for _, m := range s.made {
		if m.name == name {
			return m.value
		}
	}
	value := of(s.detection)
	s.made = append(s.made, made{name, value})
	return value
}

// each are the scene's detections, each a subject of its own.
func (s *subject) each() ref.Val {
	return s.once("detections", func(source) ref.Val {
		all := make([]ref.Val, len(s.detections))
		for i, d := range s.detections {
			all[i] = newSubject(d, s.rule, s.tenant)
		}
		return types.NewRefValList(types.DefaultTypeAdapter, all)
	})
}

func locations(d source) ref.Val { return texts(d.places()) }

func entities(d source) ref.Val {
	all := make([]string, len(d.Entities))
	for i, e := range d.Entities {
		all[i] = string(e)
	}
	return texts(all)
}

// raw is the source's JSON; null where there is none.
func raw(d source) ref.Val {
	var v any
	if len(d.Raw) == 0 || json.Unmarshal(d.Raw, &v) != nil {
		return types.NullValue
	}
	return types.DefaultTypeAdapter.NativeToValue(v)
}

func texts(values []string) ref.Val { return types.NewStringList(types.DefaultTypeAdapter, values) }
