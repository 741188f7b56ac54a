package sqlite

import (
	"errors"
	"os"

	sqlite3 "modernc.org/sqlite/lib"

	"caseweave/internal/core/fault"
)

// damage is what a person hears of a file that is not a sound database.
const damage = "the file " + File + " is damaged; restore a backup into a new directory"

// trouble is what keeps the database itself from working. A quota and a limit of
// the process look like a disk that fails.
func trouble(err error) string {
	switch code(err) & 0xff {
	case sqlite3.SQLITE_FULL:
		return "the disk is full"
	case sqlite3.SQLITE_IOERR:
		return "the disk fails, or a quota is used up"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damage
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return "the data directory can't be written"
	}
	return ""
}

// unopened is why a store could not be opened; nil of nil.
func unopened(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	var told *fault.Error
	if known := trouble(err); known != "" && !errors.As(err, &told) {
		format += ": " + known
	}
	return fault.Because(err, fault.Unavailable, format, args...)
}

// watch answers whether the file at path has gone, or another one has come: what
// SQLite writes then, nobody finds again.
func watch(path string) (missing func() error, err error) {
	was, err := os.Stat(path)
	return func() error {
		if is, err := os.Stat(path); err != nil || !os.SameFile(was, is) {
			return fault.Because(err, fault.Unavailable, "The database file is no longer where it was; start the server anew once it is back.")
		}
		return nil
	}, err
}
