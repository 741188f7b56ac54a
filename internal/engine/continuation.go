package engine

import (
	"cmp"
	"slices"
	"strings"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
)

// byMember orders keys as the ledger does, so that it plays no part how many
// detections were decided at a time.
func byMember(a, b change.Key) int {
	return cmp.Or(strings.Compare(a.DetectionID, b.DetectionID), strings.Compare(a.RuleID, b.RuleID), strings.Compare(a.Row, b.Row))
}

// continues gives a new case copies of the keys of the full one that it
// continues; there is no search (B8). They stay whoever leaves either case.
func (w *draft) continues(number uint64, v group.Verdict) error {
	var held change.Held
	if v.Case <= w.set.Before.Case { // the ledger has it
		err := w.land()
		if err != nil {
			return err
		}
		if held, err = w.s.engine.ledger.HeldCase(w.ctx, w.set.TenantID, v.Case); err != nil {
			return err
		}
	}
	copied := map[string]bool{}
	for _, k := range slices.SortedFunc(slices.Values(append(held.Keys, w.set.Keys...)), byMember) {
		if k.Case == v.Case && !copied[k.Row] && w.cases.Holds(v.Case, k.Row) {
			copied[k.Row] = true
			k.Case, k.DetectionID = number, detection.ID(0)
			w.hold(k)
		}
	}
	full, err := w.whole(v.Case)
	if err != nil {
		return err
	}
	next, err := w.whole(number)
	if err != nil {
		return err
	}
	w.inherits(next, &full, activity.Automatic)
	full, facts := full.ContinuedBy(number, v.Hit.Rule.Ref(), w.now)
	w.put(full)
	w.note(w.set.After.Sequence, facts)
	return nil
}
