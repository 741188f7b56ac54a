package memory_test

import (
	"testing"

	"caseweave/internal/edge/store/memory"
	"caseweave/internal/edge/store/storetest"
)

func TestMemoryKeepsEveryPromise(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Place {
		s := memory.New()
		return func() (storetest.Store, error) { return s, nil }
	})
}
