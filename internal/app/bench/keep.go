package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"time"

	"caseweave/internal/app"
	"caseweave/internal/core/rule"
)

// Searching leaves severe detections open until one of the title go is there, and then searches.
var Searching = rule.Book{Rules: []rule.Rule{{
	ID: "search", Title: "Search", State: rule.Enabled, Filter: "title = 'go'", AppendFilter: "severity >= 0.6", GroupBy: []string{"hostnames()"},
}}}

// search measures what the search of a new case costs beside so many open
// detections that have nothing to do with it.
func (p *Place) search(ctx context.Context, s Sizes) ([]Row, error) {
	at := time.Now()
	if err := p.fill(ctx, s.Open, func(i int) event {
		return event{uid: fmt.Sprint("open ", i), title: fmt.Sprint("Open ", i), host: fmt.Sprint("open-", i%20_000), severity: 4, at: at}
	}); err != nil {
		return nil, err
	}
	median := func(title string) (time.Duration, error) {
		var times []time.Duration
		for i := range 5 * turns {
			name := fmt.Sprint(title, " ", i)
			sent := time.Now()
			if err := p.post(ctx, one(event{uid: name, title: title, host: name, severity: 4, at: at})); err != nil {
				return 0, err
			}
			times = append(times, time.Since(sent))
		}
		slices.Sort(times)
		return percentile(times, 0.5), nil
	}
	stays, err := median("stays")
	if err != nil {
		return nil, err
	}
	opens, err := median("go")
	return []Row{
		milliseconds("one detection that stays open, median", stays, 0, 0),
		milliseconds("one that opens a case and searches, median", opens, 0, 0),
		milliseconds(fmt.Sprintf("the search among %d unrelated open detections", s.Open), max(0, opens-stays), 2, 0.5),
	}, err
}

// memory is what the process holds on its heap.
func memory(what string, budget, stretch float64) Row {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Row{What: what, Value: float64(m.HeapAlloc) / (1 << 20), Unit: "MB", Budget: budget, Stretch: stretch}
}

// start measures the time until an installation that has so much shows its cases,
// and until it has taken in a detection.
func start(ctx context.Context, in app.Storage, book rule.Book, what string) (rows []Row, err error) {
	began := time.Now()
	p, err := Open(ctx, in, book)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	seconds := func(what string) Row {
		return Row{What: what, Value: time.Since(began).Seconds(), Unit: "s", Budget: 5, Stretch: 1}
	}
	a, err := p.ask(ctx, http.MethodGet, "/cases?limit=50", nil)
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("after the start the server answered %d: %s", a.StatusCode, a.body)
	}
	if err != nil {
		return nil, err
	}
	rows = append(rows, seconds(what+": the cases are shown"))
	err = p.post(ctx, one(event{uid: "after the start", title: "After the start", severity: 5, host: "after-the-start"}))
	return append(rows, seconds(what+": a detection is taken in")), err
}
