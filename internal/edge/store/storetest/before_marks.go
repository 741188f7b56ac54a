package storetest

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/feed"
)

// FoundByMarks writes what the tables held before there were marks to db, which
// has nothing but them, lets open bring it up to date, and finds it again.
func FoundByMarks(t *testing.T, db *sql.DB, open func() (Store, error)) {
	const many = 2100
	run(t, db, `INSERT INTO tenants (id, name, partner_id, time_zone, created_at, sequence) VALUES ('acme', 'Acme', '', 'UTC', 0, 3000)`)
	var tenant int64
	if err := db.QueryRowContext(t.Context(), `SELECT tenant FROM tenants`).Scan(&tenant); err != nil {
		t.Fatal(err)
	}
	tx := must(db.BeginTx(t.Context(), nil))(t)
	defer tx.Rollback()
	var all []detection.Detection
	for n := uint64(1); n <= many; n++ {
		d := detection.Detection{
			ID: detection.ID(n), TenantID: "acme", Source: "ocsf", UID: fmt.Sprint("uid-", n), Title: fmt.Sprint("title ", n), Status: detection.Open,
			Entities: []detection.Entity{detection.Entity(fmt.Sprint("host:h", n%700))}, Count: 1, Arrival: n, Version: 1, CreatedAt: start, LastSeenAt: start,
		}
		all = append(all, d)
		run(t, tx, `INSERT INTO detections (tenant, arrival, sequence, identity, source, type, severity, status, created_at, received_at, fingerprint, document, count, last_seen_at)
			VALUES ($1, $2, $2, $3, $4, $5, 0, 'open', $6, $8, '', $7, 1, $6)`, tenant, n, []byte(d.UID), []byte("ocsf"), []byte{}, start.UnixMicro(), text(t, d), n*1_000_000)
		run(t, tx, `INSERT INTO detection_raws (tenant, arrival, raw) VALUES ($1, $2, $3)`, tenant, n, []byte(`{}`))
	}
	repeat := detection.Detection{Source: "ocsf", UID: "a repeat", Count: 1}
	run(t, tx, `INSERT INTO detection_folds (tenant, sequence, identity, target, fingerprint, document) VALUES ($1, 2900, $2, 7, 'print', $3)`,
		tenant, []byte("fold"), text(t, repeat))
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}

	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	for _, d := range []detection.Detection{all[0], all[999], all[1000], all[many-1]} {
		known := must(s.Known(ctx, "acme", []detection.Identity{d.Identity()}))(t)
		same(t, "what is known", map[detection.Identity]change.Known{d.Identity(): {Current: d}}, known)
		key := detection.RepeatKey(&d)
		found := must(s.Candidates(ctx, "acme", []change.Trace{{Key: key, Between: change.Between{From: start, To: start}}}))(t)
		same(t, "what may be repeated", []change.Candidate{{Detection: d}}, found[key])
	}
	same(t, "a list", []string{detection.ID(1405), detection.ID(705), detection.ID(5)}, found(t, s, "acme", "@host = 'h5'"))
	second := func(n int64) time.Time { return time.Unix(n, 0).UTC() }
	same(t, "what sources sent", []feed.Feed{{Source: "ocsf", Hours: []feed.Hour{
		{From: second(0), Count: many, FirstAt: second(1), LastAt: second(many), Pause: time.Second},
	}}}, must(s.Feeds(ctx, "acme"))(t))
	fold := must(s.Known(ctx, "acme", []detection.Identity{repeat.Identity()}))(t)[repeat.Identity()].Fold
	if fold == nil || fold.Into != 7 || fold.Sequence != 2900 {
		t.Errorf("the repeat is known as %+v", fold)
	}
}
