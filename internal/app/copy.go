package app

import (
	"context"
	"errors"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/postgres"
)

// Copy moves an installation from a directory into an empty PostgreSQL database:
// all of it, compared row by row in the end. No server may serve either; the
// directory stays as it is. A copy that was interrupted goes on where it was.
func Copy(ctx context.Context, from, to Storage, told func(store.Copied)) error {
	if from.Data == "" || to.Database == "" {
		return fault.New(fault.Invalid, "A copy goes from a directory into a PostgreSQL database.")
	}
	if err := from.founded(ctx); err != nil {
		return err
	}
	release, err := from.claim(ctx, nil) // a directory is not lost
	if err != nil {
		return err
	}
	defer release()
	source, err := from.reader(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	held, err := postgres.Hold(ctx, to.Database, stop)
	if err != nil {
		return err
	}
	defer held()
	target, err := postgres.OpenUnfinished(ctx, to.Database)
	if err != nil {
		return err
	}
	return errors.Join(target.Copy(ctx, source, told), target.Close())
}
