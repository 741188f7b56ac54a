package postgres_test

import (
	"database/sql"
	"os"
	"testing"

	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/store/storetest"

	"github.com/pressly/goose/v3"
)

func TestWhatWasWrittenBeforeComesThrough(t *testing.T) {
	url := postgrestest.Database(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, os.DirFS("migrations"), goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = provider.UpTo(t.Context(), 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	storetest.ComesThrough(t, db, func() (storetest.Store, error) { return postgres.Open(t.Context(), url) })
}
