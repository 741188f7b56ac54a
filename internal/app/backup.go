package app

import (
	"context"
	"os"
	"path/filepath"

	"caseweave/internal/edge/store/sqlite"
)

// Backup writes what the installation at data holds at this moment into file,
// beside whatever server runs there, and answers the file's name: a directory
// gets one that tells the time. See sqlite.Backup.
func Backup(ctx context.Context, data, file string, replace bool, told sqlite.Progress) (string, error) {
	if err := (Storage{Data: data}).founded(ctx); err != nil {
		return "", err
	}
	if at, err := os.Stat(file); err == nil && at.IsDir() {
		file = filepath.Join(file, "caseweave-"+now().Format("20060102T150405Z")+".db.zst")
	}
	return file, sqlite.Backup(ctx, data, file, replace, told)
}

// Restore makes the empty directory data an installation as the backup file
// holds it. See sqlite.Restore.
func Restore(ctx context.Context, data, file string, told sqlite.Progress) error {
	return sqlite.Restore(ctx, data, file, told)
}
