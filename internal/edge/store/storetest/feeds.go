package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/feed"
)

func sentIsCounted(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	other := begin(t, "other", s)
	from := func(source string) func(*detection.Detection) {
		return func(d *detection.Detection) { d.Source = source }
	}
	after := func(d time.Duration) time.Time { return start.Add(d) }

	d := h.arrives(from("wazuh"))
	h.arrives(from("nul\x00"))
	h.commit()
	h.set.At = after(2 * time.Minute)
	h.folds(&d, time.Minute)
	h.commit()
	h.set.At = after(time.Minute) // a clock that went back
	h.arrives(from("wazuh"))
	h.commit()
	h.set.At = after(80 * time.Minute)
	d.Version = 2
	h.set.Updated = append(h.set.Updated, change.Update{Sequence: h.sequence(), Version: d, Applied: true})
	h.commit()
	h.stands(&d)
	h.sequence()
	h.set.At = after(3 * time.Hour)
	h.commit()
	other.arrives(from("wazuh"))
	other.commit()

	same(t, "what was sent", []feed.Feed{
		{Source: "nul\x00", Hours: []feed.Hour{{From: start, Count: 1, FirstAt: start, LastAt: start}}},
		{Source: "wazuh", Hours: []feed.Hour{
			{From: start, Count: 3, FirstAt: start, LastAt: after(2 * time.Minute), Pause: 2 * time.Minute},
			{From: after(time.Hour), Count: 1, FirstAt: after(80 * time.Minute), LastAt: after(80 * time.Minute)},
		}},
	}, must(s.Feeds(ctx, "acme"))(t))

	h.set.At = after(feed.Kept + time.Hour)
	h.arrives(from("wazuh"))
	h.commit()
	feeds := must(s.Feeds(ctx, "acme"))(t)
	if len(feeds) != 2 || len(feeds[0].Hours) != 1 || len(feeds[1].Hours) != 2 || !feeds[1].Hours[0].From.Equal(after(time.Hour)) {
		t.Errorf("kept are %v", feeds)
	}
	same(t, "what another tenant was sent", 1, len(must(s.Feeds(ctx, "other"))(t)[0].Hours))
	_, err := s.Feeds(ctx, "nobody")
	refused(t, "a tenant that is not there", fault.NotFound, err)
}

func (w *world) compareFeeds(model, s Store) {
	alike(w, "what sources sent", model, s, func(s Store) ([]feed.Feed, error) {
		feeds, err := s.Feeds(context.Background(), w.tenant)
		return stillKept(feeds), err
	})
}

// stillKept are feeds without the hours that are kept no longer: a store may have them
// still, or, where a clock went back and forth, have removed some of them before.
func stillKept(feeds []feed.Feed) []feed.Feed {
	for i, f := range feeds {
		last := f.Hours[len(f.Hours)-1].From
		feeds[i].Hours = slices.DeleteFunc(f.Hours, func(h feed.Hour) bool { return h.From.Before(last.Add(-feed.Kept)) })
	}
	return feeds
}
