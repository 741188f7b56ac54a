package postgres

import (
	"context"
	"database/sql"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// load copies rows into a table. What another database tells of truth values in
// numbers is made one.
func load(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	truths, err := truthsOf(ctx, conn, table)
	if err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = strings.Trim(column, `"`)
		if !truths[names[i]] {
			continue
		}
		for _, row := range rows {
			if n, isNumber := row[i].(int64); isNumber {
				row[i] = n != 0
			}
		}
	}
	return conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, names, pgx.CopyFromRows(rows))
		return err
	})
}

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
