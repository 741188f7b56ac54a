package bench

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Sizes say how much is measured.
type Sizes struct {
	// Detections is how many the largest load has, and Growth how many times as many are there when it is sent again.
	Detections, Growth int
	// Seconds is how long detections are offered at a steady rate.
	Seconds int
	// Cases is how many cases the lists have, Stored how many detections lie beside
	// them, and Wide how many detections one case has.
	Cases, Stored, Wide int
	// Open is how many open detections a search must not look at.
	Open int
	// Soak is how long a soak sends, and Rate how many detections a second.
	Soak time.Duration
	Rate int
	// Times is how often a figure is measured that drifts: its median counts.
	Times int
}

// offered is a steady rate, in detections a second.
const offered = 5000

// intake measures how fast detections become durable and visible.
func (p *Place) intake(ctx context.Context, s Sizes) (rows []Row, err error) {
	for i, l := range []Load{
		{Detections: s.Detections, PerRequest: 500, Clients: 8},
		{Detections: s.Detections / 2, PerRequest: 20, Clients: 8},
		{Detections: max(100, s.Detections/10), PerRequest: 1, Clients: 16},
	} {
		l.Seed = uint64(1 + i*s.Times)
		paces, err := p.again(ctx, s.Times, l)
		if err != nil {
			return rows, err
		}
		row := Row{What: fmt.Sprintf("detections in, %d a request", l.PerRequest), Value: rate(paces), Unit: "/s", AtLeast: true}
		if l.PerRequest == 500 {
			row.Budget, row.Stretch = 25_000, 50_000
		}
		rows = append(rows, row, milliseconds(fmt.Sprintf("… answer, p99, %d clients", l.Clients), within(paces, 0.99), 0, 0))
	}
	steady, err := p.again(ctx, s.Times, Load{Seed: uint64(1 + 3*s.Times), Detections: offered * s.Seconds, PerRequest: 20, Clients: 64, Rate: offered})
	if err != nil {
		return rows, err
	}
	rows = append(rows,
		milliseconds("answer at 5,000/s offered, 20 a request, median", within(steady, 0.5), 0, 0),
		milliseconds("answer at 5,000/s offered, 20 a request, p99", within(steady, 0.99), 50, 20))
	seen, err := p.visible(ctx, 4*s.Seconds)
	return append(rows,
		milliseconds("a detection in → its case on an open page, median", percentile(seen, 0.5), 0, 0),
		milliseconds("a detection in → its case on an open page, p99", percentile(seen, 0.99), 250, 100)), err
}

// again sends so many loads like l, each of a seed of its own.
func (p *Place) again(ctx context.Context, times int, l Load) (paces []Pace, err error) {
	for range times {
		pace, err := p.send(ctx, l)
		if err != nil {
			return nil, err
		}
		paces = append(paces, pace)
		l.Seed++
	}
	return paces, nil
}

// rate is the median of theirs, and within of the times within which a part was answered.
func rate(paces []Pace) float64 { return median(paces, Pace.Rate) }

func within(paces []Pace, part float64) time.Duration {
	return median(paces, func(p Pace) time.Duration { return p.Answer(part) })
}

func median[V any, F cmp.Ordered](all []V, figure func(V) F) F {
	figures := make([]F, len(all))
	for i, v := range all {
		figures[i] = figure(v)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// growth measures what a detection costs when there are ten times as many already,
// and ten times more, up to s.Growth times.
func (p *Place) growth(ctx context.Context, s Sizes) (rows []Row, err error) {
	var paces []Pace
	first := 0.0
	for n := 1; n <= max(s.Growth, s.Times); n++ {
		pace, err := p.send(ctx, Load{Seed: uint64(n), Detections: s.Detections, PerRequest: 500, Clients: 8})
		if err != nil {
			return rows, err
		}
		paces = append(paces, pace)
		switch {
		case n == s.Times:
			first = rate(paces)
			rows = append(rows, Row{What: fmt.Sprintf("detections in, the first %d", n*s.Detections), Value: first, Unit: "/s", AtLeast: true})
		case n == 10 || n == 100 || n == s.Growth && n > s.Times:
			now := rate(paces[n-s.Times:])
			rows = append(rows,
				Row{What: fmt.Sprintf("detections in, the last %d of %d", s.Times*s.Detections, n*s.Detections), Value: now, Unit: "/s", AtLeast: true},
				Row{What: "… what one costs, against the first", Value: first / now, Unit: "×", Budget: 1.3, Stretch: 1.1})
		}
	}
	return rows, nil
}

// inflow measures how fast detections come in, alone.
func (p *Place) inflow(ctx context.Context, s Sizes) ([]Row, error) {
	paces, err := p.again(ctx, s.Times, Load{Seed: 1, Detections: s.Detections, PerRequest: 500, Clients: 8})
	if err != nil {
		return nil, err
	}
	return []Row{{What: "detections in, 500 a request", Value: rate(paces), Unit: "/s", AtLeast: true}}, nil
}
