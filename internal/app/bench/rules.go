package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/rule"
)

// shapes are filters as people write them; %d is the number of a rule.
var shapes = []string{
	"severity >= 0.4 AND type = 'analytic-%d'",
	"title CONTAINS 'product %d' AND severity >= 0.6",
	"@host = 'server-%d' OR @user = 'user-%d'",
	"@ip IN_CIDR '172.16.%d.0/24'",
	"severity >= 0.4 AND @ip IS NOT NULL AND title MATCHES_REGEX 'never %d'",
}

// fewRules and manyRules, beside the shipped ones, are between which the cost of
// rules is measured: with those it is 10,000, the most that there may be.
const fewRules, manyRules = 10, 9_990

// rules measures what a detection costs more with many rules than with few, each
// in turn on the same storage.
func (p *Place) rules(ctx context.Context, s Sizes) ([]Row, error) {
	paces := map[int][]Pace{}
	var more []float64
	for turn := range s.Times {
		var cost []float64
		for _, n := range []int{fewRules, manyRules} {
			if err := p.rule(ctx, Mixed(n)); err != nil {
				return nil, err
			}
			pace, err := p.send(ctx, Load{Seed: uint64(n + turn), Detections: s.Detections, PerRequest: 500, Clients: 8})
			if err != nil {
				return nil, err
			}
			paces[n] = append(paces[n], pace)
			cost = append(cost, 1e6/pace.Rate())
		}
		more = append(more, cost[1]-cost[0])
	}
	slices.Sort(more)
	return []Row{
		{What: fmt.Sprintf("detections in, 500 a request, %d rules", fewRules), Value: rate(paces[fewRules]), Unit: "/s", AtLeast: true},
		{What: fmt.Sprintf("detections in, 500 a request, %d rules", manyRules), Value: rate(paces[manyRules]), Unit: "/s", AtLeast: true},
		{What: "what a detection costs more", Value: more[len(more)/2], Unit: "µs", Budget: 3, Stretch: 0.5},
	}, nil
}

// rule lets the tenant decide by a book, and waits until nothing is worked out
// about it any more.
func (p *Place) rule(ctx context.Context, book rule.Book) error {
	a, err := p.askAs(ctx, http.MethodPut, "/rules", "application/yaml", rule.WriteYAML(book))
	for pending := true; pending; {
		if err == nil && a.StatusCode != http.StatusOK {
			err = fmt.Errorf("the rules were answered with %d: %.500s", a.StatusCode, a.body)
		}
		if err != nil {
			return err
		}
		if a, err = p.ask(ctx, http.MethodGet, "/rules", nil); err != nil {
			return err
		}
		var told struct {
			Pending bool `json:"lint_pending"`
		}
		if err = json.Unmarshal(a.body, &told); err != nil {
			return err
		}
		if pending = told.Pending; pending {
			time.Sleep(200 * time.Millisecond)
		}
	}
	return nil
}

// Mixed are the shipped rules, and n of mixed shape: nearly all of them hold on none of the detections.
func Mixed(n int) rule.Book {
	book := rule.Shipped()
	for i := range n {
		filter := shapes[i%len(shapes)]
		filter = strings.ReplaceAll(filter, "172.16.%d.", fmt.Sprintf("172.%d.%d.", 16+i/256%16, i%256))
		book.Rules = append(book.Rules, rule.Rule{
			ID: fmt.Sprint("mixed-", i), Title: fmt.Sprint("Mixed ", i), State: rule.Enabled, Order: 100 + i,
			Filter: strings.ReplaceAll(filter, "%d", fmt.Sprint(i)), GroupBy: []string{"hostnames()"},
		})
	}
	return book
}
