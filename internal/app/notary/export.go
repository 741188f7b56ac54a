package notary

import (
	"context"
	"io"

	"caseweave/internal/core/proof"
)

// exportPage is how many records are read at a time.
const exportPage = 1024

// Export prepares an export of what a selection says of a log, as it stands now.
// What it answers writes it; where that fails the file is no whole one.
func (n *Notary) Export(ctx context.Context, log string, selection proof.Selection) (write func(io.Writer) error, err error) {
	tree, err := n.sound(ctx, log)
	if err != nil {
		return nil, err
	}
	page := func(after uint64) ([]proof.Record, error) { return n.store.Records(ctx, log, after, exportPage) }
	if tenantID, ok := proof.TenantOf(log); ok && selection.Case != 0 {
		page = func(after uint64) ([]proof.Record, error) {
			return n.store.CaseRecords(ctx, tenantID, selection.Case, after, exportPage)
		}
	}
	return func(w io.Writer) error {
		e, err := proof.NewExport(w, n.key, n.checkpoint(log, tree), tree, selection)
		if err != nil {
			return err
		}
		if err := fill(e, page, tree.Size(), selection); err != nil {
			return err
		}
		return e.End()
	}, nil
}

// fill adds the entries up to the tree's last that the selection says.
func fill(e *proof.Export, page func(after uint64) ([]proof.Record, error), size uint64, selection proof.Selection) error {
	for after := uint64(0); after < size; {
		records, err := page(after)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			if after = r.Entry; after > size {
				return nil
			}
			if !selection.Selects(r.Text) {
				continue
			}
			if err := e.Add(r.Entry, r.Text); err != nil {
				return err
			}
		}
	}
	return nil
}
