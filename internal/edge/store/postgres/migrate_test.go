package postgres_test

import (
	"database/sql"
	"os"
	"testing"

	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/store/storetest"

	"github.com/pressly/goose/v3"
)

// asOf is a database with the tables of a version.
func asOf(t *testing.T, version int64) (*sql.DB, func() (storetest.Store, error)) {
	t.Helper()
	url := postgrestest.Database(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	provider, err := goose.NewProvider(goose.DialectPostgres, db, os.DirFS("migrations"), goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(3, &goose.GoFunc{RunTx: store.Fill}, nil)))
	if err == nil {
		_, err = provider.UpTo(t.Context(), version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return db, func() (storetest.Store, error) { return postgres.Open(t.Context(), url) }
}

func TestWhatWasWrittenBeforeComesThrough(t *testing.T) {
	db, open := asOf(t, 1)
	storetest.ComesThrough(t, db, open)
}

func TestWhatWasIndexedBeforeMarksIsFound(t *testing.T) {
	db, open := asOf(t, 3)
	storetest.FoundByMarks(t, db, open)
}

func TestCasesOfBeforeAreSortedByWhoHasThem(t *testing.T) {
	db, open := asOf(t, 3)
	storetest.SortedByAssignee(t, db, open)
}
