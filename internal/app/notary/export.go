package notary

import (
	"context"
	"io"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/proof"
)

// exportPage is how many records are read at a time.
const exportPage = 1024

// Export prepares an export of what a selection says of a log, as it stands now.
// What it answers writes it; where that fails the file is no whole one.
// What happened to cases of which the viewer may not know is left out, and so is what
// else conceals says; nil conceals nothing.
func (n *Notary) Export(ctx context.Context, log string, viewer casefile.Viewer, conceals func(*activity.Activity) bool, selection proof.Selection) (write func(io.Writer) error, err error) {
	tree, err := n.sound(ctx, log)
	if err != nil {
		return nil, err
	}
	page := func(after uint64) ([]proof.Record, error) { return n.store.Records(ctx, log, after, exportPage) }
	tells, veil := selection.Selects, &veil{}
	if tenantID, ok := proof.TenantOf(log); ok {
		if selection.Case != 0 {
			page = func(after uint64) ([]proof.Record, error) {
				return n.store.CaseRecords(ctx, tenantID, selection.Case, after, exportPage)
			}
		}
		if selection.Withheld, err = n.store.AnyHidden(ctx, tenantID, viewer); err != nil {
			return nil, err
		}
		selection.Withheld = selection.Withheld || conceals != nil
		if selection.Withheld {
			*veil = over(ctx, n.store, tenantID, viewer, conceals)
			tells = func(record []byte) bool { return selection.Selects(record) && veil.tells(record) }
		}
	}
	return func(w io.Writer) error {
		e, err := proof.NewExport(w, n.key, n.checkpoint(log, tree), tree, selection)
		if err != nil {
			return err
		}
		if err := fill(e, page, tree.Size(), tells); err != nil {
			return err
		}
		if veil.err != nil {
			return veil.err
		}
		return e.End()
	}, nil
}

// fill adds the entries up to the tree's last that are to be told.
func fill(e *proof.Export, page func(after uint64) ([]proof.Record, error), size uint64, tells func(record []byte) bool) error {
	for after := uint64(0); after < size; {
		records, err := page(after)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			if after = r.Entry; after > size {
				return nil
			}
			if !tells(r.Text) {
				continue
			}
			if err := e.Add(r.Entry, r.Text); err != nil {
				return err
			}
		}
	}
	return nil
}
