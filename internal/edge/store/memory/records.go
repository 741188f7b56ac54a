package memory

import (
	"context"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"

	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint is one that is kept.
type checkpoint struct {
	size uint64
	note string
}

// signingKey is the key that checkpoints are signed with.
type signingKey struct {
	public string
	sealed []byte
}

// history is the tenant whose history a log is; unlock must be called either way.
func (s *Store) history(log string) (t *tenant, unlock func(), err error) {
	tenantID, ok := proof.TenantOf(log)
	t, unlock, err = s.of(tenantID)
	if !ok {
		err = fault.New(fault.NotFound, "There is no log %q.", log)
	}
	return t, unlock, err
}

// LogSize is how many entries the tree of a log has.
func (s *Store) LogSize(_ context.Context, log string) (uint64, error) {
	t, unlock, err := s.history(log)
	defer unlock()
	if err != nil {
		return 0, nil
	}
	return uint64(len(t.activities)), nil
}

// Tiles are the hashes of tiles of a log, made anew each time.
func (s *Store) Tiles(_ context.Context, log string, tiles []proof.Tile) ([][]byte, error) {
	t, unlock, err := s.history(log)
	defer unlock()
	if err != nil {
		return make([][]byte, len(tiles)), nil
	}
	var leaves []proof.Hash
	for _, a := range t.activities {
		leaves = append(leaves, proof.Leaf(a.Canonical()))
	}
	texts := make([][]byte, len(tiles))
	for i, tile := range tiles {
		texts[i] = proof.Bytes(hashesOf(leaves, tile))
	}
	return texts, nil
}

// hashesOf are those of a tile, as far as the tree goes.
func hashesOf(leaves []proof.Hash, tile proof.Tile) []proof.Hash {
	row := leaves
	for n := 1; n <= 8*tile.Level; n++ {
		above := make([]proof.Hash, len(row)/2)
		for i := range above {
			above[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = above
	}
	first := min(tile.Number*proof.Width, uint64(len(row)))
	return row[first:min(first+proof.Width, uint64(len(row)))]
}

// Records are those of a log after an entry.
func (s *Store) Records(_ context.Context, log string, after uint64, limit int) ([]proof.Record, error) {
	t, unlock, err := s.history(log)
	defer unlock()
	if err != nil {
		return nil, err
	}
	return t.records(after, limit, func(activity.Activity) bool { return true }), nil
}

// CaseRecords are those of the tenant's history that a case has after an entry.
func (s *Store) CaseRecords(_ context.Context, tenantID string, number, after uint64, limit int) ([]proof.Record, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	return t.records(after, limit, func(a activity.Activity) bool { return a.Case == number }), nil
}

func (t *tenant) records(after uint64, limit int, wanted func(activity.Activity) bool) (all []proof.Record) {
	for _, a := range t.activities {
		if a.Entry > after && wanted(a) && len(all) < limit {
			all = append(all, proof.Record{Entry: a.Entry, Text: a.Canonical()})
		}
	}
	return all
}

// KeepCheckpoint keeps a signed checkpoint of a log; one of that size that is kept already stays.
func (s *Store) KeepCheckpoint(_ context.Context, log string, size uint64, note string, _ time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, c := range s.checkpoints[log] {
		if c.size == size {
			return nil
		}
	}
	s.checkpoints[log] = append(s.checkpoints[log], checkpoint{size, note})
	return nil
}

// LastCheckpoint is the longest log's that is kept; fault.NotFound where there is none.
func (s *Store) LastCheckpoint(_ context.Context, log string) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var last checkpoint
	for _, c := range s.checkpoints[log] {
		if c.size >= last.size {
			last = c
		}
	}
	if last.note == "" {
		return "", fault.New(fault.NotFound, "There is no checkpoint of %q.", log)
	}
	return last.note, nil
}

// SigningKey is the key that checkpoints are signed with, its secret sealed;
// fault.NotFound where there is none.
func (s *Store) SigningKey(context.Context) (public string, sealed []byte, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.signing == nil {
		return "", nil, fault.New(fault.NotFound, "There is no signing key.")
	}
	return s.signing.public, s.signing.sealed, nil
}

// KeepSigningKey keeps the one that there is from then on; fault.Conflict where there is one.
func (s *Store) KeepSigningKey(_ context.Context, public string, sealed []byte, _ time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.signing != nil {
		return fault.New(fault.Conflict, "There is a signing key already.")
	}
	s.signing = &signingKey{public, sealed}
	return nil
}
