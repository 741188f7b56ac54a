package detection

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// RepeatKey is equal for detections that may be repeats of each other; others
// have different ones all but surely, so that Repeats has the last word.
func RepeatKey(d *Detection) uint64 {
	text := make([]byte, 0, 512) // which stays on the stack; it is asked for of every detection
	for _, part := range []string{d.Source, d.Type, d.Title, d.CommandLine} {
		text = append(binary.AppendUvarint(text, uint64(len(part))), part...)
	}
	text = appendSet(text, d.Entities)
	text = appendSet(text, d.TechniqueIDs)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8]) >> 1 // 63 bits, for databases without unsigned numbers
}

func appendSet[S ~string](text []byte, list []S) []byte {
	set := append(make([]S, 0, 16), list...)
	slices.Sort(set)
	set = slices.Compact(set)
	text = binary.AppendUvarint(text, uint64(len(set)))
	for _, part := range set {
		text = append(binary.AppendUvarint(text, uint64(len(part))), part...)
	}
	return text
}

// Repeats says whether d is a repeat of e: the same claim about the same
// entities, no more severe, and no further than window from when e was last
// seen, inclusive (automatic-cases §1).
func Repeats(e, d *Detection, window time.Duration) bool {
	return window > 0 && d.CreatedAt.Sub(e.LastSeenAt).Abs() <= window && SameClaim(e, d)
}

// SameClaim is Repeats whatever the time.
func SameClaim(e, d *Detection) bool {
	return d.Severity <= e.Severity &&
		d.Source == e.Source && d.Type == e.Type && d.Title == e.Title && d.CommandLine == e.CommandLine &&
		slices.Equal(ordered(d.Entities), ordered(e.Entities)) &&
		slices.Equal(ordered(d.TechniqueIDs), ordered(e.TechniqueIDs))
}

// ordered is the list as a set, in order.
func ordered[S ~string](list []S) []S {
	set := slices.Clone(list)
	slices.Sort(set)
	return slices.Compact(set)
}
