package sqlite_test

import (
	"testing"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/store/sqlite"
)

// TestNothingIsLeftOfWhatWasRetired looks into the tables, since readers would
// look past rows that were left.
func TestNothingIsLeftOfWhatWasRetired(t *testing.T) {
	dir := t.TempDir()
	s, db := opened(t, dir), database(t, dir)
	commit := committing(t, s)
	d := noise(1)
	commit(func(set *change.Set) {
		set.Arrived = []detection.Detection{d}
		set.After.Log++
		set.Logs = []rulelog.Entry{{Entry: set.After.Log, Kind: rulelog.CaseFull, Detection: &rulelog.Ref{ID: d.ID}}}
	})
	d.Version, d.Title, d.Entities = 2, "Another", []detection.Entity{"host:another"}
	d.LastSeenAt = d.LastSeenAt.Add(2 * time.Hour)
	commit(func(set *change.Set) {
		set.Updated = []change.Update{{Sequence: set.After.Sequence, Version: d, Applied: true}}
	})
	for range 3 {
		repeat := noise(99)
		d.LastSeenAt = d.LastSeenAt.Add(time.Hour)
		repeat.LastSeenAt = d.LastSeenAt
		commit(func(set *change.Set) {
			set.Folded = []change.Fold{{Sequence: set.After.Sequence, Into: 1, Repeat: repeat}}
			set.Standings = []change.Standing{{Arrival: 1, Status: detection.Open, Count: 2, LastSeenAt: d.LastSeenAt}}
		})
	}
	commit(func(set *change.Set) { set.Retired = []uint64{1} })
	for _, table := range []string{
		"detections", "detection_raws", "raw_blocks", "detection_versions", "detection_folds", "rule_logs",
	} {
		var rows int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&rows); err != nil || rows > 0 {
			t.Errorf("%d rows are left in %s: %v", rows, table, err)
		}
	}
}

// What a source sent before there were blocks lies beside them; it goes, and what
// lies in a block goes with it.
func TestRawEventsGoWhereverTheyLie(t *testing.T) {
	dir := t.TempDir()
	s, db := opened(t, dir), database(t, dir)
	commit := committing(t, s)
	commit(func(set *change.Set) { set.Arrived = []detection.Detection{noise(1)} })
	for _, older := range []string{`DELETE FROM raw_blocks`, `INSERT INTO detection_raws (tenant, arrival, raw) SELECT tenant, arrival, '{}' FROM detections`} {
		if _, err := db.Exec(older); err != nil {
			t.Fatal(err)
		}
	}
	commit(func(set *change.Set) { set.Arrived = []detection.Detection{noise(2)} })
	commit(func(set *change.Set) { set.Retired = []uint64{1, 2} })
	for _, table := range []string{"detections", "detection_raws", "raw_blocks"} {
		var rows int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&rows); err != nil || rows > 0 {
			t.Errorf("%d rows are left in %s: %v", rows, table, err)
		}
	}
}

// committing commits one set after the other, each under the next sequence number.
func committing(t *testing.T, s *sqlite.Store) func(fill func(*change.Set)) {
	t.Helper()
	head, err := s.Claim(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	return func(fill func(*change.Set)) {
		t.Helper()
		set := change.Set{TenantID: "acme", Before: head, After: head}
		set.After.Sequence++
		fill(&set)
		if err := s.Commit(t.Context(), &set); err != nil {
			t.Fatal(err)
		}
		head = set.After
	}
}
