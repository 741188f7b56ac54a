package httpapi

import (
	"context"
	"slices"
	"sync"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

const (
	// sampledFor is how old a sample may be, lintedFor what lint made of one, and
	// lookback what a sample reaches back.
	sampledFor = 10 * time.Second
	lintedFor  = time.Minute
	lookback   = 24 * time.Hour
	// maxSample is how many detections a sample holds at most, rawSample how many
	// of them, the newest, with their raw events: as many as fit in rawBytes.
	maxSample = 1000
	rawSample = 200
	rawBytes  = 8 << 20
	// rawAtOnce is how many raw events are read at once.
	rawAtOnce = 20
)

// samples are the newest records of each tenant, so that editors and lint need
// not read them at each key. It is safe for concurrent use.
type samples struct {
	listed Cases
	seen   Detections
	mu     sync.Mutex
	all    map[string]*sample
}

// sample is one tenant's. Its mutex lets one ask the store while the others wait.
type sample struct {
	mu         sync.Mutex
	at         time.Time
	detections []*detection.Detection
	casesAt    time.Time
	cases      []*casefile.Case
}

func newSamples(c Cases, d Detections) *samples {
	return &samples{listed: c, seen: d, all: map[string]*sample{}}
}

// of is the tenant's sample, locked.
func (s *samples) of(tenantID string) *sample {
	s.mu.Lock()
	one := s.all[tenantID]
	if one == nil {
		one = &sample{}
		s.all[tenantID] = one
	}
	s.mu.Unlock()
	one.mu.Lock()
	return one
}

// detections are the newest of the last day.
func (s *samples) detections(ctx context.Context, tenantID string) ([]*detection.Detection, error) {
	one := s.of(tenantID)
	defer one.mu.Unlock()
	return s.renewed(ctx, tenantID, one)
}

func (s *samples) renewed(ctx context.Context, tenantID string, one *sample) ([]*detection.Detection, error) {
	now := time.Now()
	if now.Sub(one.at) < sampledFor {
		return one.detections, nil
	}
	found, _, err := newest(ctx, s.seen, tenantID, since(now.Add(-lookback)), maxSample, time.Time{})
	if err != nil {
		return nil, err
	}
	if found, err = s.withRaw(ctx, tenantID, found); err != nil {
		return nil, err
	}
	one.at, one.detections = now, found
	return found, nil
}

// withRaw gives the first detections their raw events.
func (s *samples) withRaw(ctx context.Context, tenantID string, found []*detection.Detection) ([]*detection.Detection, error) {
	for i, size := 0, 0; i < min(len(found), rawSample) && size < rawBytes; i += rawAtOnce {
		some := found[i:min(i+rawAtOnce, len(found))]
		full, err := s.seen.WithRaw(ctx, tenantID, casefile.Viewer{}, each(some, func(d *detection.Detection) string { return d.ID }))
		if err != nil {
			return nil, err
		}
		for j := range full {
			at := slices.IndexFunc(some, func(d *detection.Detection) bool { return d.ID == full[j].ID })
			some[at] = &full[j].Detection
			size += len(full[j].Raw)
		}
	}
	return found, nil
}

// cases are the tenant's that changed last, of those that everybody may know of: they
// are for all who write filters.
func (s *samples) cases(ctx context.Context, tenantID string) ([]*casefile.Case, error) {
	one := s.of(tenantID)
	defer one.mu.Unlock()
	now := time.Now()
	if now.Sub(one.casesAt) < sampledFor {
		return one.cases, nil
	}
	page, err := s.listed.Cases(ctx, tenantID, casefile.Viewer{}, listing.Request{Sort: "updated_at", Descending: true, Limit: listing.MaxLimit})
	if err != nil {
		return nil, err
	}
	one.casesAt, one.cases = now, each(page.Items, func(c casefile.Case) *casefile.Case { return &c })
	return one.cases, nil
}

// since is a filter for what was created from then on.
func since(from time.Time) query.Expr {
	moment := query.TextValue(from.UTC().Format(time.RFC3339Nano))
	return query.Test{Field: "created_at", Op: query.GreaterEq, Values: []query.Value{moment}}
}

// newest are at most so many detections that a filter selects, without their raw
// events, and whether there may be more. After deadline, where it is not zero,
// no other page is read.
func newest(ctx context.Context, from Detections, tenantID string, filter query.Expr, most int, deadline time.Time) (found []*detection.Detection, more bool, err error) {
	request := listing.Request{Filter: filter, Sort: "created_at", Descending: true}
	for len(found) < most {
		request.Limit = min(listing.MaxLimit, most-len(found))
		page, err := from.Detections(ctx, tenantID, casefile.Viewer{}, request)
		if err != nil {
			return nil, false, err
		}
		for i := range page.Items {
			found = append(found, &page.Items[i].Detection)
		}
		if request.After = page.Next; page.Next == nil {
			return found, false, nil
		}
		if !deadline.IsZero() && time.Now().After(deadline) {
			break
		}
	}
	return found, true, nil
}
