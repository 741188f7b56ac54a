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
	"slices"
	"sync"
	"time"

	"caseweave/internal/core/casefile"
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
	// AnyHidden says whether a tenant has cases of which a viewer may not know, and Hidden which of some those are.
	AnyHidden(ctx context.Context, tenantID string, viewer casefile.Viewer) (bool, error)
	Hidden(ctx context.Context, tenantID string, viewer casefile.Viewer, numbers []uint64) (map[uint64]bool, error)
	Keys
}

// Keys keeps what was signed, and what it was signed with. What is not there is fault.NotFound.
type Keys interface {
	KeepCheckpoint(ctx context.Context, log string, size uint64, note string, at time.Time) error
	LastCheckpoint(ctx context.Context, log string) (note string, err error)
	// SigningKeys are the keys that checkpoints were signed with, the last one now.
	SigningKeys(ctx context.Context) ([]proof.SealedKey, error)
	// AddSigningKey keeps one after so many others; fault.Conflict where there are more.
	AddSigningKey(ctx context.Context, after int, key proof.SealedKey, at time.Time) error
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
	// key signs; publics are all keys that ever did.
	key     *proof.Key
	publics []string
	log     *slog.Logger
	now     func() time.Time
	stop    context.CancelFunc
	run     sync.WaitGroup

	mu sync.Mutex
	// checks are the last whole ones of logs.
	checks map[string]proof.Check
}

// New is a notary with the installation's key, which is made where there is none.
// One that the secrets can't open has a new one in its place, and the server's own
// log says so: what it signed still counts.
func New(ctx context.Context, store Store, secrets Secrets, log *slog.Logger) (*Notary, error) {
	n := &Notary{
		store: store, log: log, stop: func() {}, checks: map[string]proof.Check{},
		now: func() time.Time { return time.Now().UTC().Truncate(time.Second) },
	}
	err := n.takeKey(ctx, secrets)
	if fault.KindOf(err) == fault.Conflict { // another process was first
		err = n.takeKey(ctx, secrets)
	}
	return n, err
}

// takeKey opens the newest key that the secrets can open, or makes another.
func (n *Notary) takeKey(ctx context.Context, secrets Secrets) error {
	kept, err := n.store.SigningKeys(ctx)
	if err != nil {
		return err
	}
	n.publics = nil
	for _, k := range kept {
		n.publics = append(n.publics, k.Public)
	}
	for _, k := range slices.Backward(kept) {
		secret, err := secrets.Open(label, k.Secret)
		if fault.KindOf(err) == fault.Invalid {
			continue
		}
		if err == nil {
			n.key, err = proof.KeyOf(string(secret), k.Public)
		}
		return err
	}
	if len(kept) > 0 {
		n.log.Error("THE KEY THAT SIGNS HISTORIES CAN'T BE READ WITH THIS KEY FILE: a new one signs from now on; was the key file lost or replaced? See docs/audit.md",
			"before", proof.Fingerprint(n.publics[len(kept)-1]))
	}
	return n.makeKey(ctx, secrets)
}

func (n *Notary) makeKey(ctx context.Context, secrets Secrets) error {
	key, secret, err := proof.NewKey(rand.Reader)
	if err == nil {
		err = n.store.AddSigningKey(ctx, len(n.publics), proof.SealedKey{Public: key.Public, Secret: secrets.Seal(label, []byte(secret))}, n.now())
	}
	if err == nil {
		n.key, n.publics = key, append(n.publics, key.Public)
		n.log.Info("a key was made that signs histories", "fingerprint", proof.Fingerprint(key.Public), "public", key.Public)
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
	for _, public := range n.publics {
		if c, err := proof.OpenCheckpoint(note, public); err == nil && c.Log == log {
			return c, nil, nil
		}
	}
	return proof.Checkpoint{}, &proof.Flaw{Kind: proof.Signature, Why: "The last checkpoint that is kept is not signed by a key of this installation."}, nil
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
