package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/feed"
)

// sourceHour is an hour of a source.
type sourceHour struct {
	source string
	from   time.Time
}

// writeHours counts what sources sent; a new hour removes what is kept no longer.
func (t *tenant) writeHours(set *change.Set) {
	for source, n := range set.Sent() {
		h := feed.HourOf(n, micros(set.At))
		at := sourceHour{source, h.From}
		if before, there := t.hours[at]; there {
			t.hours[at] = before.Then(n, micros(set.At))
			continue
		}
		maps.DeleteFunc(t.hours, func(other sourceHour, _ feed.Hour) bool {
			return other.source == source && other.from.Before(h.From.Add(-feed.Kept))
		})
		t.hours[at] = h
	}
}

// Feeds are what the tenant's sources sent, by source.
func (s *Store) Feeds(_ context.Context, tenantID string) (feeds []feed.Feed, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	for _, at := range slices.SortedFunc(maps.Keys(t.hours), bySource) {
		if len(feeds) == 0 || feeds[len(feeds)-1].Source != at.source {
			feeds = append(feeds, feed.Feed{Source: at.source})
		}
		f := &feeds[len(feeds)-1]
		f.Hours = append(f.Hours, t.hours[at])
	}
	return feeds, nil
}

func bySource(a, b sourceHour) int {
	return cmp.Or(strings.Compare(a.source, b.source), a.from.Compare(b.from))
}
