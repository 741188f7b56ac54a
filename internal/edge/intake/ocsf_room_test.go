package intake

import (
	"reflect"
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
