package httpapi

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/proof"
)

// Checkpoint is what a log held when it was signed.
type Checkpoint struct {
	Log         string    `json:"log" doc:"tenant/ID for what happened in a tenant, acts/PLACE for what administrators did."`
	Size        uint64    `json:"size" doc:"How many entries the log has."`
	Root        string    `json:"root" doc:"The root of their tree, in base64: see RFC 6962."`
	At          time.Time `json:"at"`
	Note        string    `json:"note" doc:"What was signed, with its signature: a C2SP checkpoint. Keep it where nobody can change it."`
	PublicKey   string    `json:"public_key" doc:"Tells whether it was signed: for caseweave verify --key."`
	Fingerprint string    `json:"fingerprint" doc:"The key in short, for comparing."`
}

// HistoryCheck is what came of holding entries against the log's tree of hashes,
// and that against the last signed checkpoint.
type HistoryCheck struct {
	State     checkState   `json:"state" doc:"pending until the server has looked at all entries for the first time since its start."`
	Entries   uint64       `json:"entries" doc:"How many entries were looked at."`
	CheckedAt *time.Time   `json:"checked_at,omitempty"`
	Signed    *SignedUntil `json:"signed,omitempty" doc:"The signed checkpoint that the log goes on from; missing where there is none yet."`
	Flaw      *HistoryFlaw `json:"flaw,omitempty" doc:"The first thing that is wrong, where the state is broken."`
}

// SignedUntil is how far a log was signed, and when.
type SignedUntil struct {
	Size uint64    `json:"size"`
	At   time.Time `json:"at"`
}

// HistoryFlaw is the first thing that is wrong with a log.
type HistoryFlaw struct {
	Entry uint64   `json:"entry,omitempty" doc:"The first entry that is wrong; missing where none can be named."`
	Kind  flawKind `json:"kind"`
	Why   string   `json:"why"`
}

type checkState string

const (
	checkPending  checkState = "pending"
	checkVerified checkState = "verified"
	checkBroken   checkState = "broken"
)

func checkpointOf(s proof.Statement) Checkpoint {
	return Checkpoint{
		Log: s.Log, Size: s.Size, Root: base64.StdEncoding.EncodeToString(s.Root[:]), At: s.At.UTC(),
		Note: s.Note, PublicKey: s.PublicKey, Fingerprint: proof.Fingerprint(s.PublicKey),
	}
}

func historyCheckOf(c proof.Check) HistoryCheck {
	told := HistoryCheck{State: checkVerified, Entries: c.Entries, CheckedAt: some(c.At)}
	if c.Signed.Size > 0 {
		told.Signed = &SignedUntil{c.Signed.Size, c.Signed.At.UTC()}
	}
	if c.Flaw != nil {
		told.State, told.Flaw = checkBroken, &HistoryFlaw{c.Flaw.Entry, flawKind(c.Flaw.Kind), c.Flaw.Why}
	}
	return told
}

const aboutExport = "NDJSON for caseweave verify: the signed checkpoint, then each entry byte for byte as it is kept, with the hashes that lead to the checkpoint, and a signed end. " +
	"Entries are in their order. Where it can't be written to its end, the connection breaks off."

func (s *Server) registerProofs() {
	s.registerCheckpoints()
	register(s, operation{
		method: "GET", path: tenantPath + "/history/check", id: "check-history", summary: "See whether the history is what was written",
		about: "What the server's own check of the tenant's whole history came to: at its start and every day it holds each entry against the tree of hashes, and that against the signed checkpoint.",
		needs: needs(access.ReadAudit), gives: exampleHistoryCheck,
	}, func(_ context.Context, v visit, _ *InTenant) (HistoryCheck, error) {
		return s.checkedOf(proof.History(v.tenant.ID)), nil
	})
	register(s, operation{
		method: "GET", path: placePath + "/acts/check", id: "check-acts", summary: "See whether the acts of administrators are what was written",
		needs: needsAtPlace(access.ReadAudit), gives: exampleHistoryCheck,
	}, func(_ context.Context, v visit, _ *InPlace) (HistoryCheck, error) {
		return s.checkedOf(proof.Acts(v.place.String())), nil
	})
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/history/check", id: "check-case-history", summary: "Check a case's history now",
		about: "Each entry of the case is held against the tree of hashes, and that against the signed checkpoint.",
		needs: needs(access.ReadCases), gives: exampleHistoryCheck,
	}, s.checkCase)
	s.registerProofExports()
}

func (s *Server) registerCheckpoints() {
	register(s, operation{
		method: "GET", path: tenantPath + "/checkpoint", id: "sign-history", summary: "Get a signed checkpoint of the history",
		about: "It says how many entries the tenant's history has, and the root of their tree. Whoever keeps it can prove later that nothing before it was changed. It is signed now; a history that does not go on from what was signed before is not signed (503).",
		needs: needs(access.ReadCases), gives: exampleCheckpoint,
	}, func(ctx context.Context, v visit, _ *InTenant) (Checkpoint, error) {
		return s.signed(ctx, proof.History(v.tenant.ID))
	})
	register(s, operation{
		method: "GET", path: placePath + "/acts/checkpoint", id: "sign-acts", summary: "Get a signed checkpoint of the acts of administrators",
		needs: needsAtPlace(access.ReadAudit), gives: exampleCheckpoint,
	}, func(ctx context.Context, v visit, _ *InPlace) (Checkpoint, error) {
		return s.signed(ctx, proof.Acts(v.place.String()))
	})
}

func (s *Server) signed(ctx context.Context, log string) (Checkpoint, error) {
	statement, err := s.notary.Checkpoint(ctx, log)
	if err != nil {
		return Checkpoint{}, err
	}
	return checkpointOf(statement), nil
}

