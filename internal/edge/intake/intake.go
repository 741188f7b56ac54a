// Package intake turns foreign bytes into detections.
//
// It works in two steps. Records cuts a body (NDJSON, one object, objects one
// after another, or a list; plain or gzip) into records, streaming, in memory
// that does not grow with what is sent. A Source then reads one record of one
// product and answers with an Outcome: a detection in canonical form, a reason
// to skip it, or a fault that names the field at fault.
//
// There are two kinds of source. "ocsf" reads OCSF findings natively. Every
// other one is a mapping file: mappings/<product>/mapping.yaml says where each
// field lies, and a sample with its expected result stands beside it.
// docs/sources.md is the manual of both.
//
// Intake promises never to panic and never to accept a detection without uid,
// type and title. It reads no clock, gives no ids and knows no tenant: what a
// record means depends on the record and on received_at alone.
package intake

import (
	"strings"
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// A Source turns the events of one product into detections. Sources are
// immutable: any number of goroutines may read with one.
type Source interface {
	// Name is what senders call it, and a detection's Source.
	Name() string
	// Read judges one record. The bytes become the detection's Raw: the caller
	// gives them away and must not change them.
	Read(raw []byte, receivedAt time.Time) Outcome
}

// Outcome is what became of one record: exactly one of Detection, Skipped and
// Err is set.
type Outcome struct {
	// Detection lacks what only the engine knows: id, tenant and arrival.
	Detection *detection.Detection
	// Skipped says why the record is rightly no detection, such as "event_type is not alert".
	Skipped string
	// Err is a fault.Invalid fit for the sender; its details name the field.
	Err error
}

// Registry knows the sources by name.
type Registry struct {
	names   []string
	sources map[string]Source
}

// Sources are all the sources that this program was built with.
func Sources() *Registry {
	r := &Registry{sources: map[string]Source{}}
	r.add(OCSF{})
	for _, m := range builtin() {
		r.add(m)
	}
	return r
}

func (r *Registry) add(s Source) {
	r.names = append(r.names, s.Name())
	r.sources[s.Name()] = s
}

// Names are the names of all sources, "ocsf" first.
func (r *Registry) Names() []string { return append([]string(nil), r.names...) }

// Source is the source of that name, or a fault.NotFound that lists those there are.
func (r *Registry) Source(name string) (Source, error) {
	if s, ok := r.sources[name]; ok {
		return s, nil
	}
	return nil, fault.New(fault.NotFound, "there is no source %q; there are %s", name, strings.Join(r.names, ", "))
}

// rejected is the outcome of a record whose field at path is at fault.
func rejected(path, format string, args ...any) Outcome {
	e := fault.New(fault.Invalid, format, args...)
	if path != "" {
		e = e.With(fault.Detail{Location: path, Message: e.Message})
	}
	return Outcome{Err: e}
}
