package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

// LogSize is how many entries the tree of a log has.
func (s *Store) LogSize(ctx context.Context, log string) (size uint64, err error) {
	err = s.read(ctx, "read the tree of hashes", func(tx *sql.Tx) error {
		size, err = sizeOfTree(ctx, tx, log)
		return err
	})
	return size, err
}

const allLogs = `SELECT $1 || id FROM tenants UNION ALL SELECT $2 || place FROM places ORDER BY 1`

// Logs are the names of all logs.
func (s *Store) Logs(ctx context.Context) ([]string, error) {
	logs, err := s.texts(ctx, allLogs, proof.History(""), proof.Acts(""))
	return logs, s.refusal("list the logs", err)
}

// Tiles are the hashes of tiles of a log, those of each one after the other; nil
// for one that is not there.
func (s *Store) Tiles(ctx context.Context, log string, tiles []proof.Tile) (texts [][]byte, err error) {
	err = s.read(ctx, "read the tree of hashes", func(tx *sql.Tx) error {
		for _, tile := range tiles {
			text, err := tileText(ctx, tx, log, tile)
			if err != nil {
				return err
			}
			texts = append(texts, text)
		}
		return nil
	})
	return texts, err
}

const (
	recordsOfTenant = `SELECT entry, canonical FROM activities WHERE tenant = $1 AND entry > $2 ORDER BY entry LIMIT $3`
	recordsOfPlace  = `SELECT entry, canonical FROM acts WHERE place = $1 AND entry > $2 ORDER BY entry LIMIT $3`
	recordsOfCase   = `SELECT entry, canonical FROM activities WHERE tenant = $1 AND number = $2 AND entry > $3 ORDER BY entry LIMIT $4`
)

// Records are those of a log after an entry, byte for byte as they are kept.
func (s *Store) Records(ctx context.Context, log string, after uint64, limit int) ([]proof.Record, error) {
	if place, ok := proof.PlaceOf(log); ok {
		return s.records(ctx, recordsOfPlace, place, int64(after), limit)
	}
	tenantID, ok := proof.TenantOf(log)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no log %q.", log)
	}
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	return s.records(ctx, recordsOfTenant, tenant, int64(after), limit)
}

// CaseRecords are those of the tenant's history that a case has after an entry.
func (s *Store) CaseRecords(ctx context.Context, tenantID string, number, after uint64, limit int) ([]proof.Record, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	return s.records(ctx, recordsOfCase, tenant, int64(number), int64(after), limit)
}

func (s *Store) records(ctx context.Context, statement string, args ...any) (all []proof.Record, err error) {
	rows, err := s.reader.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, s.refusal("read the records", err)
	}
	err = each(rows, func() error {
		var r proof.Record
		err := rows.Scan(&r.Entry, &r.Text)
		all = append(all, r)
		return err
	})
	return all, s.refusal("read the records", err)
}
