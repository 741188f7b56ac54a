package insight

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"caseweave/internal/core/detection"
)

func TestARareEntityRelatesMoreThanOneThatIsEverywhere(t *testing.T) {
	got := Related(1, map[detection.Entity][]uint64{
		"host:proxy": {1, 2, 3, 4, 4},
		"sha256:ab":  {1, 4},
		"user:ada":   {1},
	}, 2)
	want := []Relation{{Case: 4, Shared: []detection.Entity{"sha256:ab", "host:proxy"}}, {Case: 3, Shared: []detection.Entity{"host:proxy"}}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Relation{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFrequentAreThoseOfMostDetections(t *testing.T) {
	of := func(all ...detection.Entity) detection.Detection { return detection.Detection{Entities: all} }
	got := Frequent([]detection.Detection{of("host:b", "user:u"), of("host:a", "user:u"), of("host:b")}, 2)
	if diff := cmp.Diff([]detection.Entity{"host:b", "user:u"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
