package notary

import (
	"context"
	"encoding/json"
	"errors"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
)

// veil keeps what happened to hidden cases from a viewer.
type veil struct {
	ctx      context.Context
	store    Store
	tenantID string
	viewer   casefile.Viewer
	conceals func(*activity.Activity) bool
	// hidden holds what was asked before, and err why something could not be.
	hidden map[uint64]bool
	err    error
}

func over(ctx context.Context, store Store, tenantID string, viewer casefile.Viewer, conceals func(*activity.Activity) bool) veil {
	return veil{ctx: ctx, store: store, tenantID: tenantID, viewer: viewer, conceals: conceals, hidden: map[uint64]bool{}}
}

// tells says whether the viewer may see a record: one that names a hidden case can
// only be told as it is, or not at all. What can't be read is for the auditor to see.
func (v *veil) tells(record []byte) bool {
	var a activity.Activity
	if json.Unmarshal(record, &a) != nil {
		return true
	}
	if a.Case != 0 && v.hides(a.Case) || v.conceals != nil && v.conceals(&a) {
		return false
	}
	veiled, told := a.Veiled(v.hides)
	return told && veiled.Old == a.Old && veiled.New == a.New
}

func (v *veil) hides(number uint64) bool {
	hidden, asked := v.hidden[number]
	if !asked {
		those, err := v.store.Hidden(v.ctx, v.tenantID, v.viewer, []uint64{number})
		v.err = errors.Join(v.err, err)
		hidden = err != nil || those[number]
		v.hidden[number] = hidden
	}
	return hidden
}
