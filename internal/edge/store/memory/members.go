package memory

import (
	"context"
	"maps"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// EachMember tells of the members of a case as their source sent them last, without
// Raw, by arrival, most of them at most. What is told is the listener's.
func (s *Store) EachMember(_ context.Context, tenantID string, viewer casefile.Viewer, number uint64, most int, tell func(*detection.Detection)) error {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(viewer, number)
	}
	if err != nil {
		return err
	}
	arrivals := slices.Sorted(maps.Keys(t.cases[number].members))
	for _, arrival := range arrivals[:min(most, len(arrivals))] {
		d := cloneDetection(t.detections[arrival].sent)
		d.Raw = nil
		tell(&d)
	}
	return nil
}
