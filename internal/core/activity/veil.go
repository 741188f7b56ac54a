package activity

import (
	"slices"
	"strconv"
)

// OfTwoCases are the kinds whose Old or New is the number of a case.
var OfTwoCases = []Kind{
	DetectionMovedIn, DetectionMovedOut, CaseMerged, CaseMergedAway, MergeUndone, CaseSplit, SplitUndone, CaseTied, CaseUntied, CaseContinued,
}

// Veiled is the activity without the numbers of cases that are hidden; false where it
// tells of nothing else, as a tie does.
func (a Activity) Veiled(hidden func(number uint64) bool) (Activity, bool) {
	if !slices.Contains(OfTwoCases, a.Kind) {
		return a, true
	}
	for _, text := range []*string{&a.Old, &a.New} {
		number, err := strconv.ParseUint(*text, 10, 64)
		if err != nil || number == a.Case || !hidden(number) {
			continue
		}
		if a.Kind == CaseTied || a.Kind == CaseUntied {
			return a, false
		}
		*text = ""
	}
	return a, true
}
