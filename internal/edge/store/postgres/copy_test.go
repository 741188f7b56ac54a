package postgres_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
)

// Many rows of a commit are copied, few are inserted, and either way all are there.
func TestManyRowsAreCopied(t *testing.T) {
	url := postgrestest.Database(t)
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Administer(t.Context(), admin.Deed{}.CreateTenant(access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"})); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`CREATE TABLE ways (at SERIAL, way TEXT)`,
		`CREATE FUNCTION note_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ways (way) VALUES (current_query()); RETURN NULL; END $$`,
		`CREATE TRIGGER noted AFTER INSERT ON activities FOR EACH STATEMENT EXECUTE FUNCTION note_way()`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	head, err := s.Claim(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 7, 8, 9, 300} {
		set := &change.Set{TenantID: "acme", Before: head, After: head, At: time.Now()}
		for range size {
			set.After.Entry++
			set.Activities = append(set.Activities, activity.Activity{
				TenantID: "acme", Entry: set.After.Entry, Fact: activity.Fact{Kind: activity.RulesChanged, Actor: activity.Automatic, New: "a\x00b\xff"},
			})
		}
		if err := s.Commit(t.Context(), set); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(t.Context(), set); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%d rows once more: %v", size, err)
		}
		head = set.After
		var rows uint64
		var way string
		if err := db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM activities), way FROM ways ORDER BY at DESC LIMIT 1`).Scan(&rows, &way); err != nil {
			t.Fatal(err)
		}
		if copied := strings.HasPrefix(strings.ToLower(way), "copy"); rows != head.Entry || copied != (size >= 8) {
			t.Errorf("%d rows: there are %d of %d, by %.40s", size, rows, head.Entry, fmt.Sprint(way))
		}
	}
}
