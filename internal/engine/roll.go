package engine

import (
	"slices"

	"caseweave/internal/core/detection"
)

// members are those of a case as they stand by now, in the draft's copies, by
// arrival. The ledger is asked once for each case: a source may update every
// member, one after the other.
func (w *draft) members(number uint64) ([]*detection.Detection, error) {
	if _, called := w.rolls[number]; !called {
		if err := w.call(number); err != nil {
			return nil, err
		}
	}
	slices.Sort(w.rolls[number])
	members := make([]*detection.Detection, len(w.rolls[number]))
	for i, arrival := range w.rolls[number] {
		members[i] = w.met[arrival]
	}
	return members, nil
}

// call makes the roll of a case: its members in the ledger without those who
// left since, and with those who joined.
func (w *draft) call(number uint64) error {
	roll := []uint64{}
	if number <= w.set.Before.Case { // the ledger has it
		if err := w.land(); err != nil {
			return err
		}
		stored, err := w.s.engine.ledger.Members(w.ctx, w.set.TenantID, number)
		if err != nil {
			return err
		}
		for _, m := range stored {
			roll = append(roll, w.meet(m).Arrival)
		}
	}
	for _, d := range w.set.Left {
		if d.Case == number {
			roll = slices.DeleteFunc(roll, func(arrival uint64) bool { return arrival == d.Arrival })
		}
	}
	for _, m := range w.set.Members {
		if m.Case == number && !slices.Contains(roll, m.Arrival) {
			roll = append(roll, m.Arrival)
		}
	}
	w.rolls[number] = roll
	return nil
}
