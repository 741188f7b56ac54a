package intake

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A finding is read into the room of others, of which nothing remains.
func TestNothingOfAnotherFindingIsRead(t *testing.T) {
	full := []byte(found(`"observables":[{"name":"a","type_id":2,"value":"192.0.2.1"},{"name":"b","type_id":1,"value":"h"}],
		"evidences":[{"src_endpoint":{"ip":"192.0.2.2"},"process":{"name":"p","cmd_line":"p -x"}}],"unmapped":{"deprioritized":true},`))
	bare := []byte(found(`"observables":[{}],"evidences":[{}],`))
	want := OCSF{}.Read(bare, now)
	for range 3 {
		first := OCSF{}.Read(full, now)
		if got := (OCSF{}).Read(bare, now); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, not %+v", got.Detection, want.Detection)
		}
		if again := (OCSF{}).Read(full, now); !reflect.DeepEqual(again, first) {
			t.Errorf("%+v, not %+v", again.Detection, first.Detection)
		}
	}
}

// A list of a million nothings takes no memory of theirs.
func TestLongListsAreReadInPart(t *testing.T) {
	for _, list := range []string{`"evidences":[%s],`, `"evidences":[{"file":{"hashes":[%s]}}],`} {
		testLongList(t, list)
	}
}

func testLongList(t *testing.T, list string) {
	t.Helper()
	for _, element := range []string{"0", "{}", `{"name":"n","value":"v"}`} {
		raw := []byte(found(fmt.Sprintf(list, strings.Repeat(element+",", 100_000)+element)))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out := OCSF{}.Read(raw, now)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; out.Detection == nil || !slices.Contains(out.Detection.Tags, tagTruncated) || grown > 20<<20 {
			t.Errorf("%s: %v, %d MB", element, out, grown>>20)
		}
	}
}
