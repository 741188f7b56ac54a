package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
)

// Forecast says what would be removed now: detections that never were in a case,
// and were received and last seen before a time.
type Forecast struct {
	KeepOpen    string     `json:"keep_open" doc:"The bounds that it is about."`
	KeepSettled string     `json:"keep_settled"`
	MeasuredAt  *time.Time `json:"measured_at,omitempty" doc:"When ages are measured: when the newest detection was received that the clock can be trusted with; see doubted. Missing where there is none."`
	Doubted     bool       `json:"doubted" doc:"The newest detections came more than a week after all others, as after a jump of the clock. Until they have come for a day, ages are measured at the others."`
	Retired     []Retired  `json:"retired" doc:"For each status in which detections are in no case."`
}

// Retired is what would be removed of a status.
type Retired struct {
	Status detectionStatus `json:"status"`
	Before *time.Time      `json:"before,omitempty" doc:"Detections go that were received and last seen before this. Missing where all are kept."`
	Count  int             `json:"count" doc:"How many; counted to 100,000."`
	More   bool            `json:"more" doc:"There are more than were counted."`
	Oldest *time.Time      `json:"oldest,omitempty" doc:"When the first of them was received."`
	Newest *time.Time      `json:"newest,omitempty" doc:"When the last of them was received."`
}

type forecastInput struct {
	InTenant
	KeepOpen    string `query:"keep_open" example:"30d" doc:"Instead of the tenant's own bound."`
	KeepSettled string `query:"keep_settled" example:"90d" doc:"Instead of the tenant's own bound."`
}

func (s *Server) registerRetention() {
	register(s, operation{
		method: "GET", path: tenantPath + "/retention", id: "forecast-retention", summary: "See what would be removed by retention",
		about: "A dry run: it counts what would be removed now, by the tenant's bounds or by others, and changes nothing.",
		needs: needs(access.ReadSettings), gives: exampleForecast,
	}, s.forecast)
}

func (s *Server) forecast(ctx context.Context, v visit, in *forecastInput) (Forecast, error) {
	bounds, err := s.settings.Settings(ctx, v.tenant)
	if err != nil {
		return Forecast{}, err
	}
	if bounds, err = in.applied(bounds); err != nil {
		return Forecast{}, err
	}
	f, err := s.retention.Forecast(ctx, v.tenant, bounds)
	return forecastOf(bounds, f), err
}

// applied is what the bounds would be.
func (in *forecastInput) applied(to settings.Settings) (settings.Settings, error) {
	for _, b := range []struct {
		text, name string
		into       *span.Span
	}{{in.KeepOpen, "keep_open", &to.KeepOpen}, {in.KeepSettled, "keep_settled", &to.KeepSettled}} {
		if b.text == "" {
			continue
		}
		kept, err := span.Parse(b.text)
		if err != nil {
			return to, wrongParameter(b.name, sentenceOf(err.Error()))
		}
		*b.into = kept
	}
	if details := fault.DetailsOf(to.Check()); len(details) > 0 {
		return to, wrongParameter(details[0].Location, details[0].Message)
	}
	return to, nil
}

func forecastOf(bounds settings.Settings, f retention.Forecast) Forecast {
	return Forecast{
		KeepOpen: bounds.KeepOpen.String(), KeepSettled: bounds.KeepSettled.String(),
		MeasuredAt: some(f.At), Doubted: f.Doubted,
		Retired: each(f.Parts, func(p retention.Part) Retired {
			return Retired{
				Status: detectionStatus(p.Status), Before: some(p.Before),
				Count: p.N, More: p.More, Oldest: some(p.Oldest), Newest: some(p.Newest),
			}
		}),
	}
}

var exampleForecast = forecastOf(settings.Settings{KeepOpen: 30 * span.Span(24*time.Hour)}, retention.Forecast{
	At: exampleTime, Parts: []retention.Part{
		{Status: detection.Open, Before: exampleTime.AddDate(0, 0, -30), Count: retention.Count{
			N: 1234, Oldest: exampleTime.AddDate(0, 0, -90), Newest: exampleTime.AddDate(0, 0, -31),
		}},
		{Status: detection.Closed},
		{Status: detection.Ignored},
	},
})
