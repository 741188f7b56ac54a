package store

import (
	"context"
	"database/sql"
	"strings"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"

	"github.com/pressly/goose/v3"
)

// proofTables are what makes histories evident: the tiles of logs' trees, the
// signed checkpoints, and the key that signs. BYTES stands for the type of bytes.
const proofTables = `
CREATE TABLE proof_tiles (
    log    TEXT NOT NULL,
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTES NOT NULL,
    PRIMARY KEY (log, level, number)
);
CREATE TABLE checkpoints (
    log  TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    at   BIGINT NOT NULL,
    PRIMARY KEY (log, size)
);
CREATE TABLE signing_keys (
    number     BIGINT NOT NULL PRIMARY KEY,
    public     TEXT NOT NULL,
    sealed     BYTES NOT NULL,
    created_at BIGINT NOT NULL
)`

// FillTrees makes the tables by which histories are evident, and the trees of the
// logs that there are. It is a step of migrations.
func FillTrees(dialect goose.Dialect) func(context.Context, *sql.Tx) error {
	bytes := "BLOB"
	if dialect == goose.DialectPostgres {
		bytes = "BYTEA"
	}
	return func(ctx context.Context, db *sql.Tx) error {
		tx := &transaction{Tx: db}
		for statement := range strings.SplitSeq(proofTables, ";") {
			if _, err := tx.run(ctx, strings.ReplaceAll(statement, "BYTES", bytes)); err != nil {
				return err
			}
		}
		logs, err := logsOf(ctx, db)
		for _, l := range logs {
			if err == nil {
				err = l.fill(ctx, tx)
			}
		}
		return err
	}
}

// filled is a log whose tree is made: its name, and what its records are found by.
type filled struct {
	log, records string
	key          any
}

func logsOf(ctx context.Context, db *sql.Tx) (logs []filled, err error) {
	rows, err := db.QueryContext(ctx, `SELECT id, tenant, true FROM tenants UNION ALL SELECT place, 0, false FROM places`)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var id string
		var tenant int64
		var isTenant bool
		err := rows.Scan(&id, &tenant, &isTenant)
		if isTenant {
			logs = append(logs, filled{proof.History(id), recordsOfTenant, tenant})
		} else {
			logs = append(logs, filled{proof.Acts(id), recordsOfPlace, id})
		}
		return err
	})
	return logs, err
}

// fillRecords is how many records are read at a time.
const fillRecords = 16 * proof.Width

// fill makes the log's tree.
func (l filled) fill(ctx context.Context, tx *transaction) error {
	for edge := (proof.Edge{}); ; {
		leaves, err := l.leavesAfter(ctx, tx, edge.Size())
		if err != nil || len(leaves) == 0 {
			return err
		}
		g := growing(edge, leaves)
		if err := tx.grow(ctx, l.log, g.tiles); err != nil {
			return err
		}
		edge = g.edge
	}
}

// leavesAfter are the hashes of the records that follow an entry.
func (l filled) leavesAfter(ctx context.Context, tx *transaction, entry uint64) (leaves []proof.Hash, err error) {
	rows, err := tx.QueryContext(ctx, l.records, l.key, int64(entry), fillRecords)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var number uint64
		var text sql.RawBytes
		if err := rows.Scan(&number, &text); err != nil {
			return err
		}
		if entry++; number != entry {
			return fault.New(fault.Internal, "The log %s has no entry %d: is it whole?", l.log, entry)
		}
		leaves = append(leaves, proof.Leaf(text))
		return nil
	})
	return leaves, err
}
