package store

import (
	"context"
	"database/sql"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

const claim = `UPDATE tenants SET epoch = epoch + 1 WHERE tenant = $1
	RETURNING sequence, entry, case_number, rule_set, log, epoch`

// Claim makes the caller the tenant's holder: see engine.Ledger. What the process
// has in mind of the tenant's marks is forgotten where others may have written
// since the last claim, or where the database has lost what was committed.
func (s *Store) Claim(ctx context.Context, tenantID string) (head change.Head, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return head, err
	}
	err = s.write(ctx, "claim the tenant", func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, claim, tenant).Scan(&head.Sequence, &head.Entry, &head.Case, &head.RuleSet, &head.Log, &head.Epoch)
		if err == nil {
			err = s.distrust(ctx, tx, tenant, head.Epoch)
		}
		return err
	})
	return head, err
}

// distrust forgets the index of a tenant that was claimed under an epoch, unless it
// is certain that the tables still have all that the index has.
func (s *Store) distrust(ctx context.Context, tx *transaction, tenant int64, epoch uint64) error {
	end, _, err := tx.tailEnd(ctx, tenant)
	if err != nil {
		return err
	}
	before, claimed := s.epochs.Swap(tenant, epoch)
	if !claimed || before.(uint64)+1 != epoch || s.index(tenant).reaches() > end {
		s.indexes.Delete(tenant)
	}
	return nil
}

const (
	heldKeys = `SELECT number, arrival, rule, "row" FROM case_keys
		WHERE tenant = $1 AND number = $2 ORDER BY arrival, rule, "row"`

	heldBars = `SELECT number, arrival FROM case_bars WHERE tenant = $1 AND number = $2 ORDER BY arrival`
)

// HeldCase is any case, open or not, with the rows that it holds by member, rule
// and text; fault.NotFound where there is none of that number.
func (s *Store) HeldCase(ctx context.Context, tenantID string, number uint64) (change.Held, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return change.Held{}, err
	}
	held := make([]change.Held, 1)
	err = s.read(ctx, "read the case", func(tx *sql.Tx) error {
		cases, err := readCases(ctx, tx, oneCase, tenant, int64(number))
		if err == nil && len(cases) == 0 {
			err = casefile.NoSuchCase()
		}
		if err != nil {
			return err
		}
		held[0].Case = cases[0]
		return hold(ctx, tx, held, heldKeys, heldBars, tenant, int64(number))
	})
	return held[0], err
}

// hold gives cases, which come by number, their rows and those barred from them.
func hold(ctx context.Context, tx *sql.Tx, cases []change.Held, keys, bars string, args ...any) error {
	rows, err := tx.QueryContext(ctx, keys, args...)
	if err != nil {
		return err
	}
	left := cases
	err = each(rows, func() error {
		var k change.Key
		var arrival uint64
		if err := rows.Scan(&k.Case, &arrival, &k.RuleID, &k.Row); err != nil {
			return err
		}
		k.DetectionID = detection.ID(arrival)
		left = from(left, k.Case)
		left[0].Keys = append(left[0].Keys, k)
		return nil
	})
	if err != nil {
		return err
	}
	if rows, err = tx.QueryContext(ctx, bars, args...); err != nil {
		return err
	}
	left = cases
	return each(rows, func() error {
		var number, arrival uint64
		if err := rows.Scan(&number, &arrival); err != nil {
			return err
		}
		left = from(left, number)
		left[0].Barred = append(left[0].Barred, arrival)
		return nil
	})
}

// from are the cases that go on with the one of that number.
func from(cases []change.Held, number uint64) []change.Held {
	for cases[0].Case.Number < number {
		cases = cases[1:]
	}
	return cases
}

func readCases(ctx context.Context, tx *sql.Tx, statement string, args ...any) ([]casefile.Case, error) {
	rows, err := tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	var cases []casefile.Case
	err = each(rows, func() error {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return err
		}
		c, err := caseOf(text)
		cases = append(cases, c)
		return err
	})
	return cases, err
}

