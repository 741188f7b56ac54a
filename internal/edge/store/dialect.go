package store

import "database/sql"

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
}
