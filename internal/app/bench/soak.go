package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"time"
)

const (
	// soakParts is how many figures a soak gives, and soakLoad how long what is sent is made beforehand.
	soakParts = 12
	soakLoad  = 10 * time.Second
)

// soak sends at a steady rate for long, closes the cases that come of it as
// analysts would, and tells whether the process stays as it was.
func (p *Place) soak(ctx context.Context, s Sizes) (rows []Row, err error) {
	first, sent := still{}, 0
	for part := range soakParts {
		pace, closed, err := p.soakPart(ctx, s, part)
		if err != nil {
			return rows, err
		}
		now := p.measureStill()
		if part == soakParts/4 { // caches are filled by then
			first, sent = now, -pace.Detections
		}
		sent += pace.Detections
		what := fmt.Sprintf("part %d of %d", part+1, soakParts)
		rows = append(rows,
			milliseconds(what+": answer, p99", pace.Answer(0.99), 0, 0),
			Row{What: what + ": cases closed", Value: float64(closed)},
			Row{What: what + ": heap", Value: now.heap, Unit: "MB"},
			Row{What: what + ": goroutines", Value: float64(now.goroutines)})
		if part == soakParts-1 {
			rows = append(rows,
				// The filter of marks has 6 bytes of each detection.
				Row{What: "heap grown since a quarter, a million detections", Value: (now.heap - first.heap) / float64(sent) * 1e6, Unit: "MB", Budget: 8},
				Row{What: "goroutines more than after a quarter", Value: float64(now.goroutines - first.goroutines), Budget: 5})
		}
	}
	return rows, nil
}

// soakPart sends for a twelfth of the time and closes what is open then.
func (p *Place) soakPart(ctx context.Context, s Sizes, part int) (all Pace, closed int, err error) {
	until := time.Now().Add(s.Soak / soakParts)
	for n := 0; n == 0 || time.Now().Before(until); n++ {
		took := min(soakLoad, s.Soak/soakParts)
		load := Load{
			Seed: uint64(1_000_000*(part+1) + n), Detections: max(100, int(float64(s.Rate)*took.Seconds())),
			PerRequest: 20, Clients: 16, Rate: s.Rate,
		}
		pace, err := p.send(ctx, load)
		if err != nil {
			return all, closed, err
		}
		all.add(pace)
	}
	for {
		some, err := p.closeCases(ctx)
		if closed += some; err != nil || some == 0 {
			return all, closed, err
		}
	}
}

// closeCases resolves some open cases and answers how many.
func (p *Place) closeCases(ctx context.Context) (int, error) {
	a, err := p.ask(ctx, http.MethodGet, "/cases?limit=100&q=status%20%3D%20%27new%27", nil)
	if err != nil {
		return 0, err
	}
	var page struct {
		Items []struct {
			Number string `json:"number"`
		} `json:"items"`
	}
	if err := json.Unmarshal(a.body, &page); err != nil || a.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the cases were answered with %d: %s", a.StatusCode, a.body)
	}
	for _, c := range page.Items {
		a, err := p.ask(ctx, http.MethodPatch, "/cases/"+c.Number, []byte(`{"status": "resolved"}`))
		if err == nil && a.StatusCode != http.StatusOK {
			err = fmt.Errorf("case %s was answered with %d: %s", c.Number, a.StatusCode, a.body)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(page.Items), nil
}

// still is what has to stay as it is.
type still struct {
	heap       float64
	goroutines int
}

// measureStill measures when the connections of the load are closed on both sides.
func (p *Place) measureStill() still {
	p.client.CloseIdleConnections()
	goroutines := runtime.NumGoroutine()
	for before := goroutines + 1; goroutines < before; {
		time.Sleep(50 * time.Millisecond)
		before, goroutines = goroutines, runtime.NumGoroutine()
	}
	return still{heap: memory("", 0, 0).Value, goroutines: goroutines}
}
