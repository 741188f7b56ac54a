package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"strings"

	"caseweave/internal/core/fault"
)

// Scratch makes an empty schema of its own in a database, and answers the URL of
// what is kept there. drop removes it with all that it holds.
func Scratch(ctx context.Context, database string) (scratch string, drop func() error, err error) {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return "", nil, fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be opened")
	}
	schema := "scratch_" + strings.ToLower(rand.Text()[:12])
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+schema); err != nil {
		return "", nil, errors.Join(fault.Because(err, fault.Unavailable, "The PostgreSQL database takes no schema"), db.Close())
	}
	drop = func() error {
		_, err := db.ExecContext(context.WithoutCancel(ctx), "DROP SCHEMA "+schema+" CASCADE")
		return errors.Join(err, db.Close())
	}
	return within(database, schema), drop, nil
}

// within is the URL, or the list of keywords, of a database with a schema to look in.
func within(database, schema string) string {
	u, err := url.Parse(database)
	if err != nil || u.Scheme == "" {
		return database + " search_path=" + schema
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
