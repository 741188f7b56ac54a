package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"sync"
	"time"
)

// checkpointEach is how often the log is moved to the file.
const checkpointEach = 250 * time.Millisecond

var checkpointing = url.Values{"_pragma": {"busy_timeout(10000)", "synchronous(full)", "cache_size(-2048)"}}

// checkpoint moves what was committed from the log to the file, beside the writer,
// until stop is called. A commit that finds the log long does the same, which
// takes it a quarter of a second where nobody did it before.
func checkpoint(dir string) (stop func() error, err error) {
	db, err := sql.Open("sqlite", source(filepath.Join(dir, File), checkpointing))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	ctx, enough := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		each := time.NewTicker(checkpointEach)
		defer each.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-each.C:
				// Where it fails, the next commit meets the same and tells.
				db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
			}
		}
	})
	return func() error {
		enough()
		running.Wait()
		return db.Close()
	}, nil
}
