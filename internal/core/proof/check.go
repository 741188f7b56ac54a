package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Statement is a checkpoint as it was signed.
type Statement struct {
	Checkpoint
	// Note is what was signed, with its signature.
	Note string
	// PublicKey tells whether it was.
	PublicKey string
}

// Check is what came of holding records of a log against its tree, and that
// against the last checkpoint.
type Check struct {
	// Signed is the last checkpoint that it was held against; zero for none.
	Signed Checkpoint
	// Entries are how many records were looked at, of a log with Size entries.
	Entries, Size uint64
	// At is when it was over.
	At time.Time
	// Flaw is the first thing that is wrong; nil for nothing. It has no line.
	Flaw *Flaw
}

// Continues says whether the tree goes on from what was signed; a Flaw where it does not.
func (t *Tree) Continues(from Checkpoint) (*Flaw, error) {
	signed := from.At.UTC().Format(time.RFC3339)
	if from.Size > t.size {
		return &Flaw{Kind: Truncated, Entry: t.size + 1, Why: fmt.Sprintf("The log has %d entries, and had %d when it was signed at %s.", t.size, from.Size, signed)}, nil
	}
	root, err := t.RootAt(from.Size)
	switch {
	case errors.Is(err, ErrTorn):
		return &Flaw{Kind: Unproven, Why: "The hashes that are kept of the log do not belong together."}, nil
	case err != nil || root == from.Root:
		return nil, err
	}
	return &Flaw{Kind: Unproven, Why: fmt.Sprintf("The first %d entries are not those that were signed at %s.", from.Size, signed)}, nil
}

// Differs is the first of records, which are in order, that is not what the tree
// has a hash of; nil where all are.
func (t *Tree) Differs(records []Record) (*Flaw, error) {
	entries := make([]uint64, len(records))
	for i, r := range records {
		if entries[i] = r.Entry; r.Entry > t.size {
			return &Flaw{Kind: Inserted, Entry: r.Entry, Why: "The log's tree of hashes ends before this entry."}, nil
		}
	}
	hashes, err := t.Leaves(entries)
	if errors.Is(err, ErrTorn) {
		first, last := entries[0], entries[len(entries)-1]
		return &Flaw{Kind: Unproven, Entry: first, Why: fmt.Sprintf("The hashes that are kept of entries %d to %d were changed.", first, last)}, nil
	}
	if err != nil {
		return nil, err
	}
	for i, r := range records {
		if Leaf(r.Text) != hashes[i] {
			return t.unlike(r), nil
		}
	}
	return nil, nil
}

func (t *Tree) unlike(r Record) *Flaw {
	if says := numberOf(r.Text); says != 0 && says != r.Entry {
		return &Flaw{Kind: Swapped, Entry: r.Entry, Why: fmt.Sprintf("What stands in its place says that it is entry %d.", says)}
	}
	return &Flaw{Kind: Changed, Entry: r.Entry, Why: "The record is not what was written."}
}

// Selects says whether an export of the selection has a record.
func (s Selection) Selects(record []byte) bool {
	if s.All() {
		return true
	}
	var told struct {
		At    time.Time `json:"at"`
		Case  uint64    `json:"case"`
		Actor struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"actor"`
	}
	if json.NewDecoder(bytes.NewReader(record)).Decode(&told) != nil {
		return true // what can't be read is for the auditor to see
	}
	return (s.From == nil || !told.At.Before(*s.From)) && (s.To == nil || told.At.Before(*s.To)) &&
		(s.Case == 0 || told.Case == s.Case) && (s.Actor == "" || told.Actor.ID == s.Actor || told.Actor.Name == s.Actor)
}