// Remember reads the filter of marks, which Known and Candidates wait for otherwise:
// with 10,000,000 detections it takes some seconds.
func (s *Store) Remember(ctx context.Context, tenantID string) error {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return err
	}
	return s.read(ctx, "read the marks", func(tx *sql.Tx) error {
		_, _, err := s.index(tenant).recent(ctx, tx, tenant, nil)
		return err
	})
}

// lookups is how many detections one statement asks for.
const lookups = 256

// Known answers for those of the identities that the tenant has, other versions
// in the order in which they came, and for those of repeats, the last of each:
// see engine.Recall.
func (s *Store) Known(ctx context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	m := memory{tenant: tenant, asked: map[detection.Identity]bool{}, known: map[detection.Identity]change.Known{}}
	wanted := make([]int64, len(ids))
	for i, id := range ids {
		wanted[i], m.asked[id] = identityMark(id), true
	}
	err = s.read(ctx, "look up the detections", func(tx *sql.Tx) error {
		numbers, err := s.marked(ctx, tx, tenant, wanted)
		for some := range slices.Chunk(numbers, lookups) {
			if err == nil {
				err = m.remember(ctx, tx, some)
			}
			if err == nil {
				err = m.rememberFolds(ctx, tx, some)
			}
		}
		return err
	})
	return m.known, err
}

// memory is what is known of the identities asked for. Others, which only share
// a mark with one of them, are left out.
type memory struct {
	tenant int64
	asked  map[detection.Identity]bool
	known  map[detection.Identity]change.Known
}

// remember adds the detections that arrived as numbers. Other versions come
// beside the current one, in order.
func (m *memory) remember(ctx context.Context, tx *sql.Tx, numbers []int64) error {
	a := arguments{m.tenant}
	rows, err := tx.QueryContext(ctx, `SELECT `+currentColumns+`, v.fingerprint FROM detections d
		LEFT JOIN detection_versions v ON v.tenant = d.tenant AND v.arrival = d.arrival
		WHERE d.tenant = $1 AND d.arrival IN `+in(&a, numbers)+` ORDER BY v.sequence`, a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var c current
		var other sql.NullString
		if err := rows.Scan(append(c.columns(), &other)...); err != nil {
			return err
		}
		d, err := c.detection()
		if err != nil || !m.asked[d.Identity()] {
			return err
		}
		k := m.known[d.Identity()]
		k.Current, k.Fold = d, nil
		if other.Valid {
			k.Fingerprints = append(k.Fingerprints, other.String)
		}
		m.known[d.Identity()] = k
		return nil
	})
}

const knownFolds = `SELECT sequence, target, fingerprint, document FROM detection_folds WHERE tenant = $1 AND sequence IN `

// rememberFolds adds the repeats that took numbers, where no detection has their identity.
func (m *memory) rememberFolds(ctx context.Context, tx *sql.Tx, numbers []int64) error {
	a := arguments{m.tenant}
	rows, err := tx.QueryContext(ctx, knownFolds+in(&a, numbers)+` ORDER BY sequence`, a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var sequence, target uint64
		var fingerprint string
		var text []byte
		if err := rows.Scan(&sequence, &target, &fingerprint, &text); err != nil {
			return err
		}
		f, err := foldOf(sequence, target, fingerprint, text)
		id := f.Repeat.Identity()
		if k, ok := m.known[id]; m.asked[id] && (!ok || k.Fold != nil) {
			m.known[id] = change.Known{Fold: &f}
		}
		return err
	})
}

const casesOf = `SELECT c.document FROM case_members m JOIN cases c ON c.tenant = m.tenant AND c.number = m.number
	WHERE m.tenant = $1 AND m.arrival = $2 ORDER BY m.number`

// CasesOf are the cases, open or not, that the detection belongs to, by number.
func (s *Store) CasesOf(ctx context.Context, tenantID, detectionID string) (cases []casefile.Case, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	arrival, ok := detection.ArrivalOf(detectionID)
	if !ok {
		return nil, nil
	}
	err = s.read(ctx, "read the detection's cases", func(tx *sql.Tx) error {
		cases, err = readCases(ctx, tx, casesOf, tenant, int64(arrival))
		return err
	})
	return cases, err
}
