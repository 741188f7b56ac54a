package bench

import (
	"context"
	"fmt"
	"time"
)

// Sizes say how much is measured.
type Sizes struct {
	// Detections is how many the largest load has, and Growth how many times as many are there when it is sent again.
	Detections, Growth int
	// Seconds is how long detections are offered at a steady rate.
	Seconds int
	// Cases is how many cases the lists have, and Wide how many detections one case has.
	Cases, Wide int
	// Open is how many open detections a search must not look at.
	Open int
	// Soak is how long a soak sends, and Rate how many detections a second.
	Soak time.Duration
	Rate int
}

const offered = 5000

// intake measures how fast detections become durable and visible.
func (p *Place) intake(ctx context.Context, s Sizes) (rows []Row, err error) {
	for _, l := range []Load{
		{Seed: 1, Detections: s.Detections, PerRequest: 500, Clients: 8},
		{Seed: 2, Detections: s.Detections / 2, PerRequest: 20, Clients: 8},
		{Seed: 3, Detections: max(100, s.Detections/10), PerRequest: 1, Clients: 16},
	} {
		pace, err := p.send(ctx, l)
		if err != nil {
			return rows, err
		}
		row := Row{What: fmt.Sprintf("detections in, %d a request", l.PerRequest), Value: pace.Rate(), Unit: "/s", AtLeast: true}
		if l.PerRequest == 500 {
			row.Budget, row.Stretch = 25_000, 50_000
		}
		rows = append(rows, row, milliseconds(fmt.Sprintf("… answer, p99, %d clients", l.Clients), pace.Answer(0.99), 0, 0))
	}
	steady, err := p.send(ctx, Load{Seed: 4, Detections: offered * s.Seconds, PerRequest: 20, Clients: 64, Rate: offered})
	if err != nil {
		return rows, err
	}
	rows = append(rows,
		milliseconds("answer at 5,000/s offered, 20 a request, median", steady.Answer(0.5), 0, 0),
		milliseconds("answer at 5,000/s offered, 20 a request, p99", steady.Answer(0.99), 50, 20))
	seen, err := p.visible(ctx, 4*s.Seconds)
	return append(rows,
		milliseconds("a detection in → its case on an open page, median", percentile(seen, 0.5), 0, 0),
		milliseconds("a detection in → its case on an open page, p99", percentile(seen, 0.99), 250, 100)), err
}

// growth measures what a detection costs when there are many already.
func (p *Place) growth(ctx context.Context, s Sizes) ([]Row, error) {
	first, err := p.send(ctx, Load{Seed: 11, Detections: s.Detections, PerRequest: 500, Clients: 8})
	if err != nil {
		return nil, err
	}
	for seed := uint64(12); seed < uint64(11+s.Growth-1); seed++ {
		if _, err := p.send(ctx, Load{Seed: seed, Detections: s.Detections, PerRequest: 500, Clients: 8}); err != nil {
			return nil, err
		}
	}
	last, err := p.send(ctx, Load{Seed: 10, Detections: s.Detections, PerRequest: 500, Clients: 8})
	if err != nil {
		return nil, err
	}
	return []Row{
		{What: fmt.Sprintf("the first %d detections", s.Detections), Value: first.Rate(), Unit: "/s", AtLeast: true},
		{What: fmt.Sprintf("the last %d of %d", s.Detections, s.Detections*s.Growth), Value: last.Rate(), Unit: "/s", AtLeast: true},
		{What: fmt.Sprintf("cost of one at %d × the data", s.Growth), Value: first.Rate() / last.Rate(), Unit: "×", Budget: 1.3, Stretch: 1.1},
	}, nil
}

// rate measures how fast detections come in, alone.
func (p *Place) rate(ctx context.Context, s Sizes) ([]Row, error) {
	pace, err := p.send(ctx, Load{Seed: 1, Detections: s.Detections, PerRequest: 500, Clients: 8})
	return []Row{{What: "detections in, 500 a request", Value: pace.Rate(), Unit: "/s", AtLeast: true}}, err
}
