package marks

import (
	"encoding/binary"
	"errors"
	"iter"
)

// Bytes is the run as it is kept: of each pair, how far mark and number lie from
// those before.
func (r Run) Bytes() []byte {
	text := make([]byte, 0, 11*len(r))
	var last Pair
	for _, p := range r {
		text = binary.AppendUvarint(text, uint64(p.Mark)-uint64(last.Mark))
		text = binary.AppendVarint(text, p.Number-last.Number)
		last = p
	}
	return text
}

var errBroken = errors.New("the index of detections has bytes that no run is made of")

// Parse is the run that text was made of.
func Parse(text []byte) (Run, error) {
	r := make(Run, 0, len(text)/8)
	var last Pair
	for len(text) > 0 {
		mark, n := binary.Uvarint(text)
		if n <= 0 {
			return nil, errBroken
		}
		number, m := binary.Varint(text[n:])
		if m <= 0 {
			return nil, errBroken
		}
		p := Pair{int64(uint64(last.Mark) + mark), last.Number + number}
		if len(r) > 0 && compare(last, p) >= 0 {
			return nil, errBroken
		}
		r, last, text = append(r, p), p, text[n+m:]
	}
	return r, nil
}

// chunkLength is how many pairs a chunk has, give or take those of one mark: so
// many that three chunks fill a page of SQLite.
const chunkLength = 256

// Chunks cuts the run. No mark lies in two chunks, and none has marks below zero
// and above.
func (r Run) Chunks() iter.Seq[Run] {
	return func(yield func(Run) bool) {
		for len(r) > 0 {
			n := min(chunkLength, len(r))
			for n < len(r) && r[n].Mark == r[n-1].Mark {
				n++
			}
			if negative := r.below(0); negative > 0 {
				n = min(n, negative)
			}
			if !yield(r[:n]) {
				return
			}
			r = r[n:]
		}
	}
}
