package store

import (
	"context"
	"database/sql"
	"io/fs"

	"github.com/pressly/goose/v3"

	"caseweave/internal/core/fault"
)

// Tables is the version of the tables that this program knows: the last migration's.
const Tables = 20

// Migrate brings the tables up to date by a database's statements, and by what Go
// does between them. Tables that a later version of the program made are refused.
// Who calls it sees to it that one process migrates at a time.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, files fs.FS, options ...goose.ProviderOption) error {
	statements, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, statements, append(options, goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(
			goose.NewGoMigration(3, &goose.GoFunc{RunTx: Fill}, nil),
			goose.NewGoMigration(5, &goose.GoFunc{RunTx: FillMarks}, nil),
			goose.NewGoMigration(13, &goose.GoFunc{RunTx: fillAssignees(dialect)}, nil),
			goose.NewGoMigration(15, &goose.GoFunc{RunTx: FillTrees(dialect)}, nil),
			goose.NewGoMigration(16, &goose.GoFunc{RunTx: FillAccounts}, nil)))...)
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); err != nil {
		return err
	}
	version, err := provider.GetDBVersion(ctx)
	if err == nil && version > Tables {
		err = ofAnotherVersion(version)
	}
	return err
}

// TablesOf is the version of the tables in a database.
func TablesOf(ctx context.Context, db *sql.DB) (version int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}

// CheckTables refuses tables that are not of the version that this program knows.
func CheckTables(ctx context.Context, db *sql.DB) error {
	version, err := TablesOf(ctx, db)
	if err == nil && version != Tables {
		err = ofAnotherVersion(version)
	}
	return err
}

func ofAnotherVersion(version int64) error {
	if version > Tables {
		return fault.New(fault.Unavailable, "it was last used by a newer version of Caseweave (its tables are at %d, this one knows %d)", version, Tables)
	}
	return fault.New(fault.Unavailable, "it was last used by an older version of Caseweave (its tables are at %d, this one knows %d); start the server once to bring it up to date", version, Tables)
}
