package store_test

import (
	"testing"

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
