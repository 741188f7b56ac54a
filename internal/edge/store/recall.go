package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

const claim = `UPDATE tenants SET epoch = epoch + 1 WHERE tenant = $1
	RETURNING sequence, entry, case_number, rule_set, epoch`

// Claim makes the caller the tenant's holder: see engine.Ledger.
func (s *Store) Claim(ctx context.Context, tenantID string) (head change.Head, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return head, err
	}
	err = s.write(ctx, "claim the tenant", func(tx *transaction) error {
		return tx.QueryRowContext(ctx, claim, tenant).Scan(&head.Sequence, &head.Entry, &head.Case, &head.RuleSet, &head.Epoch)
	})
	return head, err
}

const currentBook = `SELECT t.rule_set, r.document FROM tenants t
	LEFT JOIN rule_sets r ON r.tenant = t.tenant AND r.version = t.rule_set WHERE t.tenant = $1`

// Book is the tenant's rule set with its version: see engine.Ledger.
func (s *Store) Book(ctx context.Context, tenantID string) (book rule.Book, version uint64, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return book, 0, err
	}
	var text []byte
	err = s.reader.QueryRowContext(ctx, currentBook, tenant).Scan(&version, &text)
	if err == nil && text != nil {
		err = json.Unmarshal(text, &book)
	}
	return book, version, s.refusal("read the rules", err)
}

const (
	openCases = `SELECT document FROM cases WHERE tenant = $1 AND open ORDER BY number`

	openKeys = `SELECT k.number, k.arrival, k.rule, k."row" FROM cases c
		JOIN case_keys k ON k.tenant = c.tenant AND k.number = c.number
		WHERE c.tenant = $1 AND c.open ORDER BY k.number, k.arrival, k.rule, k."row"`
)

// OpenCases are all open cases by number, with the rows they hold by member,
// rule and text.
func (s *Store) OpenCases(ctx context.Context, tenantID string) (open []change.Held, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, "read the open cases", func(tx *sql.Tx) error {
		cases, err := readCases(ctx, tx, openCases, tenant)
		if err != nil {
			return err
		}
		open = make([]change.Held, len(cases))
		for i := range cases {
			open[i].Case = cases[i]
		}
		return holdKeys(ctx, tx, tenant, open)
	})
	return open, err
}

// holdKeys gives open cases, which come by number, their rows.
func holdKeys(ctx context.Context, tx *sql.Tx, tenant int64, open []change.Held) error {
	rows, err := tx.QueryContext(ctx, openKeys, tenant)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var k change.Key
		var arrival uint64
		if err := rows.Scan(&k.Case, &arrival, &k.RuleID, &k.Row); err != nil {
			return err
		}
		k.DetectionID = detection.ID(arrival)
		for open[0].Case.Number < k.Case {
			open = open[1:]
		}
		open[0].Keys = append(open[0].Keys, k)
		return nil
	})
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

// lookups is how many identities one statement asks for.
const lookups = 256

// Known answers for those of the identities that the tenant has, other versions
// in the order in which they came: see engine.Recall.
func (s *Store) Known(ctx context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	known := map[detection.Identity]change.Known{}
	err = s.read(ctx, "look up the detections", func(tx *sql.Tx) error {
		for some := range slices.Chunk(ids, lookups) {
			if err := remember(ctx, tx, tenant, some, known); err != nil {
				return err
			}
		}
		return nil
	})
	return known, err
}

// remember adds what is known of ids. Other versions come beside the current one, in order.
func remember(ctx context.Context, tx *sql.Tx, tenant int64, ids []detection.Identity, known map[detection.Identity]change.Known) error {
	a := arguments{tenant}
	var keys []any
	for _, id := range ids {
		keys = append(keys, identityKey(id))
	}
	rows, err := tx.QueryContext(ctx, `SELECT d.document, d.fingerprint, v.fingerprint FROM detections d
		LEFT JOIN detection_versions v ON v.tenant = d.tenant AND v.arrival = d.arrival
		WHERE d.tenant = $1 AND d.identity IN `+a.in(keys)+` ORDER BY v.sequence`, a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var text sql.RawBytes
		var fingerprint string
		var other sql.NullString
		if err := rows.Scan(&text, &fingerprint, &other); err != nil {
			return err
		}
		d, err := detectionOf(text, fingerprint)
		k := known[d.Identity()]
		k.Current = d
		if other.Valid {
			k.Fingerprints = append(k.Fingerprints, other.String)
		}
		known[d.Identity()] = k
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

const mostSevere = `SELECT d.document FROM case_members m
	JOIN detections d ON d.tenant = m.tenant AND d.arrival = m.arrival
	WHERE m.tenant = $1 AND m.number = $2 AND m.arrival <> $3
	ORDER BY d.severity DESC, d.arrival LIMIT 1`

// MostSevere is the member that leads the case when without is left out: see engine.Recall.
func (s *Store) MostSevere(ctx context.Context, tenantID string, number uint64, without string) (*casefile.Member, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	arrival, ok := detection.ArrivalOf(without)
	if !ok {
		arrival = 0 // which no detection has
	}
	var text []byte
	var d detection.Detection
	err = s.reader.QueryRowContext(ctx, mostSevere, tenant, int64(number), int64(arrival)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		d, err = detectionOf(text, "")
	}
	if err != nil {
		return nil, s.refusal("find the case's most severe detection", err)
	}
	return &casefile.Member{ID: d.ID, Title: d.Title, Severity: d.Severity, Arrival: d.Arrival}, nil
}
