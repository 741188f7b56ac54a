package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"
)

// Restore makes dir an installation as a backup file holds it. dir is empty or
// not there yet (else fault.Conflict), and stays so where the backup is refused.
// What is restored is checked first: that it is all there and as it was written,
// that it is Caseweave's and not of a later version, and that it is sound in
// itself (else fault.Invalid). told hears how many bytes of the file are
// unpacked; the check comes after the last.
func Restore(ctx context.Context, dir, file string, told Progress) error {
	packed, err := os.Open(file)
	if err != nil {
		return fault.Because(err, fault.Unavailable, "The backup %s can't be opened", file)
	}
	defer packed.Close()
	if err := empty(dir); err != nil {
		return err
	}
	release, err := Hold(dir)
	if err != nil {
		return err
	}
	err = place(filepath.Join(dir, File), false, func(f *os.File) error {
		if err := unpack(ctx, f, packed, told); err != nil {
			return err
		}
		return check(ctx, f, file)
	})
	if err != nil {
		err = errors.Join(err, os.Remove(filepath.Join(dir, holdFile))) // dir is empty again
	}
	return errors.Join(orUnavailable(err, "The backup %s can't be restored", file), release())
}

// empty is fault.Conflict where something is in dir.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Because(err, fault.Unavailable, "The data directory %s can't be read", dir)
	}
	if len(entries) > 0 {
		return fault.New(fault.Conflict, "%s is not empty: there is %s. A backup is restored into a new directory.", dir, entries[0].Name())
	}
	return nil
}

// unpack writes what is in packed, whose checksum comes at its end.
func unpack(ctx context.Context, to *os.File, packed *os.File, told Progress) error {
	info, err := packed.Stat()
	if err != nil {
		return err
	}
	from, err := zstd.NewReader(&toldReader{ctx, packed, 0, uint64(info.Size()), told}, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(to, from)
	var disk *fs.PathError
	switch {
	case err == nil || errors.As(err, &disk) || ctx.Err() != nil:
		return err
	case errors.Is(err, zstd.ErrMagicMismatch):
		return foreign(packed.Name())
	}
	return damaged(packed.Name(), err)
}

func foreign(file string) error {
	return fault.New(fault.Invalid, "%s is no backup of Caseweave.", file)
}

func damaged(file string, how error) error {
	return fault.New(fault.Invalid, "The backup %s is damaged (%v); take another one.", file, how)
}

// toldReader tells how much was read, and ends with its context.
type toldReader struct {
	ctx         context.Context
	from        io.Reader
	done, total uint64
	told        Progress
}

func (r *toldReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	r.done += uint64(n)
	r.told(r.done, r.total)
	return n, err
}

// check refuses a database that is not ours, not whole or not sound.
func check(ctx context.Context, f *os.File, file string) error {
	if !wholly(f) {
		return foreign(file)
	}
	db, err := sql.Open("sqlite", source(f.Name(), checking))
	if err != nil {
		return err
	}
	defer db.Close()
	version, err := store.TablesOf(ctx, db)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return foreign(file)
	case version > store.Tables:
		return fault.New(fault.Invalid, "The backup %s was made by a newer version of Caseweave (its tables are at %d, this one knows %d).", file, version, store.Tables)
	}
	err = sound(ctx, db)
	if err != nil && ctx.Err() == nil {
		return damaged(file, err)
	}
	return err
}

// checking reads a file that nobody writes, and makes none beside it.
var checking = url.Values{"mode": {"ro"}, "immutable": {"1"}}

// wholly says whether f has a database's header, and as many pages as that tells.
func wholly(f *os.File) bool {
	header := make([]byte, 100)
	info, err := f.Stat()
	if _, read := f.ReadAt(header, 0); read != nil || err != nil || !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return false
	}
	page, pages := int64(binary.BigEndian.Uint16(header[16:])), int64(binary.BigEndian.Uint32(header[28:]))
	if page == 1 { // which stands for 65,536
		page = 1 << 16
	}
	return info.Size() == page*pages
}

// sound looks through all tables and indexes.
func sound(ctx context.Context, db *sql.DB) error {
	var verdict string
	err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = errors.New(verdict)
	}
	return err
}
