package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/engine"
)

// stall is how long a sender may pause in the middle of a body.
const stall = time.Minute

// Receipt says what became of a body, after it was committed.
type Receipt struct {
	Accepted      int                `json:"accepted" doc:"New detections."`
	Updated       int                `json:"updated" doc:"New versions of known detections."`
	Unchanged     int                `json:"unchanged" doc:"Resends; nothing was written."`
	Folded        int                `json:"folded" doc:"Repeats that became part of an earlier detection."`
	Skipped       int                `json:"skipped" doc:"Records that are no detections of their source."`
	Rejected      []engine.Rejection `json:"rejected" doc:"The first 100 records that were refused."`
	RejectedTotal int                `json:"rejected_total"`
	Cases         []string           `json:"cases" doc:"The first 1,000 cases that were opened, joined or changed."`
	CasesTotal    int                `json:"cases_total"`
	TimesAssumed  int                `json:"times_assumed" doc:"Detections that got the time of receipt for want of one to trust."`
}

func (p telling) receiptOf(a engine.Answer) Receipt {
	return Receipt{
		Accepted: a.Accepted, Updated: a.Updated, Unchanged: a.Unchanged, Folded: a.Folded, Skipped: a.Skipped,
		Rejected: append([]engine.Rejection{}, a.Rejected...), RejectedTotal: a.RejectedTotal,
		Cases: p.numbers(a.Cases), CasesTotal: a.CasesTotal, TimesAssumed: a.TimesAssumed,
	}
}

func (s *Server) registerSend() {
	event := &huma.MediaType{Schema: &huma.Schema{}, Example: exampleEvent}
	s.raw(operation{
		method: "POST", path: tenantPath + "/detections", id: "send-detections", summary: "Send events of a product",
		about: "Takes one object, an array of objects or NDJSON, plain or gzip, as a stream: up to 2 GB a request and 1 MB a record. " +
			"The answer comes after the commit. Good records beside a bad one are taken. Sending a body again is safe: what is known is unchanged. " +
			"Where the body can't be read to its end, the problem tells under stored what was taken before.",
		needs: need{name: string(access.SendDetections), action: access.SendDetections, sends: true}, gives: exampleReceipt,
		params: []*huma.Param{tenantParam(), {
			Name: "source", In: "query", Required: true, Example: "ocsf", Schema: &huma.Schema{Type: huma.TypeString},
			Description: "The product whose events these are: ocsf, or the name of a mapping file such as wazuh or suricata.",
		}, {
			Name: "Content-Encoding", In: "header", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"gzip", "identity"}},
		}},
		body: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": event, "application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString}},
		}},
	}, s.send)
}

func (s *Server) send(v visit) error {
	source := v.r.URL.Query().Get("source")
	if source == "" {
		return wrongParameter("source", "This parameter is missing; it names the product, such as ocsf.")
	}
	numbers, err := s.telling(v.r.Context(), v)
	if err != nil {
		return err
	}
	body := s.pace(v)
	records, err := s.intake.Open(source, body, v.r.Header.Get("Content-Encoding"), time.Now().UTC())
	if missing(err) {
		return wrongField("query.source", sentenceOf(err.Error()))
	}
	if err != nil {
		return err
	}
	var broken error
	answer, err := s.engine.Receive(v.r.Context(), v.tenant, whole(records, &broken))
	s.meter.received(answer)
	body.finish()
	if hidden := s.hide(v, &answer); err == nil {
		err = hidden
	}
	if err == nil && broken != nil {
		err = s.brokenOff(v, body.err, broken)
	}
	if err != nil {
		body.spill()
		return s.partly(v.r.Context(), err, numbers.receiptOf(answer))
	}
	writeJSON(v.w, numbers.receiptOf(answer))
	return nil
}

// hide takes out of an answer the cases that the sender may not know of; all, where
// nobody can say which.
func (s *Server) hide(v visit, a *engine.Answer) error {
	hidden, err := s.cases.Hidden(v.r.Context(), v.tenant.ID, v.viewer(), a.Cases)
	told := slices.DeleteFunc(a.Cases, func(n uint64) bool { return err != nil || hidden[n] })
	a.CasesTotal -= len(a.Cases) - len(told)
	a.Cases = told
	return err
}

// brokenOff is why a body could not be read to its end: reason, unless what
// failed is the sender's own connection, which is no trouble of the server.
func (s *Server) brokenOff(v visit, cause, reason error) error {
	switch {
	case cause == nil:
		return reason
	case malformed(cause):
		return newProblem(http.StatusBadRequest, "The body is malformed: its chunks are not as HTTP has them.")
	}
	s.log.DebugContext(v.r.Context(), "a body broke off", "error", reason)
	var f *fault.Error
	if !errors.As(reason, &f) {
		return unavailable("The body broke off.")
	}
	return unavailable(sentenceOf(f.Message))
}

// malformed says whether an error of reading a body is about its bytes; the
// others are about the connection. net/http names none of them.
func malformed(err error) bool {
	var connection net.Error
	return !errors.As(err, &connection) && !errors.Is(err, io.ErrUnexpectedEOF) &&
		!errors.Is(err, http.ErrBodyReadAfterClose) && !errors.Is(err, context.Canceled)
}

// partly is the problem of a body of which only a part was taken.
func (s *Server) partly(ctx context.Context, err error, stored Receipt) *Problem {
	p := *problemOf(ctx, s.log, err)
	p.Stored = &stored
	return &p
}

// whole passes the records of a body on until one says that the rest can't be read.
func whole(records iter.Seq[engine.Record], broken *error) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for r := range records {
			if r.Final {
				*broken = r.Err
				return
			}
			if !yield(r) {
				return
			}
		}
	}
}

// paced is a body whose sender may take any time, as long as something comes.
type paced struct {
	body    io.Reader
	control *http.ResponseController
	// slow waits for as long as so many bytes take.
	slow func(bytes int)
	// err is what ended the body before its end.
	err error
}

func (s *Server) pace(v visit) *paced {
	p := &paced{
		body: v.r.Body, control: http.NewResponseController(v.w),
		slow: func(bytes int) { s.limits.slow(v.r.Context(), v.principal, bytes) },
	}
	_ = p.control.SetWriteDeadline(time.Time{}) // not every connection has deadlines
	return p
}

func (p *paced) Read(b []byte) (int, error) {
	_ = p.control.SetReadDeadline(time.Now().Add(stall))
	n, err := p.body.Read(b)
	if err == io.EOF {
		_ = p.control.SetReadDeadline(time.Time{})
	} else if err != nil {
		p.err = err
	}
	p.slow(n)
	return n, err
}

const (
	spillBytes = 4 << 20
	spillTime  = 5 * time.Second
)

// spill reads some of what is left of a body that is refused: a sender in the
// middle of it hears the answer, instead of a connection that breaks.
func (p *paced) spill() {
	_ = p.control.SetReadDeadline(time.Now().Add(spillTime))
	_, _ = io.CopyN(io.Discard, p.body, spillBytes)
}

// finish gives the answer the usual time to be written.
func (p *paced) finish() { _ = p.control.SetWriteDeadline(time.Now().Add(writeTimeout)) }

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // the client may be gone
}
