package match

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
	"caseweave/internal/core/query"
)

// field looks up the terms that a detection has in one field. Terms are numbers.
type field struct {
	// texts reads the field; below raw, where all paths are read together, nobody asks it.
	texts  query.Some[detection.Detection]
	number func(*detection.Detection) (float64, bool)

	present  int32 // none where nobody asks
	equal    map[string]int32
	patterns *automaton
	pattern  []int32 // the terms of the automaton's patterns
	networks networks
	numbers  numbers
}

// rowsAtHand is what a processor keeps near: 1 MB of rows.
const rowsAtHand = 1 << 18

// newField makes the field called name from its terms and their numbers.
func newField(name string, terms []term, first int32) *field {
	schema, _, _ := detection.Fields.Field(name)
	f := &field{texts: schema.Texts(nil), number: schema.Number(), present: none, equal: map[string]int32{}}
	var patterns []string
	for i, t := range terms {
		number := first + int32(i)
		switch t.kind {
		case present:
			f.present = number
		case equals:
			f.equal[t.text] = number
		case holds: // terms are sorted, and so are these
			patterns, f.pattern = append(patterns, t.text), append(f.pattern, number)
		case within:
			f.networks.add(t.text, number)
		default:
			f.numbers.add(t, number)
		}
	}
	if len(patterns) > 0 {
		f.patterns = newAutomaton(patterns, rowsAtHand)
	}
	f.numbers.sort()
	return f
}

// look gives p the terms that its detection has in f.
func (f *field) look(p *pass) {
	if f.number == nil {
		p.field = f
		f.texts(p.detection, p.see)
	} else if n, ok := f.number(p.detection); ok {
		p.meet(f.present)
		f.numbers.look(n, p)
	}
}

// see gives p the terms of one of the texts.
func (f *field) see(text string, p *pass) {
	p.meet(f.present)
	if len(f.equal) > 0 || f.patterns != nil {
		p.text = append(fold.Append(append(p.text[:0], startMark...), text), endMark...)
		if t, ok := f.equal[string(p.text[len(startMark):len(p.text)-len(endMark)])]; ok {
			p.meet(t)
		}
		f.scan(p)
	}
	if f.networks.terms != nil {
		f.networks.look(text, p)
	}
	if f.numbers.any() {
		if n, ok := query.ParseNumber(text); ok {
			f.numbers.look(n, p)
		}
	}
}

// scan gives p the patterns that are in p.text. Where one was met before, those
// that it ends with were met, too.
func (f *field) scan(p *pass) {
	a := f.patterns
	if a == nil {
		return
	}
	state := int32(0)
	for _, b := range p.text {
		state = a.next(state, b)
		for pattern := a.found[state]; pattern != none && p.meet(f.pattern[pattern]); {
			pattern = a.further[pattern]
		}
	}
}
