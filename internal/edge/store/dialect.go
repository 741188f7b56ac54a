package store

import (
	"context"
	"database/sql"
)

// Dialect is where the databases differ, statements aside.
type Dialect struct {
	// Placeholder is the n-th parameter of a statement, from 1, where parameters
	// come in order and each once.
	Placeholder func(n int) string
	// Snapshot opens a transaction that reads from one moment.
	Snapshot *sql.TxOptions
	// Duplicate says that err is a row that is there already.
	Duplicate func(err error) bool
	// Passing says that err may be gone when the same is tried later.
	Passing func(err error) bool
	// Absent says that err is a table that is not there.
	Absent func(err error) bool
	// Many writes many rows with few round trips; the zero value where nothing is
	// won by that, because the database is in the process.
	Many Many
	// Loader fills tables with what another store holds.
	Loader Loader
	// Trouble says of err, for people, what keeps the database itself from
	// working, such as "the disk is full"; empty where err is nothing like that.
	Trouble func(err error) string
	// Missing is why what is written now would be lost: the database is not where
	// it was opened.
	Missing func() error
	// Stop ends what runs beside the store; nil for nothing.
	Stop func() error
	// Probe is a statement that writes, and changes nothing.
	Probe string
}

// Many are the ways in which a database writes many rows at a time, in the
// transaction that is open on a connection.
type Many struct {
	// Copy adds rows to a table, as an insertion does; it is faster from CopyFrom rows on.
	Copy     func(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error
	CopyFrom int
	// Together runs statements one after the other without waiting between them, and
	// answers how many rows they touched.
	Together func(ctx context.Context, conn *sql.Conn, statements []Statement) (touched int64, err error)
}

// Statement is a text with the values of its parameters.
type Statement struct {
	Text   string
	Values []any
}

// Loader writes rows as another database tells them, and what then remains to be done.
type Loader struct {
	// Rows is Many.Copy for such rows.
	Rows func(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error
	// After are statements for the end.
	After []string
}

// trouble is Trouble where the database has such a thing.
func (d Dialect) trouble(err error) string {
	if err == nil || d.Trouble == nil {
		return ""
	}
	return d.Trouble(err)
}

// missing is Missing where the database has such a thing.
func (d Dialect) missing() error {
	if d.Missing == nil {
		return nil
	}
	return d.Missing()
}
