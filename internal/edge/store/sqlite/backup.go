package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"caseweave/internal/core/fault"
)

// Progress hears how many of a database's pages are done.
type Progress func(done, total uint64)

// Backup writes what the store in dir holds at one moment into file, beside
// whatever server serves dir, and whatever version its tables have. The file is
// the database, compressed by zstd with a checksum; it is its owner's alone
// (0600). It has its name only once it is whole and safe from a loss of power;
// where one of that name is there already, it is fault.Conflict unless replace.
func Backup(ctx context.Context, dir, file string, replace bool, told Progress) error {
	err := free(file, replace)
	if err == nil {
		err = place(file, replace, func(f *os.File) error { return backup(ctx, dir, f, told) })
	}
	return orUnavailable(err, "The backup %s can't be written", file)
}

// orUnavailable is err as a fault: what is one already stays as it is.
func orUnavailable(err error, format string, args ...any) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return fault.Because(err, fault.Unavailable, format, args...)
}

func backup(ctx context.Context, dir string, to io.Writer, told Progress) error {
	reader, err := openReader(dir)
	if err != nil {
		return err
	}
	defer reader.Close()
	moment, err := reader.BeginTx(ctx, dialect.Snapshot)
	if err != nil {
		return err
	}
	defer moment.Rollback()
	// One core is enough: the others are the server's.
	packed, err := zstd.NewWriter(to, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	return errors.Join(copyPages(ctx, moment, packed, told), packed.Close())
}

// copyPages writes the pages of the database in their order.
func copyPages(ctx context.Context, moment *sql.Tx, to io.Writer, told Progress) error {
	var total, done uint64
	if err := moment.QueryRowContext(ctx, "PRAGMA page_count").Scan(&total); err != nil {
		return err
	}
	rows, err := moment.QueryContext(ctx, "SELECT data FROM sqlite_dbpage('main')")
	if err != nil {
		return err
	}
	defer rows.Close()
	var page sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&page); err != nil {
			return err
		}
		if _, err := to.Write(page); err != nil {
			return err
		}
		if done++; done%256 == 0 || done == total {
			told(done, total)
		}
	}
	return rows.Err()
}
