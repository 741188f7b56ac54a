package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"caseweave/internal/core/casefile"
)

// assigneeColumn adds the column by which cases are sorted by who has them. Most
// have nobody, and are right from the start.
var assigneeColumn = map[goose.Dialect]string{
	goose.DialectSQLite3:  `ALTER TABLE cases ADD COLUMN assignee BLOB NOT NULL DEFAULT x'f48fbfbf'`,
	goose.DialectPostgres: `ALTER TABLE cases ADD COLUMN assignee BYTEA NOT NULL DEFAULT '\xf48fbfbf'`,
}

// fillAssignees adds that column with its index, and says in it who has the cases
// that are there. It is a step of migrations.
func fillAssignees(dialect goose.Dialect) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, db *sql.Tx) error {
		tx := &transaction{Tx: db}
		_, err := tx.run(ctx, assigneeColumn[dialect])
		if err == nil {
			err = eachCase(ctx, tx, func(k *keptCase) error { return k.fillAssignee(ctx, tx) })
		}
		if err == nil {
			_, err = tx.run(ctx, `CREATE INDEX cases_by_assignee ON cases (tenant, assignee, number)`)
		}
		return err
	}
}

// keptCase is a case with the key of its row.
type keptCase struct {
	tenant, number int64
	casefile.Case
}

func (k *keptCase) fillAssignee(ctx context.Context, tx *transaction) error {
	if k.Assignee == "" {
		return nil
	}
	_, err := tx.run(ctx, `UPDATE cases SET assignee = $1 WHERE tenant = $2 AND number = $3`, []byte(k.AssigneeOrder()), k.tenant, k.number)
	return err
}

// eachCase calls do on every case of every tenant.
func eachCase(ctx context.Context, tx *transaction, do func(*keptCase) error) error {
	for last := (keptCase{}); ; {
		page, err := casesAfter(ctx, tx, last)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			last = page[i]
			if err := do(&last); err != nil {
				return err
			}
		}
	}
}

func casesAfter(ctx context.Context, tx *transaction, last keptCase) (page []keptCase, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT tenant, number, document FROM cases
		WHERE (tenant, number) > ($1, $2) ORDER BY tenant, number LIMIT $3`, last.tenant, last.number, fillPage)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var k keptCase
		var text []byte
		if err := rows.Scan(&k.tenant, &k.number, &text); err != nil {
			return err
		}
		k.Case, err = caseOf(text)
		page = append(page, k)
		return err
	})
	return page, err
}
