package notary

import (
	"context"
	"encoding/json"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
)

// veil keeps what happened to hidden cases from a viewer.
type veil struct {
	ctx      context.Context
	store    Store
	tenantID string
	viewer   casefile.Viewer
	// hidden holds what was asked before.
	hidden map[uint64]bool
}

// tells says whether the viewer may see a record: one that names a hidden case can
// only be told as it is, or not at all. What can't be read, or asked, is not told.
func (v *veil) tells(record []byte) bool {
	var a activity.Activity
	if json.Unmarshal(record, &a) != nil || a.Case != 0 && v.hides(a.Case) {
		return false
	}
	veiled, told := a.Veiled(v.hides)
	return told && veiled.Old == a.Old && veiled.New == a.New
}

func (v *veil) hides(number uint64) bool {
	hidden, asked := v.hidden[number]
	if !asked {
		those, err := v.store.Hidden(v.ctx, v.tenantID, v.viewer, []uint64{number})
		hidden = err != nil || those[number]
		v.hidden[number] = hidden
	}
	return hidden
}
