package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/rule"
)

// NewBacktest asks what other rules would have done.
type NewBacktest struct {
	Rules string     `json:"rules,omitempty" maxLength:"10000000" doc:"A rule file. It, or book, takes the place of the tenant's own rules and templates; its partner's stay."`
	Book  *NewBook   `json:"book,omitempty" doc:"The same as JSON."`
	From  *time.Time `json:"from,omitempty" doc:"The first created_at; from the first detection where nothing is said."`
	To    *time.Time `json:"to,omitempty" doc:"Where created_at ends, itself left out; until now where nothing is said."`
	Wait  *int       `json:"wait,omitempty" minimum:"0" maximum:"30" doc:"How many seconds to wait for the end; 10 where nothing is said."`
}

// Backtest is one that was begun.
type Backtest struct {
	ID       string           `json:"id"`
	Status   backtestStatus   `json:"status"`
	Error    string           `json:"error,omitempty"`
	By       string           `json:"by"`
	At       time.Time        `json:"at"`
	From     time.Time        `json:"from"`
	To       time.Time        `json:"to"`
	Progress BacktestProgress `json:"progress"`
	Result   *BacktestResult  `json:"result,omitempty" doc:"Missing in lists, and until it is done."`
}

// BacktestProgress counts detections.
type BacktestProgress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// BacktestList are the tenant's backtests, newest first, without results.
type BacktestList struct {
	Items []Backtest `json:"items"`
}

// BacktestResult compares two worlds: before has the rules of today, after those asked about.
type BacktestResult struct {
	Detections int               `json:"detections"`
	Changed    bool              `json:"changed"`
	Before     BacktestWorld     `json:"before"`
	After      BacktestWorld     `json:"after"`
	Cases      BacktestCases     `json:"cases"`
	Moves      BacktestMoves     `json:"detections_moved"`
	Shadowed   []BacktestShadow  `json:"shadowed" doc:"Rules that lose detections to another."`
	Rules      []BacktestRule    `json:"rules"`
	Examples   []BacktestExample `json:"examples" doc:"The first 50 differences."`
}

// BacktestWorld is one of the two in numbers.
type BacktestWorld struct {
	Cases   int     `json:"cases"`
	InCases int     `json:"in_cases" doc:"Detections in a case."`
	Open    int     `json:"open" doc:"Detections in none."`
	PerCase float64 `json:"per_case" doc:"Detections of a case, on average."`
}

// BacktestCases counts how cases differ.
type BacktestCases struct {
	Same    int `json:"same"`
	Created int `json:"created"`
	Gone    int `json:"gone"`
	Changed int `json:"changed"`
}

// BacktestMoves counts what becomes of detections.
type BacktestMoves struct {
	Joined     int `json:"joined"`
	Left       int `json:"left"`
	Moved      int `json:"moved"`
	Unaffected int `json:"unaffected"`
}

// BacktestShadow says that a rule loses detections to another.
type BacktestShadow struct {
	Rule    string `json:"rule"`
	Title   string `json:"title"`
	ByRule  string `json:"by_rule"`
	ByTitle string `json:"by_title"`
	Count   int    `json:"count"`
}

// BacktestRule is what a rule did in both worlds.
type BacktestRule struct {
	ID             string `json:"id"`
	Title          string `json:"title"`
	CreatedBefore  int    `json:"created_before"`
	CreatedAfter   int    `json:"created_after"`
	AppendedBefore int    `json:"appended_before"`
	AppendedAfter  int    `json:"appended_after"`
}

// BacktestExample is one difference.
type BacktestExample struct {
	Change     backtestChange    `json:"change"`
	Detection  BacktestDetection `json:"detection"`
	BeforeCase string            `json:"before_case,omitempty" doc:"What the case is called; missing for none."`
	AfterCase  string            `json:"after_case,omitempty"`
	BeforeRule string            `json:"before_rule,omitempty" doc:"The title of the rule that decided."`
	AfterRule  string            `json:"after_rule,omitempty"`
}

// BacktestDetection is a detection in short.
type BacktestDetection struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Severity  float64   `json:"severity"`
	CreatedAt time.Time `json:"created_at"`
}

func backtestOf(b backtest.Backtest) Backtest {
	told := Backtest{
		ID: b.ID, Status: backtestStatus(b.Status), Error: b.Error, By: b.By, At: b.At.UTC(), From: b.From.UTC(), To: b.To.UTC(),
		Progress: BacktestProgress(b.Progress),
	}
	if b.Result != nil {
		result := resultOf(*b.Result)
		told.Result = &result
	}
	return told
}

