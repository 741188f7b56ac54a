package sqlite

import (
	"errors"
	"os"
	"path/filepath"

	"caseweave/internal/core/fault"
)

// place makes a file that is there whole or not at all: fill writes one beside
// it, which takes its name once it is synced. What fails leaves nothing behind.
func place(path string, replace bool, fill func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.partial") // 0600
	if err != nil {
		return err
	}
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = free(path, replace)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// free is fault.Conflict where there is something at path that may not be replaced.
func free(path string, replace bool) error {
	if _, err := os.Lstat(path); err == nil && !replace {
		return fault.New(fault.Conflict, "There is a file %s already.", path)
	}
	return nil
}

// syncDir makes the names in a directory outlive a loss of power.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// makeDir makes a directory that its owner alone can enter, with those above it
// that are missing, and their names outlive a loss of power.
func makeDir(path string) error {
	above := filepath.Dir(path)
	if _, err := os.Stat(path); err == nil || above == path {
		return err
	}
	if err := makeDir(above); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncDir(above)
}
