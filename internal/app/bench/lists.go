package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"caseweave/internal/core/rule"
)

// ByTitle opens a case for each title, however many detections it has.
var ByTitle = rule.Book{Rules: []rule.Rule{{
	ID: "by-title", Title: "By title", State: rule.Enabled, Filter: "severity >= 0.4", GroupBy: []string{"title"}, MaxDetections: 100_000,
}}}

// views are what the page asks of its list of cases.
var views = []struct{ sort, filter string }{
	{"-updated_at", ""},
	{"-updated_at", "status IN ('new', 'in_progress', 'action_required', 'on_hold')"},
	{"-created_at", ""},
	{"-severity", ""},
	{"-score", ""},
	{"-number", ""},
	{"status", ""},
	{"priority", ""},
	{"assignee", ""},
	{"-detection_count", ""},
	{"-updated_at", "severity = 'critical'"},
	{"-updated_at", "severity = 'critical' AND assignee IS NULL"},
	{"-updated_at", "status = 'resolved'"},
	{"-updated_at", "number = 4711"},
	{"-updated_at", "title CONTAINS 'needle'"},
	{"-updated_at", "tactics = 'TA0040'"},
	{"-updated_at", "tags = 'no such tag'"},
	{"-score", "detection_count > 100"},
}

// turns is how often each page is asked for.
const turns = 100

// lists measures the list of cases, of which there are so many.
func (p *Place) lists(ctx context.Context, s Sizes) ([]Row, error) {
	if err := p.fill(ctx, s.Cases, func(i int) event {
		title := fmt.Sprintf("Case %d", i)
		if i == s.Cases/2 {
			title = "The needle"
		}
		return event{uid: title, title: title, host: fmt.Sprint("host-", i%5000), severity: 3 + i%4}
	}); err != nil {
		return nil, err
	}
	if err := p.store(ctx, s.Stored); err != nil {
		return nil, err
	}
	var rows []Row
	var all []time.Duration
	for _, v := range views {
		times, err := p.pages(ctx, v.sort, v.filter)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", v.sort, v.filter, err)
		}
		all = append(all, times...)
		rows = append(rows, milliseconds(fmt.Sprintf("… `%s` `%s`, p99", v.sort, v.filter), percentile(times, 0.99), 50, 10))
	}
	slices.Sort(all)
	worst := milliseconds(fmt.Sprintf("list of %d cases, any view, first pages, p99", s.Cases), percentile(all, 0.99), 50, 10)
	return append([]Row{worst}, rows...), nil
}

// pages reads a list's first pages, again and again.
func (p *Place) pages(ctx context.Context, sort, filter string) (times []time.Duration, err error) {
	cursor := ""
	for range turns {
		q := url.Values{"sort": {sort}, "q": {filter}, "limit": {"50"}, "cursor": {cursor}}
		sent := time.Now()
		a, err := p.ask(ctx, http.MethodGet, "/cases?"+q.Encode(), nil)
		if err != nil {
			return nil, err
		}
		if times = append(times, time.Since(sent)); a.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("the server answered %d: %s", a.StatusCode, a.body)
		}
		var page struct {
			Next string `json:"next_cursor"`
		}
		if err := json.Unmarshal(a.body, &page); err != nil {
			return nil, err
		}
		cursor = page.Next
	}
	slices.Sort(times)
	return times, nil
}

// fill sends so many events.
func (p *Place) fill(ctx context.Context, n int, each func(i int) event) error {
	const perRequest = 1000
	for from := 0; from < n; from += perRequest {
		if err := p.post(ctx, many(min(perRequest, n-from), func(i int) event { return each(from + i) })); err != nil {
			return err
		}
	}
	return nil
}

// store sends so many detections, of which few open a case here.
func (p *Place) store(ctx context.Context, n int) error {
	const atOnce = 100_000
	for from := 0; from < n; from += atOnce {
		load := Load{Seed: uint64(from), Detections: min(atOnce, n-from), PerRequest: 500, Clients: 8}
		if _, err := p.send(ctx, load); err != nil {
			return err
		}
	}
	return nil
}

// wide measures every tab of a case that has so many detections.
func (p *Place) wide(ctx context.Context, s Sizes) ([]Row, error) {
	if err := p.fill(ctx, s.Wide, func(i int) event {
		return event{uid: fmt.Sprint("wide ", i), title: "Wide", host: fmt.Sprint("wide-", i), severity: 4}
	}); err != nil {
		return nil, err
	}
	q := url.Values{"q": {"title CONTAINS 'wide'"}, "sort": {"-detection_count"}, "limit": {"1"}}
	a, err := p.ask(ctx, http.MethodGet, "/cases?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	var page struct {
		Items []struct {
			Number         string `json:"number"`
			DetectionCount int    `json:"detection_count"`
		} `json:"items"`
	}
	if err := json.Unmarshal(a.body, &page); err != nil || len(page.Items) == 0 || page.Items[0].DetectionCount < s.Wide {
		return nil, fmt.Errorf("the wide case is not there: %.200s %w", a.body, err)
	}
	var rows []Row
	path := "/cases/" + page.Items[0].Number
	for _, tab := range []string{"", "/detections?limit=50", "/detections?limit=50&sort=-severity", "/activity?limit=50"} {
		var times []time.Duration
		for range turns {
			sent := time.Now()
			if a, err = p.ask(ctx, http.MethodGet, path+tab, nil); err != nil || a.StatusCode != http.StatusOK {
				return nil, fmt.Errorf("%s: %d %.200s %w", tab, a.StatusCode, a.body, err)
			}
			times = append(times, time.Since(sent))
		}
		slices.Sort(times)
		rows = append(rows, milliseconds(fmt.Sprintf("case of %d detections, `%s`, p99", s.Wide, "/cases/N"+tab), percentile(times, 0.99), 100, 30))
	}
	return rows, nil
}
