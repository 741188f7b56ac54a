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
// histories that there are. It is a step of migrations.
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
		tenants, err := numbers(ctx, db, `SELECT tenant FROM tenants ORDER BY tenant`)
		for _, tenant := range tenants {
			if err == nil {
				err = fillTree(ctx, tx, tenant)
			}
		}
		return err
	}
}

// fillRecords is how many records are read at a time.
const fillRecords = 16 * proof.Width

// fillTree makes the tree of a tenant's history.
func fillTree(ctx context.Context, tx *transaction, tenant int64) error {
	var id string
	if err := tx.QueryRowContext(ctx, `SELECT id FROM tenants WHERE tenant = $1`, tenant).Scan(&id); err != nil {
		return err
	}
	for edge := (proof.Edge{}); ; {
		leaves, err := leavesAfter(ctx, tx, tenant, edge.Size())
		if err != nil || len(leaves) == 0 {
			return err
		}
		g := growing(edge, leaves)
		if err := tx.grow(ctx, proof.History(id), g.tiles); err != nil {
			return err
		}
		edge = g.edge
	}
}

// leavesAfter are the hashes of the records that follow an entry.
func leavesAfter(ctx context.Context, tx *transaction, tenant int64, entry uint64) (leaves []proof.Hash, err error) {
	rows, err := tx.QueryContext(ctx, recordsOfTenant, tenant, int64(entry), fillRecords)
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
			return fault.New(fault.Internal, "The history of a tenant has no entry %d: is it whole?", entry)
		}
		leaves = append(leaves, proof.Leaf(text))
		return nil
	})
	return leaves, err
}
