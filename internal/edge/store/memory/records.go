package memory

import (
	"context"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"

	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint is one that is kept.
type checkpoint struct {
	size uint64
	note string
}

// Logs are the names of all logs.
func (s *Store) Logs(context.Context) (logs []string, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for place := range s.acts {
		logs = append(logs, proof.Acts(place.String()))
	}
	for id := range s.tenants {
		logs = append(logs, proof.History(id))
	}
	slices.Sort(logs)
	return logs, nil
}

// logged are the records of a log, in order.
func (s *Store) logged(log string) (records []proof.Record, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if place, ok := proof.PlaceOf(log); ok {
		at, _ := access.ParseReach(place) // elsewhere, nothing was done
		for _, a := range s.acts[at] {
			records = append(records, proof.Record{Entry: a.Entry, Text: a.Canonical()})
		}
		return records, nil
	}
	tenantID, ok := proof.TenantOf(log)
	t := s.tenants[tenantID]
	if !ok || t == nil {
		return nil, fault.New(fault.NotFound, "There is no log %q.", log)
	}
	for _, a := range t.activities {
		records = append(records, proof.Record{Entry: a.Entry, Text: a.Canonical()})
	}
	return records, nil
}

// LogSize is how many entries the tree of a log has; none where there is no such log.
func (s *Store) LogSize(_ context.Context, log string) (uint64, error) {
	records, _ := s.logged(log)
	return uint64(len(records)), nil
}

// Tiles are the hashes of tiles of a log, made anew each time.
func (s *Store) Tiles(_ context.Context, log string, tiles []proof.Tile) ([][]byte, error) {
	records, _ := s.logged(log) // no log has no tiles
	var leaves []proof.Hash
	for _, r := range records {
		leaves = append(leaves, proof.Leaf(r.Text))
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
	records, err := s.logged(log)
	return some(records, after, limit), err
}

// CaseRecords are those of the tenant's history that a case has after an entry.
func (s *Store) CaseRecords(_ context.Context, tenantID string, number, after uint64, limit int) ([]proof.Record, error) {
	records, err := s.logged(proof.History(tenantID))
	ofCase := proof.Selection{Case: number}
	return some(slices.DeleteFunc(records, func(r proof.Record) bool { return !ofCase.Selects(r.Text) }), after, limit), err
}

func some(records []proof.Record, after uint64, limit int) []proof.Record {
	records = slices.DeleteFunc(records, func(r proof.Record) bool { return r.Entry <= after })
	return records[:min(limit, len(records))]
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

// SigningKeys are the keys that checkpoints were signed with, the last one now.
func (s *Store) SigningKeys(context.Context) ([]proof.SealedKey, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.signing), nil
}

// AddSigningKey keeps one after so many others; fault.Conflict where there are more.
func (s *Store) AddSigningKey(_ context.Context, after int, key proof.SealedKey, _ time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.signing) != after {
		return fault.New(fault.Conflict, "There is another signing key already.")
	}
	s.signing = append(s.signing, key)
	return nil
}
