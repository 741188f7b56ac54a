package match

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// pass is one detection's way through the rules, and the room that it takes,
// which the next one uses again. What bears an older number is of no account.
type pass struct {
	detection *detection.Detection
	rules     *Rules
	number    uint32

	answers    []uint32 // of shared clauses: the pass that asked, and what it heard
	met        []uint32 // for each term, the pass that met it
	selected   []uint32 // for each filter, the pass that selected it
	candidates []int32  // filters that may hold
	holding    []int32  // rules' filters that do

	field  *field            // the one that is read
	text   []byte            // what is read, folded and marked
	see    func(string) bool // reads
	seeRaw func(path int, text string)

	reading *rule.Reading
}

func newPass(r *Rules) *pass {
	p := &pass{
		rules: r, answers: make([]uint32, r.clauses.shared),
		met: make([]uint32, len(r.index.terms)), selected: make([]uint32, len(r.filters)),
		reading: rule.NewReading(r.set.Apart()),
	}
	p.see = func(text string) bool { p.field.see(text, p); return false }
	p.seeRaw = func(path int, text string) { r.index.raw.fields[path].see(text, p) }
	return p
}

// lastNumber leaves room for an answer beside the number.
const lastNumber = 1<<31 - 1

// begin makes p the pass of d.
func (p *pass) begin(d *detection.Detection) {
	if p.number == lastNumber {
		clear(p.answers)
		clear(p.met)
		clear(p.selected)
		p.number = 0
	}
	p.number++
	p.detection, p.candidates, p.holding = d, p.candidates[:0], p.holding[:0]
}

// end lets go of the detection.
func (p *pass) end() {
	p.detection = nil
	p.reading.Begin(nil)
}

// meet selects the filters that need a term, and says whether it was new.
func (p *pass) meet(term int32) bool {
	if term == none || p.met[term] == p.number {
		return false
	}
	p.met[term] = p.number
	for _, filter := range p.rules.index.terms[term] {
		if p.selected[filter] != p.number {
			p.selected[filter] = p.number
			p.candidates = append(p.candidates, filter)
		}
	}
	return true
}
