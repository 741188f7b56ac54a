// Package notary vouches for histories. It signs what logs hold, at the hour and
// when it is asked, with a key that is made at the first start; it holds what is
// stored against what was signed, and writes exports that prove themselves.
//
// It signs nothing that does not go on from what it signed last: a log that was
// rewritten stays without a checkpoint, and the server's own log says so, loudly.
// What it can't see is a history that was rewritten together with its checkpoints
// by who has the database and the key file. See docs/audit.md.
package notary

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

// Store keeps logs, their trees and their checkpoints.
type Store interface {
	// Logs are the names of all logs.
	Logs(ctx context.Context) ([]string, error)
	// LogSize is how many entries the tree of a log has.
	LogSize(ctx context.Context, log string) (uint64, error)
	// Tiles are the hashes of tiles of a log; nil for one that is not there.
	Tiles(ctx context.Context, log string, tiles []proof.Tile) ([][]byte, error)
	// Records are those of a log after an entry, CaseRecords those of a tenant's history that a case has.
	Records(ctx context.Context, log string, after uint64, limit int) ([]proof.Record, error)
	CaseRecords(ctx context.Context, tenantID string, number, after uint64, limit int) ([]proof.Record, error)
	Keys
}

// Keys keeps what was signed, and what it was signed with. What is not there is fault.NotFound.
type Keys interface {
	KeepCheckpoint(ctx context.Context, log string, size uint64, note string, at time.Time) error
	LastCheckpoint(ctx context.Context, log string) (note string, err error)
	SigningKey(ctx context.Context) (public string, sealed []byte, err error)
	// KeepSigningKey is fault.Conflict where there is one.
	KeepSigningKey(ctx context.Context, public string, sealed []byte, at time.Time) error
}

// Secrets encrypts what nobody may read in the database alone.
type Secrets interface {
	Seal(label string, plain []byte) []byte
	Open(label string, sealed []byte) ([]byte, error)
}

// label is what the signing key is sealed under.
const label = "signing key"

// Notary vouches for the histories of an installation. It is safe for use by many at once.
type Notary struct {
	store Store
	key   *proof.Key
	log   *slog.Logger
	now   func() time.Time
	stop  context.CancelFunc
	run   sync.WaitGroup

	mu sync.Mutex
	// checks are the last whole ones of logs.
	checks map[string]proof.Check
}

// New is a notary with the installation's key, which is made where there is none.
// Secrets that can't open it are an error: without it, nothing can be vouched for.
func New(ctx context.Context, store Store, secrets Secrets, log *slog.Logger) (*Notary, error) {
	n := &Notary{
		store: store, log: log, stop: func() {}, checks: map[string]proof.Check{},
		now: func() time.Time { return time.Now().UTC().Truncate(time.Second) },
	}
	key, err := n.keyOf(ctx, secrets)
	if fault.KindOf(err) == fault.NotFound {
		if err = n.makeKey(ctx, secrets); err == nil || fault.KindOf(err) == fault.Conflict {
			key, err = n.keyOf(ctx, secrets)
		}
	}
	n.key = key
	return n, err
}

func (n *Notary) keyOf(ctx context.Context, secrets Secrets) (*proof.Key, error) {
	public, sealed, err := n.store.SigningKey(ctx)
	if err != nil {
		return nil, err
	}
	secret, err := secrets.Open(label, sealed)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "The key that signs histories can't be read with this key file. Start with the key file that the installation had before.")
	}
	return proof.KeyOf(string(secret), public)
}

func (n *Notary) makeKey(ctx context.Context, secrets Secrets) error {
	key, secret, err := proof.NewKey(rand.Reader)
	if err == nil {
		err = n.store.KeepSigningKey(ctx, key.Public, secrets.Seal(label, []byte(secret)), n.now())
	}
	return err
}

// tree is a log's as it stands, and the last checkpoint that it must go on from,
// with what is wrong where it does not.
func (n *Notary) tree(ctx context.Context, log string) (tree *proof.Tree, last proof.Checkpoint, flaw *proof.Flaw, err error) {
	if last, flaw, err = n.last(ctx, log); err != nil || flaw != nil {
		return nil, last, flaw, err
	}
	size, err := n.store.LogSize(ctx, log)
	if err != nil {
		return nil, last, nil, err
	}
	tree, err = proof.Grown(size, func(tiles []proof.Tile) ([][]byte, error) { return n.store.Tiles(ctx, log, tiles) })
	if err != nil {
		flaw, err = torn(err)
		return nil, last, flaw, err
	}
	flaw, err = tree.Continues(last)
	return tree, last, flaw, err
}

// last is the last checkpoint that is kept; zero for none.
func (n *Notary) last(ctx context.Context, log string) (proof.Checkpoint, *proof.Flaw, error) {
	note, err := n.store.LastCheckpoint(ctx, log)
	if fault.KindOf(err) == fault.NotFound {
		empty, err := proof.Grown(0, nil)
		return proof.Checkpoint{Log: log, Root: empty.Root()}, nil, err
	}
	if err != nil {
		return proof.Checkpoint{}, nil, err
	}
	c, err := proof.OpenCheckpoint(note, n.key.Public)
	if err != nil || c.Log != log {
		return c, &proof.Flaw{Kind: proof.Signature, Why: "The last checkpoint that is kept is not signed by this installation's key."}, nil
	}
	return c, nil, nil
}

// sound is tree where nothing may be wrong.
func (n *Notary) sound(ctx context.Context, log string) (*proof.Tree, error) {
	tree, _, flaw, err := n.tree(ctx, log)
	if err == nil && flaw != nil {
		n.cry(log, flaw)
		err = fault.New(fault.Unavailable, "Nothing is signed of %s, because it does not go on from what was signed before: %s", log, flaw.Why)
	}
	return tree, err
}

// Checkpoint signs what a log holds now.
func (n *Notary) Checkpoint(ctx context.Context, log string) (proof.Statement, error) {
	tree, err := n.sound(ctx, log)
	if err != nil {
		return proof.Statement{}, err
	}
	c := n.checkpoint(log, tree)
	note, err := c.Sign(n.key)
	return proof.Statement{Checkpoint: c, Note: note, PublicKey: n.key.Public}, err
}

func (n *Notary) checkpoint(log string, tree *proof.Tree) proof.Checkpoint {
	return proof.Checkpoint{Log: log, Size: tree.Size(), Root: tree.Root(), At: n.now()}
}

// cry tells the server's own log that something is wrong with a history.
func (n *Notary) cry(log string, flaw *proof.Flaw) {
	n.log.Error("A HISTORY IS NOT WHAT WAS WRITTEN: somebody changed the database, or it is damaged; see docs/audit.md",
		"log", log, "entry", flaw.Entry, "what", flaw.Kind, "why", flaw.Why)
}
