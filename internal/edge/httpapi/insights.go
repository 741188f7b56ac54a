package httpapi

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/insight"
	"caseweave/internal/core/listing"
)

// maxHistoryPages is how many pages of statuses and assignments are read for insights.
const maxHistoryPages = 100

// Insights are what many cases come to.
type Insights struct {
	Open         []OpenBySeverity `json:"open" doc:"The open cases, the most severe first."`
	Acknowledged []TimeTaken      `json:"acknowledged" doc:"Until a case first had another status than new, or somebody."`
	Closed       []TimeTaken      `json:"closed" doc:"Until a case that is closed now was closed last."`
	Rules        []RuleYield      `json:"rules" doc:"What came of the rules, those that opened most first."`
	Cases        int              `json:"cases" doc:"How many cases were opened in the time, as far as they were looked at."`
	Detections   int              `json:"detections" doc:"How many detections these hold."`
	Since        time.Time        `json:"since"`
	Complete     bool             `json:"complete" doc:"Nothing was left out; otherwise there are more than 10,000 cases, or more than 50,000 statuses and assignments."`
}

// OpenBySeverity is how many open cases of a severity are how old.
type OpenBySeverity struct {
	Severity severity `json:"severity"`
	ByAge    []int    `json:"by_age" doc:"Up to a day, three days, seven days, 30 days, and older."`
}

// TimeTaken is how long something took in the cases of a severity, in seconds.
type TimeTaken struct {
	Severity severity `json:"severity"`
	Cases    int      `json:"cases"`
	Median   float64  `json:"median" doc:"In half of the cases it took no longer."`
	P90      float64  `json:"p90" doc:"In nine of ten it took no longer."`
}

// RuleYield is what came of a rule.
type RuleYield struct {
	RuleID         string `json:"rule_id" doc:"Empty for cases that people opened."`
	Rule           string `json:"rule" doc:"Its title when it opened the last of them; other rules may have the same."`
	Cases          int    `json:"cases"`
	Detections     int    `json:"detections"`
	FalsePositives int    `json:"false_positives"`
	TruePositives  int    `json:"true_positives"`
	Open           int    `json:"open"`
}

func (s *Server) registerInsights() {
	register(s, operation{
		method: "GET", path: tenantPath + "/insights", id: "insights", summary: "Tell how cases are worked on, and what rules yield",
		about: "Times are computed from the histories of the cases that were opened in the last days.",
		needs: needs(access.ReadCases), gives: Insights{
			Open:         []OpenBySeverity{{"high", []int{1, 0, 0, 0, 0}}},
			Acknowledged: []TimeTaken{{"high", 1, 300, 300}}, Closed: []TimeTaken{},
			Rules: []RuleYield{{RuleID: "same-host-or-user", Rule: "Same host or user", Cases: 1, Detections: 1, Open: 1}}, Cases: 1, Detections: 1, Since: exampleTime, Complete: true,
		},
	}, s.insights)
}

type insightsInput struct {
	InTenant
	Days int `query:"days" minimum:"1" maximum:"366" default:"30" doc:"How many days back."`
}

func (s *Server) insights(ctx context.Context, v visit, in *insightsInput) (Insights, error) {
	now := time.Now().UTC()
	since := now.AddDate(0, 0, -in.Days).Truncate(time.Second) // as the filter below says it
	told := Insights{Since: since, Rules: []RuleYield{}}
	var open insight.Open
	allOpen, err := s.survey(ctx, v, "status !IN ('resolved', 'cancelled')", func(k casefile.Case) { open.Add(k, now) })
	if err != nil {
		return told, err
	}
	work := insight.NewWork()
	allOpened, err := s.survey(ctx, v, fmt.Sprintf("created_at >= '%s'", since.Format(time.RFC3339)), func(k casefile.Case) {
		work.Add(k)
		told.Cases, told.Detections = told.Cases+1, told.Detections+k.DetectionCount
	})
	if err != nil {
		return told, err
	}
	allTold, err := s.handlings(ctx, v, since, work.Happened)
	told.Complete = allOpen && allOpened && allTold
	for i, severe := range slices.Backward(casefile.Severities) {
		told.Open = append(told.Open, OpenBySeverity{severity(severe), open[i][:]})
	}
	told.Acknowledged, told.Closed = timesTaken(work.Acknowledged()), timesTaken(work.Closed())
	for _, y := range work.Yields() {
		told.Rules = append(told.Rules, RuleYield(y))
	}
	return told, err
}

// handlings tells of statuses and assignments since a time, the newest first, and says
// whether these were all.
func (s *Server) handlings(ctx context.Context, v visit, since time.Time, tell func(activity.Activity)) (all bool, err error) {
	request := listing.Request{Sort: "entry", Descending: true, Limit: exportPage}
	for range maxHistoryPages {
		page, err := s.cases.Handled(ctx, v.tenant.ID, v.viewer(), request)
		if err != nil {
			return false, err
		}
		for _, a := range page.Items {
			if a.At.Before(since) {
				return true, nil
			}
			tell(a)
		}
		if request.After = page.Next; request.After == nil {
			return true, nil
		}
	}
	return false, nil
}

func timesTaken(spreads map[casefile.Severity]insight.Spread) []TimeTaken {
	all := []TimeTaken{}
	for _, severe := range slices.Backward(casefile.Severities) {
		if s, some := spreads[severe]; some {
			all = append(all, TimeTaken{severity(severe), s.Count, s.Median.Seconds(), s.P90.Seconds()})
		}
	}
	return all
}