func resultOf(r backtest.Result) BacktestResult {
	return BacktestResult{
		Detections: r.Detections, Changed: r.Changed, Before: BacktestWorld(r.Before), After: BacktestWorld(r.After),
		Cases: BacktestCases(r.Cases), Moves: BacktestMoves(r.Moves),
		Shadowed: each(r.Shadowed, func(s backtest.Shadow) BacktestShadow { return BacktestShadow(s) }),
		Rules:    each(r.Rules, func(y backtest.Yield) BacktestRule { return BacktestRule(y) }),
		Examples: each(r.Examples, backtestExampleOf),
	}
}

func backtestExampleOf(e backtest.Example) BacktestExample {
	d := e.Detection
	return BacktestExample{
		Change:     backtestChange(e.Change),
		Detection:  BacktestDetection{ID: d.ID, Title: d.Title, Severity: d.Severity.Float(), CreatedAt: d.CreatedAt.UTC()},
		BeforeCase: e.BeforeCase, AfterCase: e.AfterCase, BeforeRule: e.BeforeRule, AfterRule: e.AfterRule,
	}
}

func (s *Server) registerBacktests() {
	path := tenantPath + "/backtests"
	register(s, operation{
		method: "POST", path: tenantPath + "/rules/backtest", id: "start-backtest", summary: "Ask what other rules would have done",
		about: "Both the rules of today and the others see the stored detections of the range, in their order and beginning without open cases. Nothing is written.",
		needs: needs(access.WriteRules), longest: maxRules, takes: exampleNewBacktest, gives: exampleBacktest,
	}, s.startBacktest)
	register(s, operation{
		method: "GET", path: path, id: "list-backtests", summary: "List backtests, newest first",
		needs: needs(access.ReadRules), gives: BacktestList{[]Backtest{exampleBacktest}},
	}, func(ctx context.Context, v visit, _ *InTenant) (BacktestList, error) {
		all, err := s.backtests.Backtests(ctx, v.tenant.ID)
		return BacktestList{each(all, backtestOf)}, err
	})
	register(s, operation{
		method: "GET", path: path + "/{id}", id: "get-backtest", summary: "Read a backtest, with its result once it is done",
		needs: needs(access.ReadRules), gives: exampleBacktest,
	}, func(ctx context.Context, v visit, in *inBacktest) (Backtest, error) {
		b, err := s.backtests.Backtest(ctx, v.tenant.ID, in.ID)
		return backtestOf(b), err
	})
	register(s, operation{
		method: "DELETE", path: path + "/{id}", id: "cancel-backtest", summary: "Cancel a backtest that is running",
		needs: needs(access.WriteRules), gives: exampleBacktest,
	}, func(ctx context.Context, v visit, in *inBacktest) (Backtest, error) {
		b, err := s.backtests.Cancel(ctx, v.tenant.ID, in.ID)
		return backtestOf(b), err
	})
}

type inBacktest struct {
	InTenant
	ID string `path:"id" example:"b1"`
}

type startBacktestInput struct {
	InTenant
	Body NewBacktest
}

// patience is how long a start waits for the end where nothing is said, and
// glance how often it looks.
const (
	patience = 10 * time.Second
	glance   = 50 * time.Millisecond
)

func (s *Server) startBacktest(ctx context.Context, v visit, in *startBacktestInput) (Backtest, error) {
	request, places, err := in.Body.request(time.Now())
	if err != nil {
		return Backtest{}, err
	}
	b, err := s.backtests.Start(ctx, v.tenant, actorOf(v.principal), request)
	err = places.InFile(err)
	wait := patience
	if in.Body.Wait != nil {
		wait = time.Duration(*in.Body.Wait) * time.Second
	}
	for end := time.Now().Add(wait); err == nil && b.Status == backtest.Running && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return Backtest{}, ctx.Err()
		case <-time.After(glance):
		}
		b, err = s.backtests.Backtest(ctx, v.tenant.ID, b.ID)
	}
	return backtestOf(b), err
}

// request is what is asked for at some time, and where its rules stand in their file.
func (n NewBacktest) request(now time.Time) (r backtest.Request, places rule.Places, err error) {
	switch {
	case (n.Rules == "") == (n.Book == nil):
		return r, places, wrongField("body", "Send the rules as a file under rules, or as JSON under book.")
	case n.Book != nil:
		r.Book = n.Book.book()
	default:
		r.Book, places, err = rule.ReadFile([]byte(n.Rules))
		r.Book = r.Book.Identified()
	}
	if n.From != nil {
		r.From = *n.From
	}
	if n.To != nil {
		r.To = *n.To
	}
	switch {
	case err != nil || n.From == nil:
	case n.To == nil && !r.From.Before(now):
		err = wrongField("body.from", "The range ends now, before it begins.")
	case n.To != nil && !r.From.Before(r.To):
		err = wrongField("body.to", "The range ends before it begins.")
	}
	return r, places, err
}
