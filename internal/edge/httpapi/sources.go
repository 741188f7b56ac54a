package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/feed"
)

// Sources are those that sent a tenant something, by name.
type Sources struct {
	Items []Source  `json:"items" doc:"Those that sent something in the last 90 days."`
	At    time.Time `json:"at" doc:"When it was so."`
}

// Source is how a source does.
type Source struct {
	Source string      `json:"source"`
	State  feedState   `json:"state" doc:"silent is for longer than ever in five weeks, by half at least, and for an hour at least; quieter_than_usual is less than a third of what is usual at this time of the week, and less than in any of the weeks known; new is too little known to tell."`
	Why    string      `json:"why" doc:"In a sentence for people."`
	LastAt time.Time   `json:"last_at" doc:"When it last sent something new."`
	Hour   int         `json:"hour" doc:"How much came in the hour of the clock under way and the one before."`
	Day    int         `json:"day" doc:"How much came in the hour under way and the 23 before."`
	Week   int         `json:"week" doc:"How much came in the hour under way and the 167 before."`
	Hours  []int       `json:"hours" doc:"Those of day one by one, the one under way last."`
	Usual  *UsualSends `json:"usual,omitempty" doc:"Missing while the source is new."`
}

// UsualSends is what is usual for a source.
type UsualSends struct {
	PerDay       int     `json:"per_day" doc:"In half of its days it sent no more."`
	LongestPause float64 `json:"longest_pause" doc:"For how many seconds it sent nothing, at most."`
}

var exampleSources = Sources{At: exampleTime, Items: []Source{sourceOf(feed.Health{
	Source: "ocsf", State: feed.Sending, Why: "ocsf last sent 3 minutes ago; usually it sends about 140 a day.",
	LastAt: exampleTime.Add(-3 * time.Minute), Hour: 5, Day: 2 + 3, Week: 900, Hours: [24]int{22: 2, 23: 3},
	Usual: &feed.Usual{PerDay: 140, LongestPause: 40 * time.Minute},
})}}

func (s *Server) registerSources() {
	register(s, operation{
		method: "GET", path: tenantPath + "/sources", id: "list-sources", summary: "Tell whether sources send as they usually do",
		about: "New detections, new versions and repeats are counted, by whole hours of the clock; what is sent again without a change is not.",
		needs: needs(access.ReadDetections), gives: exampleSources,
	}, s.listSources)
}

func (s *Server) listSources(ctx context.Context, v visit, _ *InTenant) (Sources, error) {
	now := time.Now().UTC()
	feeds, err := s.feeds.Feeds(ctx, v.tenant.ID)
	return Sources{Items: each(feed.Judge(feeds, now), sourceOf), At: now}, err
}

func sourceOf(h feed.Health) Source {
	s := Source{
		Source: h.Source, State: feedState(h.State), Why: h.Why, LastAt: h.LastAt.UTC(),
		Hour: h.Hour, Day: h.Day, Week: h.Week, Hours: h.Hours[:],
	}
	if h.Usual != nil {
		s.Usual = &UsualSends{PerDay: h.Usual.PerDay, LongestPause: h.Usual.LongestPause.Seconds()}
	}
	return s
}