func (s *Server) checkedOf(log string) HistoryCheck {
	check, over := s.notary.Checked(log)
	if !over {
		return HistoryCheck{State: checkPending}
	}
	return historyCheckOf(check)
}

func (s *Server) checkCase(ctx context.Context, v visit, in *InCase) (HistoryCheck, error) {
	number, err := in.number()
	if err != nil {
		return HistoryCheck{}, err
	}
	if _, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number); err != nil {
		return HistoryCheck{}, err
	}
	check, err := s.notary.CheckCase(ctx, v.tenant.ID, number)
	if err != nil {
		return HistoryCheck{}, err
	}
	return historyCheckOf(check), nil
}

func (s *Server) registerProofExports() {
	times := []*huma.Param{{
		Name: "from", In: "query", Description: "Only what happened then or later.", Schema: &huma.Schema{Type: huma.TypeString, Format: "date-time"},
	}, {
		Name: "to", In: "query", Description: "Only what happened before.", Schema: &huma.Schema{Type: huma.TypeString, Format: "date-time"},
	}, {
		Name: "actor", In: "query", Description: "Only what somebody did: the id or name of a user or token.", Schema: &huma.Schema{Type: huma.TypeString},
	}}
	answers := map[string]*huma.MediaType{"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString}}}
	s.raw(operation{
		method: "GET", path: tenantPath + "/history/export", id: "export-history", summary: "Export the history with its proof", about: aboutExport,
		needs: needs(access.ReadAudit), answers: answers,
		params: append([]*huma.Param{tenantParam(), {
			Name: "case", In: "query", Description: "Only what happened to a case.", Schema: &huma.Schema{Type: huma.TypeString},
		}}, times...),
	}, func(v visit) error { return s.exportProof(v, proof.History(v.tenant.ID), "history-"+v.tenant.ID) })
	s.raw(operation{
		method: "GET", path: placePath + "/acts/export", id: "export-acts", summary: "Export the acts of administrators with their proof", about: aboutExport,
		needs: needsAtPlace(access.ReadAudit), answers: answers,
		params: append([]*huma.Param{placeParam()}, times...),
	}, func(v visit) error {
		return s.exportProof(v, proof.Acts(v.place.String()), "acts-"+fileName(v.place))
	})
}

func placeParam() *huma.Param {
	return &huma.Param{Name: "place", In: "path", Required: true, Example: "tenant:default", Description: "Where: root, partner:ID or tenant:ID.", Schema: &huma.Schema{Type: huma.TypeString}}
}

// fileName is a place in the name of a file.
func fileName(place access.Reach) string {
	if place.Root {
		return "root"
	}
	return place.PartnerID + place.TenantID
}

// exportProof streams an export; see export for what happens where it breaks off.
func (s *Server) exportProof(v visit, log, name string) error {
	selection, err := selectionOf(v)
	if err != nil {
		return err
	}
	conceals, err := s.concealed(v)
	if err != nil {
		return err
	}
	write, err := s.notary.Export(v.r.Context(), log, v.viewer(), conceals, selection)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/x-ndjson")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.ndjson"`)
	if v.r.Method == http.MethodHead {
		return nil
	}
	if err := write(patient{v.w, http.NewResponseController(v.w)}); err != nil {
		panic(brokenOff{name, err})
	}
	return nil
}

// concealed is what of a tenant's history its own people are told in other words only:
// who of the provider has a case where that is hidden, and what the provider alone
// calls a status. A record is told as it is, or not at all.
func (s *Server) concealed(v visit) (func(*activity.Activity) bool, error) {
	if v.tenant.ID == "" {
		return nil, nil
	}
	p, err := s.telling(v.r.Context(), v)
	if err != nil || p.veil == nil && !p.reader.Customer {
		return nil, err
	}
	return func(a *activity.Activity) bool {
		return p.veil != nil && a.Kind == activity.AssigneeChanged ||
			p.reader.Customer && a.Kind == activity.StatusChanged && (p.shown(a.Old) != a.Old || p.shown(a.New) != a.New)
	}, nil
}

// patient gives each write its own time.
type patient struct {
	io.Writer
	control *http.ResponseController
}

func (p patient) Write(text []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(exportWrite)) // not every connection has deadlines
	return p.Writer.Write(text)
}

func selectionOf(v visit) (selection proof.Selection, err error) {
	query := v.r.URL.Query()
	selection.Actor = query.Get("actor")
	for name, into := range map[string]**time.Time{"from": &selection.From, "to": &selection.To} {
		if text := query.Get(name); text != "" {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return selection, wrongParameter(name, "A time is written as 2026-05-01T12:00:00Z.")
			}
			*into = &at
		}
	}
	if selection.From != nil && selection.To != nil && selection.To.Before(*selection.From) {
		return selection, wrongParameter("to", "The end is before the beginning.")
	}
	if text := query.Get("case"); text != "" {
		if selection.Case, err = parseNumber(text); err != nil {
			return selection, wrongParameter("case", "There is no case with such a number.")
		}
	}
	return selection, nil
}

var (
	exampleCheckpoint = checkpointOf(proof.Statement{
		Checkpoint: proof.Checkpoint{Log: "tenant/default", Size: 123456, Root: proof.Leaf([]byte("example")), At: exampleTime},
		Note:       "caseweave/tenant/default\n123456\nXSMNs8HhDmn0DmHgnZ9N4wZmBfQpqTuPyzS1UOQFhvE=\nat 2026-05-01T12:00:00Z\n\n— caseweave 0Ab12C==\n",
		PublicKey:  "caseweave+8f3a91bc+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",
	})
	exampleHistoryCheck = historyCheckOf(proof.Check{
		Signed: proof.Checkpoint{Size: 123400, At: exampleTime}, Entries: 123456, Size: 123456, At: exampleTime,
	})
)
