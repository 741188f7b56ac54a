package notary

import (
	"context"
	"errors"
	"slices"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

// checkPage is how many records are held against the tree at a time. It is of whole
// tiles, so that damage is told as near as it can be.
const checkPage = proof.Width

// Checked is what the last whole check of a log came to; false where none is over yet.
func (n *Notary) Checked(log string) (proof.Check, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	check, ok := n.checks[log]
	return check, ok
}

// check holds all that a log holds against its tree and the last checkpoint, at
// half the pace that it could have.
func (n *Notary) check(ctx context.Context, log string) error {
	tree, last, flaw, err := n.tree(ctx, log)
	if err != nil {
		return err
	}
	c := proof.Check{Signed: last, Flaw: flaw}
	if flaw == nil {
		if c.Flaw, c.Entries, err = n.compare(ctx, log, tree); err != nil {
			return err
		}
		c.Size = tree.Size()
	}
	if c.Flaw != nil {
		n.cry(log, c.Flaw)
	}
	c.At = n.now()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.checks[log] = c
	return nil
}

// compare is the first record of a log that its tree has no hash of.
func (n *Notary) compare(ctx context.Context, log string, tree *proof.Tree) (flaw *proof.Flaw, looked uint64, err error) {
	for looked < tree.Size() {
		began := time.Now()
		limit := int(min(checkPage, tree.Size()-looked))
		records, err := n.store.Records(ctx, log, looked, limit)
		if err != nil {
			return nil, looked, err
		}
		if flaw, err = unbroken(tree, records, looked, limit); err != nil || flaw != nil {
			return flaw, looked, err
		}
		looked += uint64(limit)
		select {
		case <-time.After(time.Since(began)):
		case <-ctx.Done():
			return nil, looked, ctx.Err()
		}
	}
	flaw, err = n.behind(ctx, log, tree.Size())
	return flaw, looked, err
}

// unbroken holds records against the tree that follow an entry without a gap.
func unbroken(tree *proof.Tree, records []proof.Record, after uint64, limit int) (*proof.Flaw, error) {
	whole := 0
	for whole < len(records) && records[whole].Entry == after+uint64(whole)+1 {
		whole++
	}
	if whole > 0 {
		if flaw, err := tree.Differs(records[:whole]); err != nil || flaw != nil {
			return flaw, err
		}
	}
	if whole < limit {
		return &proof.Flaw{Kind: proof.Missing, Entry: after + uint64(whole) + 1, Why: "The record of this entry is gone."}, nil
	}
	return nil, nil
}

// behind looks for records that the tree knows nothing of.
func (n *Notary) behind(ctx context.Context, log string, size uint64) (*proof.Flaw, error) {
	records, err := n.store.Records(ctx, log, size, 1)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	now, err := n.store.LogSize(ctx, log)
	if err != nil || now > size {
		return nil, err
	}
	return &proof.Flaw{Kind: proof.Inserted, Entry: records[0].Entry, Why: "The log's tree of hashes ends before this entry."}, nil
}

// casePage is how many records of a case are held against the tree at a time.
const casePage = 1024

// CheckCase holds the records of a case against the tree of its tenant's history,
// and that against the last checkpoint.
func (n *Notary) CheckCase(ctx context.Context, tenantID string, number uint64) (proof.Check, error) {
	c, err := n.checkCase(ctx, tenantID, number)
	if err == nil && c.Flaw != nil {
		n.cry(proof.History(tenantID), c.Flaw)
	}
	return c, err
}

func (n *Notary) checkCase(ctx context.Context, tenantID string, number uint64) (proof.Check, error) {
	tree, last, flaw, err := n.tree(ctx, proof.History(tenantID))
	c := proof.Check{Signed: last, Flaw: flaw, At: n.now()}
	if err != nil || flaw != nil {
		return c, err
	}
	c.Size = tree.Size()
	selection := proof.Selection{Case: number}
	for after := uint64(0); c.Flaw == nil; {
		records, err := n.store.CaseRecords(ctx, tenantID, number, after, casePage)
		records = slices.DeleteFunc(records, func(r proof.Record) bool { return r.Entry > tree.Size() }) // it grows
		if err != nil || len(records) == 0 {
			return c, err
		}
		after = records[len(records)-1].Entry
		if c.Flaw, err = tree.Differs(records); err != nil {
			return c, err
		}
		for _, r := range records {
			if c.Flaw == nil && !selection.Selects(r.Text) {
				c.Flaw = &proof.Flaw{Kind: proof.Inserted, Entry: r.Entry, Why: "This entry is of another case."}
			}
		}
		c.Entries += uint64(len(records))
	}
	return c, nil
}

// torn is err as a flaw, where it is one of a tree.
func torn(err error) (*proof.Flaw, error) {
	if errors.Is(err, proof.ErrTorn) {
		return &proof.Flaw{Kind: proof.Unproven, Why: "The hashes that are kept of the log do not belong together."}, nil
	}
	return nil, fault.Because(err, fault.Internal, "The tree of hashes can't be read")
}
