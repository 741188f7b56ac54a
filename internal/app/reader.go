package app

import (
	"io"
	"iter"
	"time"

	"caseweave/internal/edge/intake"
	"caseweave/internal/engine"
)

// reader lets HTTP read bodies by intake.
type reader struct{ *intake.Registry }

// Open reads body as records of source, decompressed as encoding and its first bytes say.
func (r reader) Open(source string, body io.Reader, encoding string, receivedAt time.Time) (iter.Seq[engine.Record], error) {
	if err := intake.CheckEncoding(encoding); err != nil {
		return nil, err
	}
	s, err := r.Source(source)
	if err != nil {
		return nil, err
	}
	records := intake.Records(body, intake.Usual)
	return func(yield func(engine.Record) bool) {
		for framed := range records {
			if !yield(record(s, framed, receivedAt)) {
				return
			}
		}
	}, nil
}

func record(s intake.Source, framed intake.Record, receivedAt time.Time) engine.Record {
	r := engine.Record{Line: framed.Line, Err: framed.Err, Final: framed.Final}
	if framed.Err != nil || framed.Final {
		return r
	}
	o := s.Read(framed.Bytes, receivedAt)
	r.Detection, r.Skipped, r.Err = o.Detection, o.Skipped != "", o.Err
	return r
}
