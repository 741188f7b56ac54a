package storetest

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/rule"
)

// ComesThrough writes what the first tables held to db, which has nothing but
// them, lets open bring it up to date, and reads it back.
func ComesThrough(t *testing.T, db *sql.DB, open func() (Store, error)) {
	d := detection.Detection{
		ID: detection.ID(1), TenantID: "acme", Source: "ocsf", UID: "uid", Title: "nul\x00", Status: detection.InCase, Count: 3, Arrival: 1, Version: 1,
		Entities: []detection.Entity{"host:web-1"}, CreatedAt: start, LastSeenAt: time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC), ReceivedAt: start,
		Raw: json.RawMessage(`{"n": 1}`), Fingerprint: "print",
	}
	books := []rule.Book{
		{Rules: []rule.Rule{{ID: "a", Title: "A\x00"}, {ID: "b", Title: "B"}}, Templates: []rule.Template{{ID: "a", Title: "T"}}},
		{Rules: []rule.Rule{{ID: "b", Title: "B"}, {ID: "a", Title: "A2"}}},
	}
	bare := d
	bare.Raw = nil
	run(t, db, `INSERT INTO tenants (id, name, partner_id, time_zone, created_at, sequence, entry, case_number, rule_set) VALUES ('acme', 'Acme', '', 'UTC', 0, 3, 300, 1, 2)`)
	var tenant int64
	if err := db.QueryRowContext(t.Context(), `SELECT tenant FROM tenants`).Scan(&tenant); err != nil {
		t.Fatal(err)
	}
	run(t, db, `INSERT INTO detections (tenant, arrival, sequence, identity, source, type, severity, status, created_at, received_at, fingerprint, document)
		VALUES ($1, 1, 1, $2, $3, $4, 0, 'in_case', $5, $5, 'print', $6)`, tenant, []byte("0"), []byte("ocsf"), []byte{}, start.UnixMicro(), text(t, bare))
	run(t, db, `INSERT INTO detection_raws (tenant, arrival, raw) VALUES ($1, 1, $2)`, tenant, []byte(d.Raw))
	run(t, db, `INSERT INTO cases (tenant, number, version, open, severity, status, priority, score, detection_count, created_at, updated_at, document)
		VALUES ($1, 1, 1, true, 0, 0, 'P3', 0, 1, 0, 0, $2)`, tenant, []byte(`{"Number":1,"Status":"new"}`))
	run(t, db, `INSERT INTO case_members (tenant, number, arrival, rule, rule_set) VALUES ($1, 1, 1, $2, 1)`, tenant, []byte("a"))
	run(t, db, `INSERT INTO case_keys (tenant, number, arrival, rule, "row") VALUES ($1, 1, 1, $2, $2)`, tenant, []byte("nul\x00"))
	run(t, db, `INSERT INTO users (id, name, name_folded, password_hash, one_time, role, root, partner_id, tenant_id, created_at)
		VALUES ('u1', 'Ädmin', 'ädmin', '$x', true, 'admin', true, '', '', $1)`, start.UnixMicro())
	run(t, db, `INSERT INTO tokens (id, secret_hash, name, role, root, partner_id, tenant_id, created_at)
		VALUES ('t1', $2, 'sensor', 'ingest', false, '', 'acme', $1)`, start.UnixMicro(), []byte{0, 255})
	for entry := 1; entry <= 300; entry++ {
		run(t, db, `INSERT INTO activities (tenant, entry, number, kind, canonical) VALUES ($1, $2, 1, 'commented', $3)`, tenant, entry, fmt.Appendf(nil, `{"entry":%d}`, entry))
	}
	for i, b := range books {
		run(t, db, `INSERT INTO rule_sets (tenant, version, sequence, at, document) VALUES ($1, $2, $3, $4, $5)`,
			tenant, i+1, i+2, start.UnixMicro(), text(t, b))
	}

	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	user := access.User{ID: "u1", Name: "Ädmin", PasswordHash: "$x", OneTime: true, Role: access.Admin, Reach: access.Reach{Root: true}, CreatedAt: start, Version: 1}
	same(t, "the user", user, must(s.User(ctx, "ÄDMIN"))(t))
	token := access.Token{ID: "t1", SecretHash: []byte{0, 255}, Name: "sensor", Role: access.Ingest, Reach: access.Reach{TenantID: "acme"}, CreatedAt: start, Version: 1}
	same(t, "the token", token, must(s.Token(ctx, "t1"))(t))
	treeIsThatOfRecords(&history{tester: t, tenant: "acme", head: change.Head{Entry: 300}}, s)
	same(t, "the detection", d, must(s.Detection(ctx, "acme", casefile.AllSeeing, d.ID))(t).Detection)
	same(t, "a list", []string{d.ID}, found(t, s, "acme", "count = 3 AND last_seen_at > '9999-01-01'"))
	same(t, "what sources sent", []feed.Feed{{Source: "ocsf", Hours: []feed.Hour{feed.HourOf(1, start)}}}, must(s.Feeds(ctx, "acme"))(t))
	same(t, "a list of an entity", []string{d.ID}, found(t, s, "acme", "@host = 'WEB-1'"))
	same(t, "the identity", map[detection.Identity]change.Known{d.Identity(): {Current: bare}}, must(s.Known(ctx, "acme", []detection.Identity{d.Identity()}))(t))
	key := detection.RepeatKey(&d)
	candidates := must(s.Candidates(ctx, "acme", []change.Trace{{Key: key, Between: change.Between{From: d.LastSeenAt, To: d.LastSeenAt}}}))(t)
	same(t, "the candidate", []change.Candidate{{Detection: bare, Cases: []uint64{1}}}, candidates[key])
	same(t, "the keys", []change.Key{{Case: 1, Row: "nul\x00", DetectionID: d.ID, RuleID: "nul\x00"}}, must(s.HeldCase(ctx, "acme", 1))(t).Keys)
	for i, b := range books {
		same(t, "a book", b, must(s.BookAt(ctx, "acme", uint64(i+1)))(t))
	}
	same(t, "the unchanged rule", []change.Edition{{SetVersion: 1, At: start, Rule: &books[0].Rules[1]}}, must(s.Versions(ctx, "acme", change.RuleItem, "b"))(t))
	came := d
	came.Status = detection.Open
	same(t, "the past", []change.Past{
		{Sequence: 1, At: start, Arrived: &came}, {Sequence: 2, At: start, Book: &books[0]}, {Sequence: 3, At: start, Book: &books[1]},
	}, must(s.Past(ctx, "acme", 0, 10))(t))
}

func run(t *testing.T, db interface {
	ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error)
}, statement string, args ...any,
) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, v any) []byte {
	t.Helper()
	return must(json.Marshal(v))(t)
}
