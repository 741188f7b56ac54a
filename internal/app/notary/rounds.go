package notary

import (
	"context"
	"encoding/base64"
	"slices"
	"time"

	"caseweave/internal/core/proof"
)

const (
	// signs is how far apart checkpoints are that nobody asked for.
	signs = time.Hour
	// checks is how far apart whole checks of a log are.
	checks = 24 * time.Hour
)

// Start holds each log against its last checkpoint, and begins to sign and check.
// It is called once.
func (n *Notary) Start(ctx context.Context) error {
	logs, err := n.store.Logs(ctx)
	if err != nil {
		return err
	}
	for _, log := range logs {
		_, _, flaw, err := n.tree(ctx, log)
		if err != nil {
			return err
		}
		if flaw != nil {
			n.cry(log, flaw)
		}
	}
	beside, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.run.Go(func() { n.rounds(beside) })
	return nil
}

// Close lets what is under way break off, and stops.
func (n *Notary) Close() {
	n.stop()
	n.run.Wait()
}

// rounds signs at once and then every hour, and checks what was not checked for a day.
func (n *Notary) rounds(ctx context.Context) {
	next := time.NewTicker(signs)
	defer next.Stop()
	for {
		n.round(ctx)
		select {
		case <-next.C:
		case <-ctx.Done():
			return
		}
	}
}

func (n *Notary) round(ctx context.Context) {
	logs, err := n.store.Logs(ctx)
	if err != nil && ctx.Err() == nil {
		n.log.Error("histories could not be signed or checked", "error", err)
	}
	n.each(ctx, logs, "a history could not be signed", n.sign)
	n.each(ctx, slices.DeleteFunc(logs, n.fresh), "a history could not be checked", n.check)
}

// fresh says whether a whole check of a log that had entries is over, and not a day old by the next round.
func (n *Notary) fresh(log string) bool {
	c, ok := n.Checked(log)
	return ok && c.Entries > 0 && n.now().Sub(c.At) < checks-signs/2
}

// each does the same with one log after the other; where it fails with one, it goes on.
func (n *Notary) each(ctx context.Context, logs []string, failed string, do func(context.Context, string) error) {
	for _, log := range logs {
		if err := do(ctx, log); err != nil && ctx.Err() == nil {
			n.log.Error(failed, "log", log, "error", err)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// sign keeps a checkpoint of a log that grew since the last one, and tells the
// server's own log of it, so that there is a copy outside the database.
func (n *Notary) sign(ctx context.Context, log string) error {
	tree, last, flaw, err := n.tree(ctx, log)
	if err != nil || flaw != nil {
		if flaw != nil {
			n.cry(log, flaw)
		}
		return err
	}
	if tree.Size() == last.Size {
		n.signed(log, last)
		return nil
	}
	c := n.checkpoint(log, tree)
	note, err := c.Sign(n.key)
	if err == nil {
		err = n.store.KeepCheckpoint(ctx, log, c.Size, note, c.At)
	}
	if err == nil {
		n.signed(log, c)
		n.log.Info("a history was signed", "log", log, "entries", c.Size, "root", base64.StdEncoding.EncodeToString(c.Root[:]), "checkpoint", note)
	}
	return err
}

// signed takes note, beside the last whole check of a log, of a checkpoint that came after it.
func (n *Notary) signed(log string, last proof.Checkpoint) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if c, ok := n.checks[log]; ok && c.Flaw == nil {
		c.Signed = last
		n.checks[log] = c
	}
}
