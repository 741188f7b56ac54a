package app

import (
	"context"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/edge/store"
)

// Replay replays a tenant, or all where tenantID is empty, beside whatever server
// serves the storage. told hears how far a tenant has come, ended what came of it.
func Replay(ctx context.Context, in Storage, tenantID string, told func(t access.Organisation, done, total uint64), ended func(access.Organisation, replay.Result) error) error {
	return in.reading(ctx, func(s *store.Store) error { return replayEach(ctx, s, tenantID, told, ended) })
}

func replayEach(ctx context.Context, s *store.Store, tenantID string, told func(access.Organisation, uint64, uint64), ended func(access.Organisation, replay.Result) error) error {
	tenants, err := asked(ctx, s, tenantID)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		r, err := replay.Run(ctx, s, t, func(done, total uint64) { told(t, done, total) })
		if err == nil {
			err = ended(t, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// asked is the tenant of that id, or all where it is empty.
func asked(ctx context.Context, s *store.Store, tenantID string) ([]access.Organisation, error) {
	if tenantID == "" {
		return s.Tenants(ctx)
	}
	t, err := s.Tenant(ctx, tenantID)
	return []access.Organisation{t}, err
}
