package app

import (
	"bytes"
	"context"
	"time"

	"caseweave/internal/core/campaign"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
)

const (
	// exampleSeed makes the same two campaigns for everybody.
	exampleSeed = 42
	// exampleBacklog is how far back the example's first events lie: the first
	// campaign is over, the second has just begun.
	exampleBacklog = 80 * time.Minute
)

// examplePace lets something happen while somebody looks.
var examplePace = campaign.Options{Campaigns: 2, NoisePerStep: 30, Pace: 8 * time.Second}

// example fills the tenant default with a living example: on an empty one a
// backlog first, then whatever the simulation brings, at its time.
func (a *App) example(ctx context.Context) {
	story, err := a.tale(ctx)
	if err == nil && story != nil {
		err = a.tell(ctx, story)
	}
	if err != nil && ctx.Err() == nil {
		a.config.Log.Error("the example has ended", "error", err)
	}
}

// tale begins in the past where the tenant has no detections, and now where it
// began with those of an example; into real ones it mixes nothing and is nil.
func (a *App) tale(ctx context.Context) (*campaign.Story, error) {
	page, err := a.store.Detections(ctx, a.home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 1})
	switch {
	case err != nil:
		return nil, err
	case len(page.Items) == 0:
		return campaign.New(exampleSeed, now().Add(-exampleBacklog), examplePace), nil
	case !campaign.Told(page.Items[0].UID):
		a.config.Log.Warn("there are detections already: the example is left out")
		return nil, nil
	}
	return campaign.New(uint64(now().UnixNano()), now(), examplePace), nil
}

// tell sends what has happened until now at once, then each event when its time comes.
func (a *App) tell(ctx context.Context, story *campaign.Story) error {
	var due bytes.Buffer
	for ctx.Err() == nil {
		event := story.Next()
		if wait := time.Until(event.At); wait > 0 {
			if err := a.send(ctx, &due); err != nil {
				return err
			}
			select {
			case <-time.After(wait):
			case <-ctx.Done():
			}
		}
		due.Write(event.JSON)
		due.WriteByte('\n')
	}
	return ctx.Err()
}

func (a *App) send(ctx context.Context, due *bytes.Buffer) error {
	if due.Len() == 0 {
		return nil
	}
	records, err := a.sources.Open("ocsf", due, "", now())
	if err != nil {
		return err
	}
	_, err = a.engine.Receive(ctx, a.home, records)
	due.Reset()
	return err
}
