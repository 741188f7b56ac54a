package detection

import "strconv"

// Sorts are the orders of a list of detections, the default first. Texts go by
// their folded forms, byte by byte.
var Sorts = []string{"arrival", "created_at", "severity", "received_at", "source", "type"}

// ArrivalOf is the arrival that ID made id of; ok is false where it made none.
func ArrivalOf(id string) (arrival uint64, ok bool) {
	if id == "" || id[0] != 'd' {
		return 0, false
	}
	n, err := strconv.ParseUint(id[1:], 16, 63)
	return n, err == nil && ID(n) == id
}
