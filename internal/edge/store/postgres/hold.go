package postgres

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"caseweave/internal/core/fault"
)

// holding is the number of the lock that a server takes.
const holding = 0x63617365 // "case"

// watched is how often a server looks whether it still holds its database, and how
// long it waits for word of it.
const watched = 5 * time.Second

// patience is how long the lock may be held by another before that is a server: the end
// of a connection that broke half is noticed by the database within 30 seconds. A test has less.
var patience = time.Minute

// Hold makes this process the one that serves the database, until release is
// called. While another holds it, it is fault.Conflict. A connection that breaks
// lets go; the lock is then taken anew and, where another server was quicker,
// lost is told why this one must stop. Meanwhile the epochs of the tenants keep
// the two apart (see engine.Ledger).
func Hold(ctx context.Context, url string, lost func(error)) (release func() error, err error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be opened")
	}
	maps.Copy(config.RuntimeParams, map[string]string{"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"})
	db := stdlib.OpenDB(*config)
	h := hold{db: db}
	if err := h.take(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	until, enough := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.watch(until, lost)
	}()
	return func() error {
		enough()
		<-ended
		return errors.Join(h.leave(), db.Close())
	}, nil
}

// hold is the lock of a server, and the connection that has it.
type hold struct {
	db  *sql.DB
	one *sql.Conn // the lock is its, not the pool's
}

func (h *hold) take(ctx context.Context) error {
	one, err := h.db.Conn(ctx)
	var held bool
	if err == nil {
		err = one.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", holding).Scan(&held)
	}
	switch {
	case err != nil:
		if one != nil {
			_ = one.Close() // it is of no use
		}
		return fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be reached")
	case !held:
		return errors.Join(fault.New(fault.Conflict, "Another server uses this PostgreSQL database; one database has one server."), one.Close())
	}
	h.one = one
	return nil
}

func (h *hold) watch(ctx context.Context, lost func(error)) {
	look := time.NewTicker(watched)
	defer look.Stop()
	held := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if h.holds(ctx) || ctx.Err() != nil {
			held = time.Now()
			continue
		}
		_ = h.one.Close() // it is gone already
		if err := h.take(ctx); fault.KindOf(err) == fault.Conflict && time.Since(held) > patience {
			lost(err)
			return
		}
	}
}

// holds says whether the connection that has the lock answers in time.
func (h *hold) holds(ctx context.Context) bool {
	ctx, enough := context.WithTimeout(ctx, watched)
	defer enough()
	return h.one.PingContext(ctx) == nil
}

// leave lets the lock go at once; a connection that is gone has let it go already.
func (h *hold) leave() error {
	ctx, enough := context.WithTimeout(context.Background(), watched)
	defer enough()
	_, err := h.one.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", holding)
	if closed := h.one.Close(); err == nil {
		err = closed
	}
	if broken(err) {
		return nil
	}
	return err
}
