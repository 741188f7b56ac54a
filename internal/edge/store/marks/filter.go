package marks

import "math/bits"

const (
	// positions is how many bits a run has in a filter: 24 for each of 65,536
	// marks, so that one in 20,000 is thought to be where it is not.
	positions = 24 << 16
	// probes is how many of them a mark sets.
	probes = 8
	// together is how many runs the filter looks at in one step.
	together = 64
)

// Filter says which of many runs may bear a mark: a Bloom filter of each, turned
// so that one look tells of 64 runs. The zero value is of no run.
type Filter struct {
	blocks []block
	runs   int
}

// Runs is how many were added.
func (f *Filter) Runs() int { return f.runs }

// Add takes one more run in, whose place is the number of those before.
func (f *Filter) Add(r Run) {
	place := f.runs % together
	if place == 0 {
		f.blocks = append(f.blocks, newBlock(1))
	}
	last := &f.blocks[len(f.blocks)-1]
	if place == last.width {
		*last = last.twice()
	}
	for _, p := range r {
		at, step := begin(p.Mark)
		for range probes {
			last.set(position(at), place)
			at += step
		}
	}
	f.runs++
}

// Places are those of the runs that may bear mark; no other does.
func (f *Filter) Places(mark int64) (places []int) {
	for b := range f.blocks {
		for word := f.blocks[b].may(mark); word != 0; word &= word - 1 {
			places = append(places, b*together+bits.TrailingZeros64(word))
		}
	}
	return places
}

// begin is where the probes of a mark start, and how far they are apart.
func begin(mark int64) (at, step uint32) {
	mixed := uint64(mark) * 0x9e3779b97f4a7c15
	return uint32(mixed >> 32), uint32(mixed) | 1
}

// position brings a probe between 0 and positions.
func position(at uint32) uint64 { return uint64(at) * positions >> 32 }

// block has, at every position, a bit for each of width runs, which is a power of
// two up to together: few runs take little room.
type block struct {
	width int
	words []uint64
}

func newBlock(width int) block { return block{width, make([]uint64, positions*width/64)} }

// place is the word that a position lies in, and how far from its end.
func (b *block) place(position uint64) (word uint64, shift int) {
	bit := position * uint64(b.width)
	return bit / 64, int(bit % 64)
}

func (b *block) set(position uint64, run int) {
	word, shift := b.place(position)
	b.words[word] |= 1 << (shift + run)
}

func (b *block) at(position uint64) uint64 {
	word, shift := b.place(position)
	return b.words[word] >> shift & (1<<b.width - 1)
}

// may has a bit for each run that may bear mark.
func (b *block) may(mark int64) uint64 {
	at, step := begin(mark)
	found := ^uint64(0)
	for range probes {
		if found &= b.at(position(at)); found == 0 {
			break
		}
		at += step
	}
	return found
}

// twice is the block with room for twice as many runs.
func (b *block) twice() block {
	wide := newBlock(2 * b.width)
	for p := range uint64(positions) {
		word, shift := wide.place(p)
		wide.words[word] |= b.at(p) << shift
	}
	return wide
}
