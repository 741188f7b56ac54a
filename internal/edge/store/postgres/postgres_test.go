package postgres_test

import (
	"testing"

	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/store/storetest"
)

func TestPostgreSQLKeepsEveryPromise(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		url := postgrestest.Database(t)
		return func() (storetest.Store, error) { return postgres.Open(t.Context(), url) }
	})
}

func TestALongPastIsFoundAsAShortOne(t *testing.T) {
	url := postgrestest.Database(t)
	storetest.LongPast(t, func() (storetest.Store, error) { return postgres.Open(t.Context(), url) })
}

func TestADatabaseThatIsNotThereIsRefused(t *testing.T) {
	if _, err := postgres.Open(t.Context(), "host="+t.TempDir()+" dbname=none"); err == nil {
		t.Error("a store opens on nothing")
	}
}
