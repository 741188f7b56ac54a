package httpapi

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write openapi.json")

func TestTheCommittedDescriptionIsTheOneThatIsServed(t *testing.T) {
	if *update {
		if err := os.WriteFile("openapi.json", Spec(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil || !bytes.Equal(committed, Spec()) {
		t.Fatalf("openapi.json is not what the code describes; run go generate ./internal/edge/httpapi (%v)", err)
	}
}
