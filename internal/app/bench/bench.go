package bench

import (
	"context"
	"errors"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/core/rule"
)

// Workload is one thing that is measured, on an installation of its own.
type Workload struct {
	Name, About string
	book        rule.Book
	run         func(p *Place, ctx context.Context, s Sizes) ([]Row, error)
	// restarts says that the start with what is there then is measured, too, and
	// bare that its rows are inserted once more without all else.
	restarts, bare bool
	// Named says that it is measured only where it is asked for by its name.
	Named bool
}

// Workloads are all of them.
var Workloads = []Workload{
	{Name: "intake", About: "1,000 rules of mixed shape beside the shipped ones; campaigns in everyday noise.", book: Mixed(1000), run: (*Place).intake},
	{Name: "bare", About: "What intake costs beside inserting its rows.", book: Mixed(1000), run: (*Place).inflow, bare: true},
	{Name: "growth", About: "The same rules; what a detection costs when there are many.", book: Mixed(1000), run: (*Place).growth},
	{Name: "rules", About: "As intake, with few rules and with many in turn.", book: Mixed(fewRules), run: (*Place).rules},
	{Name: "lists", About: "A case for each detection, and then the pages that people look at.", book: ByTitle, run: (*Place).lists, restarts: true},
	{Name: "wide", About: "One case with many detections.", book: ByTitle, run: (*Place).wide},
	{Name: "search", About: "A new case beside open detections.", book: Searching, run: (*Place).search},
	{Name: "soak", About: "A steady rate for long, while cases are closed.", book: Mixed(1000), run: (*Place).soak, Named: true},
}

// Run measures a workload on an empty storage.
func (w Workload) Run(ctx context.Context, in app.Storage, s Sizes) ([]Row, error) {
	p, err := Open(ctx, in, w.book)
	if err != nil {
		return nil, err
	}
	rows, err := w.run(p, ctx, s)
	if err == nil && w.restarts {
		rows = append(rows, memory(fmt.Sprintf("heap with %d open cases, of a key each", s.Cases), 600, 250))
	}
	err = errors.Join(err, p.Close())
	switch {
	case err == nil && w.bare && in.Database == "":
		bare, err := beside(ctx, in, s.Times*s.Detections, rows[0])
		return append(rows, bare...), err
	case err != nil || !w.restarts:
		return rows, err
	}
	started, err := start(ctx, in, w.book, fmt.Sprintf("start with %d cases and %d detections", s.Cases, s.Cases+s.Stored))
	return append(rows, started...), err
}
