package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Fill brings what earlier tables hold into those that came with automatic
// cases: where detections stand, and rule sets item by item. It is a step of
// migrations, on either database.
func Fill(ctx context.Context, db *sql.Tx) error {
	tx := &transaction{Tx: db}
	if err := fillStandings(ctx, tx); err != nil {
		return err
	}
	if err := fillBooks(ctx, tx); err != nil {
		return err
	}
	_, err := tx.run(ctx, `ALTER TABLE rule_sets DROP COLUMN document`)
	return err
}

// fillPage is how many detections are read at a time.
const fillPage = 1000

// placed is a detection with the key of its row.
type placed struct {
	tenant, arrival int64
	detection       detection.Detection
}

func fillStandings(ctx context.Context, tx *transaction) error {
	var last placed
	for {
		page, err := detectionsAfter(ctx, tx, last)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			last = page[i]
			if err := last.fill(ctx, tx); err != nil {
				return err
			}
		}
	}
}

func detectionsAfter(ctx context.Context, tx *transaction, last placed) (page []placed, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT tenant, arrival, document FROM detections
		WHERE (tenant, arrival) > ($1, $2) ORDER BY tenant, arrival LIMIT $3`, last.tenant, last.arrival, fillPage)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var p placed
		var text []byte
		if err := rows.Scan(&p.tenant, &p.arrival, &text); err != nil {
			return err
		}
		p.detection, err = detectionOf(text, "")
		page = append(page, p)
		return err
	})
	return page, err
}

// fill writes what follows from the detection's document.
func (p *placed) fill(ctx context.Context, tx *transaction) error {
	d := &p.detection
	_, err := tx.run(ctx, `UPDATE detections SET status = $1, count = $2, last_seen_at = $3 WHERE tenant = $4 AND arrival = $5`,
		string(d.Status), d.Count, d.LastSeenAt.UnixMicro(), p.tenant, p.arrival)
	return err
}

// kept is a whole rule set as it was kept before.
type kept struct {
	tenant, version int64
	document        []byte
}

func fillBooks(ctx context.Context, tx *transaction) error {
	rows, err := tx.QueryContext(ctx, `SELECT tenant, version, document FROM rule_sets ORDER BY tenant, version`)
	if err != nil {
		return err
	}
	var all []kept
	err = each(rows, func() error {
		var k kept
		err := rows.Scan(&k.tenant, &k.version, &k.document)
		all = append(all, k)
		return err
	})
	for _, k := range all {
		var book rule.Book
		if err == nil {
			err = json.Unmarshal(k.document, &book)
		}
		if err == nil {
			err = tenantShelf.put(ctx, tx, k.tenant, uint64(k.version), &book)
		}
	}
	return err
}
