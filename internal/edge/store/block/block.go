// Package block is the form in which what sources sent is kept: events that
// arrived one after the other, compressed together, because they say nearly the same.
//
// Nothing here knows of a database; what Parse is given may be any bytes.
package block

import (
	"encoding/binary"
	"errors"
	"iter"

	"github.com/klauspost/compress/s2"
)

// Event is what a source sent, and the number by which it is found.
type Event struct {
	Number int64
	Raw    []byte
}

const (
	// maxEvents and maxBytes bound what a reader of one event decompresses.
	maxEvents = 32
	maxBytes  = 48 << 10
	// maxParsed is more than any block has, one huge event included.
	maxParsed = 64 << 20
)

// Cut makes blocks of events, whose numbers rise; each comes with the number of
// its first.
func Cut(events []Event) iter.Seq2[int64, []byte] {
	return func(yield func(int64, []byte) bool) {
		for len(events) > 0 {
			n, bytes := 1, len(events[0].Raw)
			for n < len(events) && n < maxEvents && bytes+len(events[n].Raw) <= maxBytes {
				bytes += len(events[n].Raw)
				n++
			}
			if !yield(events[0].Number, compress(events[:n], bytes)) {
				return
			}
			events = events[n:]
		}
	}
}

func compress(events []Event, bytes int) []byte {
	plain := make([]byte, 0, bytes+8*len(events))
	var last int64
	for _, e := range events {
		plain = binary.AppendUvarint(plain, uint64(e.Number-last))
		plain = binary.AppendUvarint(plain, uint64(len(e.Raw)))
		plain = append(plain, e.Raw...)
		last = e.Number
	}
	return s2.Encode(nil, plain)
}

var errBroken = errors.New("what sources sent is kept in bytes that no block is made of")

// Parse is the events that a block was made of.
func Parse(text []byte) (events []Event, err error) {
	if n, err := s2.DecodedLen(text); err != nil || n > maxParsed {
		return nil, errBroken
	}
	plain, err := s2.Decode(nil, text)
	if err != nil {
		return nil, errBroken
	}
	var last int64
	for len(plain) > 0 {
		step, n := binary.Uvarint(plain)
		if n <= 0 {
			return nil, errBroken
		}
		length, m := binary.Uvarint(plain[n:])
		if m <= 0 || length > uint64(len(plain)-n-m) {
			return nil, errBroken
		}
		last += int64(step)
		plain = plain[n+m:]
		events = append(events, Event{last, plain[:length:length]})
		plain = plain[length:]
	}
	return events, nil
}
