package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"caseweave/internal/core/backtest"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/httpapi"
)

type rulesBacktest struct {
	remote
	Rules string `help:"The rule file to try in the place of the tenant's own rules and templates; standard input when it is -." required:"" placeholder:"FILE"`
	From  point  `help:"The first created_at: RFC 3339, a date in UTC, or so long ago as -7d; all when left out." placeholder:"TIME"`
	To    point  `help:"Where created_at ends, itself left out; now when left out." placeholder:"TIME"`
	JSON  bool   `help:"Print the backtest as JSON."`
}

// point is a time as people write it: exactly, as a day, or as so long ago.
type point struct{ time.Time }

// UnmarshalText reads RFC 3339, a date in UTC, or a span with a minus before it.
func (p *point) UnmarshalText(text []byte) error {
	written := string(text)
	if len(written) > 1 && written[0] == '-' {
		ago, err := span.Parse(written[1:])
		p.Time = time.Now().Add(-time.Duration(ago))
		return err
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, written); err == nil {
			p.Time = at
			return nil
		}
	}
	return fmt.Errorf("%q is no time: write it like 2026-05-01T12:00:00Z, 2026-05-01 or -7d", written)
}

func (p point) orNone() *time.Time {
	if p.IsZero() {
		return nil
	}
	return &p.Time
}

// Run has the server try the rules and prints what would change, which makes the
// exit status 3. Broken off, it cancels the backtest.
func (v rulesBacktest) Run(ctx context.Context) error {
	text, err := content(v.Rules)
	if err != nil {
		return err
	}
	var b httpapi.Backtest
	err = v.askJSON(ctx, http.MethodPost, "rules/backtest", httpapi.NewBacktest{
		Rules: string(text), From: v.From.orNone(), To: v.To.orNone(), Wait: new(1),
	}, &b)
	if err == nil {
		err = v.follow(ctx, &b)
	}
	if err != nil {
		return err
	}
	if v.JSON {
		if err := json.NewEncoder(os.Stdout).Encode(b); err != nil {
			return err
		}
	}
	return v.verdict(b)
}

// glance is how often it is asked how far a backtest has come.
const glance = 300 * time.Millisecond

// follow waits for the end of a backtest.
func (v rulesBacktest) follow(ctx context.Context, b *httpapi.Backtest) error {
	bar, path := counting("detections"), "backtests/"+url.PathEscape(b.ID)
	for string(b.Status) == string(backtest.Running) {
		bar.ChangeMax(max(1, b.Progress.Total))
		_ = bar.Set(b.Progress.Done)
		select {
		case <-ctx.Done():
			_ = bar.Clear()
			return v.askJSON(context.WithoutCancel(ctx), http.MethodDelete, path, nil, b)
		case <-time.After(glance):
		}
		if err := v.askJSON(ctx, http.MethodGet, path, nil, b); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return bar.Clear()
}

// verdict prints how a backtest ended, unless JSON did, and chooses the exit status.
func (v rulesBacktest) verdict(b httpapi.Backtest) error {
	if b.Result == nil {
		return fmt.Errorf("the backtest is %s: %s", b.Status, printable(b.Error))
	}
	if !v.JSON {
		tellBacktest(os.Stdout, b, v.page("automatic/backtests/"+url.PathEscape(b.ID)))
	}
	if b.Result.Changed {
		return status{fmt.Errorf("cases would change"), 3}
	}
	return nil
}

// tellBacktest prints a result for people.
func tellBacktest(w io.Writer, b httpapi.Backtest, address string) {
	r := b.Result
	fmt.Fprintf(w, "%d detections from %s to %s\n\n", r.Detections, b.From.Format(time.RFC3339), b.To.Format(time.RFC3339))
	fmt.Fprintf(w, "                  today   then\n")
	fmt.Fprintf(w, "cases           %7d%7d\n", r.Before.Cases, r.After.Cases)
	fmt.Fprintf(w, "in cases        %7d%7d\n", r.Before.InCases, r.After.InCases)
	fmt.Fprintf(w, "in none         %7d%7d\n", r.Before.Open, r.After.Open)
	fmt.Fprintf(w, "per case        %7.1f%7.1f\n\n", r.Before.PerCase, r.After.PerCase)
	fmt.Fprintf(w, "cases           %d the same, %d new, %d gone, %d changed\n", r.Cases.Same, r.Cases.Created, r.Cases.Gone, r.Cases.Changed)
	fmt.Fprintf(w, "detections      %d would join a case, %d leave theirs, %d move, %d stay\n", r.Moves.Joined, r.Moves.Left, r.Moves.Moved, r.Moves.Unaffected)
	for _, s := range r.Shadowed {
		fmt.Fprintf(w, "taken over      %q takes %d from %q\n", s.ByTitle, s.Count, s.Title)
	}
	fmt.Fprintln(w)
	for _, y := range r.Rules {
		fmt.Fprintf(w, "rule %q opens %d (today %d) and appends %d (today %d)\n", y.Title, y.CreatedAfter, y.CreatedBefore, y.AppendedAfter, y.AppendedBefore)
	}
	fmt.Fprintf(w, "\n%s\n", address)
}
