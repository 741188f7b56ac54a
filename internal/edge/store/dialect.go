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

// Loader writes many rows fast, and what then remains to be done.
type Loader struct {
	// Rows adds rows to a table through a connection, in the transaction that is open there.
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
