package match

import "bytes"

// automaton finds all of many patterns in one pass through a text (Aho and
// Corasick, 1975), however many there are and however they overlap.
//
// Its states are the beginnings of patterns, numbered level by level, so that
// the children of a state stand side by side and need no pointers. The states
// near the root, where texts spend their time, have a row with the next state
// for every byte; the others have their children, and a state to fall back to.
type automaton struct {
	class   [256]uint8 // bytes that occur in no pattern share class 0
	classes int
	rows    []int32 // of the first states, by class
	room    int     // for rows

	label []byte  // the byte that leads to a state
	first []int32 // a state's first child; the last one's end at the next state's first
	fall  []int32 // the longest other state that the state ends with
	// found is the longest pattern that a state ends with, and further the next
	// longest after that; none where there is none.
	found   []int32
	further []int32
}

const none = -1

// newAutomaton makes the automaton of patterns, which are distinct, not empty and
// sorted, with room for rows of so many entries. States speak of patterns by
// their places.
func newAutomaton(patterns []string, room int) *automaton {
	a := &automaton{further: make([]int32, len(patterns)), room: max(room, 256)}
	a.grow(patterns)
	a.classify()
	a.link()
	return a
}

// grow makes the states: those of a level stand for the ranges of patterns that
// have one more byte in common.
func (a *automaton) grow(patterns []string) {
	type span struct{ from, to, depth int32 }
	spans := []span{{0, int32(len(patterns)), 0}}
	a.label = []byte{0}
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		a.first = append(a.first, int32(len(spans)))
		end := int32(none)
		if len(patterns[s.from]) == int(s.depth) {
			end = s.from
			s.from++
		}
		a.found = append(a.found, end)
		for from := s.from; from < s.to; {
			label := patterns[from][s.depth]
			to := from + 1
			for to < s.to && patterns[to][s.depth] == label {
				to++
			}
			spans, a.label = append(spans, span{from, to, s.depth + 1}), append(a.label, label)
			from = to
		}
	}
	a.first = append(a.first, int32(len(spans)))
}

// classify numbers the bytes that occur. If all do, the last one has class 0 to itself.
func (a *automaton) classify() {
	occurs := [256]bool{}
	for _, b := range a.label[1:] {
		occurs[b] = true
	}
	a.classes = 1
	for b, yes := range occurs {
		if yes && a.classes < 256 {
			a.class[b] = uint8(a.classes)
			a.classes++
		}
	}
}

// link finds for each state, level by level, where it falls back to.
func (a *automaton) link() {
	states := len(a.label)
	a.fall = make([]int32, states)
	a.rows = make([]int32, 0, min(states*a.classes, a.room))
	for s := range int32(states) {
		a.inherit(s)
		for child := a.first[s]; child < a.first[s+1]; child++ {
			if s > 0 {
				a.fall[child] = a.next(a.fall[s], a.label[child])
			}
		}
		if len(a.rows)+a.classes <= a.room {
			a.addRow(s)
		}
	}
}

// inherit lets a state end with what the one that it falls back to ends with.
func (a *automaton) inherit(s int32) {
	if s == 0 {
		return
	}
	shorter := a.found[a.fall[s]]
	if own := a.found[s]; own != none {
		a.further[own] = shorter
	} else {
		a.found[s] = shorter
	}
}

func (a *automaton) addRow(s int32) {
	if s == 0 {
		a.rows = append(a.rows, make([]int32, a.classes)...)
	} else {
		fall := int(a.fall[s]) * a.classes
		a.rows = append(a.rows, a.rows[fall:fall+a.classes]...)
	}
	row := a.rows[len(a.rows)-a.classes:]
	for child := a.first[s]; child < a.first[s+1]; child++ {
		row[a.class[a.label[child]]] = child
	}
}

// next is the state after s and a byte.
func (a *automaton) next(s int32, b byte) int32 {
	for {
		if row := int(s) * a.classes; row < len(a.rows) {
			return a.rows[row+int(a.class[b])]
		}
		from, to := a.first[s], a.first[s+1]
		if i := bytes.IndexByte(a.label[from:to], b); i >= 0 {
			return from + int32(i)
		}
		s = a.fall[s]
	}
}
