package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store/marks"
)

// replaced are the indexes of hashes that marks take the place of.
var replaced = []string{
	`DROP TABLE detection_entities`,
	`DROP TABLE detection_repeats`,
	`DROP INDEX detections_by_identity`,
	`DROP INDEX detection_folds_by_identity`,
	`ALTER TABLE detections DROP COLUMN identity`,
	`ALTER TABLE detection_folds DROP COLUMN identity`,
}

// FillMarks indexes what is there by marks, and removes the indexes that did
// so before. It is a step of migrations, on either database.
func FillMarks(ctx context.Context, db *sql.Tx) error {
	tx := &transaction{Tx: db}
	tenants, err := numbers(ctx, db, `SELECT tenant FROM tenants ORDER BY tenant`)
	for _, tenant := range tenants {
		if err == nil {
			err = fillTenant(ctx, tx, tenant)
		}
	}
	for _, statement := range replaced {
		if err == nil {
			_, err = tx.run(ctx, statement)
		}
	}
	return err
}

func numbers(ctx context.Context, db *sql.Tx, statement string) (all []int64, err error) {
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var n int64
		err := rows.Scan(&n)
		all = append(all, n)
		return err
	})
	return all, err
}

const (
	fillDetections = `SELECT arrival, document, last_seen_at FROM detections
		WHERE tenant = $1 AND arrival > $2 ORDER BY arrival LIMIT 1000`
	fillFolds = `SELECT sequence, document, -1 FROM detection_folds
		WHERE tenant = $1 AND sequence > $2 ORDER BY sequence LIMIT 1000`
)

// fillTenant writes a run for each page of detections, and of repeats.
func fillTenant(ctx context.Context, tx *transaction, tenant int64) error {
	for _, statement := range []string{fillDetections, fillFolds} {
		for after := int64(0); ; {
			run, last, err := marksAfter(ctx, tx, statement, tenant, after)
			if err == nil && len(run) > 0 {
				err = tx.markedAtOnce(ctx, tenant, marks.Sorted(run))
			}
			if err != nil {
				return err
			}
			if last == after {
				break
			}
			after = last
		}
	}
	return nil
}

// marksAfter are the marks of the rows that follow number after, and the last of their numbers.
func marksAfter(ctx context.Context, tx *transaction, statement string, tenant, after int64) (run []marks.Pair, last int64, err error) {
	rows, err := tx.QueryContext(ctx, statement, tenant, after)
	if err != nil {
		return nil, after, err
	}
	last = after
	var b borne
	err = each(rows, func() error {
		var text sql.RawBytes
		var seen int64
		if err := rows.Scan(&last, &text, &seen); err != nil {
			return err
		}
		d, err := detectionOf(text, "")
		b.bears(identityMark(d.Identity()), uint64(last))
		if statement == fillDetections {
			b.bears(repeatMark(detection.RepeatKey(&d), seen>>bucketBits), uint64(last))
			b.mentions(&d)
		}
		return err
	})
	return b, last, err
}
