package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/settings"
)

// Past is what took the tenant's sequence numbers after one, in order and as it
// was then; fewer than limit are the last. A detection's time is when it was
// received.
func (s *Store) Past(ctx context.Context, tenantID string, after uint64, limit int) (past []change.Past, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, "read the past", func(tx *sql.Tx) error {
		var head uint64
		if err := tx.QueryRowContext(ctx, `SELECT sequence FROM tenants WHERE tenant = $1`, tenant).Scan(&head); err != nil {
			return err
		}
		r := reading{tx: tx, tenant: tenant}
		for after < head && len(r.past) < limit {
			to := min(head, after+uint64(limit-len(r.past)))
			if err := r.stretch(ctx, after, to); err != nil {
				return err
			}
			after = to
		}
		past = r.past
		return nil
	})
	return past, err
}

// reading is the past being read.
type reading struct {
	tx     *sql.Tx
	tenant int64
	past   []change.Past
}

// stretch reads what took the numbers after one, up to another.
func (r *reading) stretch(ctx context.Context, after, to uint64) error {
	begin := len(r.past)
	for _, part := range []struct {
		statement string
		read      func(context.Context, *sql.Rows) error
	}{
		{pastArrivals, r.version},
		{pastUpdates, r.version},
		{pastVersions, r.version},
		{pastFolds, r.fold},
		{pastCommands, r.command},
		{pastSettings, r.settings},
	} {
		rows, err := r.tx.QueryContext(ctx, part.statement, r.tenant, int64(after), int64(to))
		if err != nil {
			return err
		}
		if err := each(rows, func() error { return part.read(ctx, rows) }); err != nil {
			return err
		}
	}
	if err := r.books(ctx, after, to); err != nil {
		return err
	}
	if err := r.raws(ctx, r.past[begin:]); err != nil {
		return err
	}
	slices.SortStableFunc(r.past[begin:], func(a, b change.Past) int { return cmp.Compare(a.Sequence, b.Sequence) })
	return nil
}

// A detection's versions are where they are current, and where they are not; the
// one that arrived has the arrival's own number.
const (
	pastArrivals = `SELECT d.arrival, d.sequence, true, d.fingerprint, d.document, r.raw FROM detections d
		LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
		WHERE d.tenant = $1 AND d.arrival > $2 AND d.arrival <= $3 AND d.sequence = d.arrival`

	pastUpdates = `SELECT d.arrival, d.sequence, true, d.fingerprint, d.document, r.raw FROM detections d
		LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
		WHERE d.tenant = $1 AND d.sequence > $2 AND d.sequence <= $3 AND d.sequence <> d.arrival`

	pastVersions = `SELECT arrival, sequence, applied, fingerprint, document, raw FROM detection_versions
		WHERE tenant = $1 AND sequence > $2 AND sequence <= $3`

	pastFolds = `SELECT sequence, target, fingerprint, document FROM detection_folds
		WHERE tenant = $1 AND sequence > $2 AND sequence <= $3`

	pastCommands = `SELECT sequence, at, document FROM commands WHERE tenant = $1 AND sequence > $2 AND sequence <= $3`

	pastSettings = `SELECT sequence, at, document FROM settings WHERE tenant = $1 AND sequence > $2 AND sequence <= $3`

	pastBooks = `SELECT sequence, at, version FROM rule_sets WHERE tenant = $1 AND sequence > $2 AND sequence <= $3`
)

func (r *reading) version(_ context.Context, rows *sql.Rows) error {
	var arrival, sequence uint64
	var applied bool
	var fingerprint string
	var text sql.RawBytes
	var raw []byte
	if err := rows.Scan(&arrival, &sequence, &applied, &fingerprint, &text, &raw); err != nil {
		return err
	}
	d, err := detectionOf(text, fingerprint)
	d.Raw = raw
	p := change.Past{Sequence: sequence, At: d.ReceivedAt}
	if sequence == arrival {
		d.Status = detection.Open
		p.Arrived = &d
	} else {
		p.Updated = &change.Update{Sequence: sequence, Version: d, Applied: applied}
	}
	r.past = append(r.past, p)
	return err
}

// raws fills in what the sources of the detections that arrived sent.
func (r *reading) raws(ctx context.Context, past []change.Past) error {
	b := blocks{tx: r.tx, tenant: r.tenant}
	for _, p := range past {
		if p.Arrived == nil {
			continue
		}
		if err := b.fill(ctx, int64(p.Arrived.Arrival), (*[]byte)(&p.Arrived.Raw)); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) fold(_ context.Context, rows *sql.Rows) error {
	var sequence, target uint64
	var fingerprint string
	var text []byte
	if err := rows.Scan(&sequence, &target, &fingerprint, &text); err != nil {
		return err
	}
	f, err := foldOf(sequence, target, fingerprint, text)
	r.past = append(r.past, change.Past{Sequence: sequence, At: f.Repeat.ReceivedAt, Folded: &f})
	return err
}

func (r *reading) command(_ context.Context, rows *sql.Rows) error {
	c := new(command.Command)
	p, err := scanPast(rows, c)
	p.Command = c
	r.past = append(r.past, p)
	return err
}

func (r *reading) settings(_ context.Context, rows *sql.Rows) error {
	set := new(settings.Settings)
	p, err := scanPast(rows, set)
	p.Settings = set
	r.past = append(r.past, p)
	return err
}

// scanPast reads a number, a time and a document.
func scanPast(rows *sql.Rows, record any) (p change.Past, err error) {
	var at int64
	var text []byte
	if err := rows.Scan(&p.Sequence, &at, &text); err != nil {
		return p, err
	}
	p.At = moment(at)
	return p, fromDocument(text, record)
}

// books reads rule sets, each of which is put together from its items.
func (r *reading) books(ctx context.Context, after, to uint64) error {
	rows, err := r.tx.QueryContext(ctx, pastBooks, r.tenant, int64(after), int64(to))
	if err != nil {
		return err
	}
	var found []change.Past
	var versions []uint64
	err = each(rows, func() error {
		var p change.Past
		var at int64
		var version uint64
		err := rows.Scan(&p.Sequence, &at, &version)
		p.At = moment(at)
		found, versions = append(found, p), append(versions, version)
		return err
	})
	for i := range found {
		if err != nil {
			return err
		}
		book, failed := tenantShelf.at(ctx, r.tx, r.tenant, versions[i])
		found[i].Book, err = &book, failed
	}
	r.past = append(r.past, found...)
	return err
}
