package postgres

import (
	"context"
	"database/sql"
	"strings"

	"caseweave/internal/edge/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// copyRows adds rows by COPY, in two messages and without a statement to parse
// however many they are. The server tells of a row that it refuses as it does
// where that is inserted.
func copyRows(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = unquoted(column)
	}
	return conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, names, pgx.CopyFromRows(rows))
		return err
	})
}

// together sends statements in one message. The server refuses all that come
// after one that it refuses.
func together(ctx context.Context, conn *sql.Conn, statements []store.Statement) (touched int64, err error) {
	err = conn.Raw(func(driver any) error {
		var batch pgx.Batch
		for _, s := range statements {
			batch.Queue(s.Text, s.Values...).Exec(func(done pgconn.CommandTag) error {
				touched += done.RowsAffected()
				return nil
			})
		}
		return driver.(*stdlib.Conn).Conn().SendBatch(ctx, &batch).Close()
	})
	return touched, err
}

// load copies rows into a table. What another database tells of truth values in
// numbers is made one.
func load(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	truths, err := truthsOf(ctx, conn, table)
	if err != nil {
		return err
	}
	for i, column := range columns {
		if !truths[unquoted(column)] {
			continue
		}
		for _, row := range rows {
			if n, isNumber := row[i].(int64); isNumber {
				row[i] = n != 0
			}
		}
	}
	return copyRows(ctx, conn, table, columns, rows)
}

// unquoted is the name of a column as a statement names it.
func unquoted(column string) string { return strings.Trim(column, `"`) }

// truthsOf are the columns of a table that are true or false.
func truthsOf(ctx context.Context, conn *sql.Conn, table string) (map[string]bool, error) {
	found, err := conn.QueryContext(ctx, `SELECT column_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1 AND data_type = 'boolean'`, table)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	truths := map[string]bool{}
	for found.Next() {
		var name string
		if err := found.Scan(&name); err != nil {
			return nil, err
		}
		truths[name] = true
	}
	return truths, found.Err()
}
