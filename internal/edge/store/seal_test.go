package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/edge/store/storetest"
)

func TestShortSegmentsKeepEveryPromise(t *testing.T) {
	defer store.SealEach(5)()
	storetest.Run(t, func(t *testing.T) storetest.Place {
		dir := t.TempDir()
		return func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) }
	})
}

func TestManySegmentsAreFoundAsOne(t *testing.T) {
	defer store.SealEach(2000)()
	dir := t.TempDir()
	storetest.LongPast(t, func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) })
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var segments, tails int
	err = db.QueryRow(`SELECT (SELECT count(*) FROM mark_segments), (SELECT count(*) FROM mark_tails)`).Scan(&segments, &tails)
	if err != nil || segments != 9 || tails > 2 {
		t.Errorf("there are %d segments and a tail of %d, %v", segments, tails, err)
	}
}

func TestAnEarlierMomentIsReadWhileOthersSeal(t *testing.T) {
	defer store.SealEach(50)()
	ctx, dir := t.Context(), t.TempDir()
	s, err := sqlite.Open(ctx, dir)
	if err == nil {
		err = s.Administer(ctx, admin.Deed{}.CreateTenant(access.Organisation{ID: "acme"}))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Claim(ctx, "acme")
	if err != nil {
		t.Fatal(err)
	}
	arrive := func(n int) {
		set := change.Set{TenantID: "acme", Before: head, After: head}
		for range n {
			set.After.Sequence++
			a := set.After.Sequence
			set.Arrived = append(set.Arrived, detection.Detection{ID: detection.ID(a), Arrival: a, UID: fmt.Sprint(a), Title: fmt.Sprint(a)})
		}
		if err := s.Commit(ctx, &set); err != nil {
			t.Fatal(err)
		}
		s.Sealed()
		head = set.After
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	knows := func(tx *sql.Tx, n int, want bool) {
		t.Helper()
		numbers, err := s.NumbersOf(ctx, tx, 1, detection.Identity{UID: fmt.Sprint(n)})
		if err != nil || slices.Contains(numbers, int64(n)) != want {
			t.Errorf("%d is borne by %v, %v", n, numbers, err)
		}
	}
	arrive(30) // which is a segment
	arrive(10)
	early, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer early.Rollback()
	knows(early, 35, true)
	arrive(20) // which makes one of what early has in its tail
	late, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Rollback()
	for range 2 {
		knows(late, 55, true)
		knows(late, 35, true)
		knows(early, 35, true)
		knows(early, 5, true)
		knows(early, 99, false)
	}
}
