package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"caseweave/internal/core/fault"
)

// holdFile is locked by the one process that serves the directory.
const holdFile = "caseweave.serving"

// Hold makes this process the one that serves dir, until release is called or
// the process ends in whatever way. While another holds it, it is
// fault.Conflict.
func Hold(dir string) (release func() error, err error) {
	if err := makeDir(dir); err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The data directory %q can't be made", dir)
	}
	f, err := os.OpenFile(filepath.Join(dir, holdFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The data directory %q can't be written", dir)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f.Close, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fault.New(fault.Conflict, "Another server uses the data directory %q; one directory has one server.", dir)
	}
	return nil, errors.Join(err, f.Close())
}
