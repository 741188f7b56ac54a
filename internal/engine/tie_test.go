package engine_test

import (
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

// three is a house with three cases of a detection each.
func three(t *testing.T) house {
	h := newHouse(t, plain)
	h.receive(seen("a", 700, "a", 0), on("host:b", seen("b", 700, "b", 0)), on("host:c", seen("c", 700, "c", 0)))
	return h
}

func TestCasesThatAreKeptApartDoNotMeetInAThird(t *testing.T) {
	h := three(t)
	h.order(t, command.Command{Kind: command.TieCases, Case: 1, To: 2, Tie: casefile.Apart})
	h.refuses(t, command.Command{Kind: command.MergeCases, Case: 3, Cases: []uint64{1, 2}}, fault.Conflict)
	h.order(t, command.Command{Kind: command.MergeCases, Case: 3, Cases: []uint64{1}})
}

func TestATieToACaseThatWasMergedSinceIsTakenBack(t *testing.T) {
	h := three(t)
	h.order(t, command.Command{Kind: command.TieCases, Case: 1, To: 2, Tie: casefile.Parent})
	h.order(t, command.Command{Kind: command.MergeCases, Case: 3, Cases: []uint64{2}})
	h.refuses(t, command.Command{Kind: command.TieCases, Case: 1, To: 3, Tie: casefile.Parent}, fault.Conflict)
	h.order(t, command.Command{Kind: command.UntieCases, Case: 1, To: 2, Tie: casefile.Parent})
	h.order(t, command.Command{Kind: command.TieCases, Case: 1, To: 3, Tie: casefile.Parent})
	h.refuses(t, command.Command{Kind: command.TieCases, Case: 3, To: 1, Tie: casefile.Parent}, fault.Conflict)
	h.refuses(t, command.Command{Kind: command.TieCases, Case: 3, To: 1, Tie: casefile.Child}, fault.Conflict)
}
