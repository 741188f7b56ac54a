package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"caseweave/internal/app"
	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
)

type replayed struct {
	storage
	Tenant string `help:"The tenant to replay; all when left out."`
	JSON   bool   `help:"Print a JSON object per tenant."`
}

// Run replays and prints what came out differently, which makes the exit status 3.
func (v replayed) Run(ctx context.Context) error {
	bar, differences := counting("replaying"), 0
	err := app.Replay(ctx, v.place(), v.Tenant, func(t access.Organisation, done, total uint64) {
		bar.ChangeMax64(int64(total))
		bar.Describe(t.ID)
		_ = bar.Set64(int64(done))
	}, func(t access.Organisation, r replay.Result) error {
		_ = bar.Clear()
		bar.Reset()
		differences += len(r.Differences)
		return v.tell(t, r)
	})
	if err == nil && differences > 0 {
		return status{fmt.Errorf("the replay differs in %d places", differences), 3}
	}
	return err
}

func (v replayed) tell(t access.Organisation, r replay.Result) error {
	if v.JSON {
		return json.NewEncoder(os.Stdout).Encode(replayOf(t, r))
	}
	outcome := "the same"
	if n := len(r.Differences); n > 0 {
		outcome = fmt.Sprintf("%d differences", n)
	}
	fmt.Printf("%s: %d detections, %d commands, %d cases: %s\n", t.ID, r.Detections, r.Commands, r.Cases, outcome)
	for _, d := range r.Differences {
		fmt.Println("  " + printable(d.String()))
	}
	return nil
}

// replayJSON is a replay for programs.
type replayJSON struct {
	Tenant      string           `json:"tenant"`
	Detections  int              `json:"detections"`
	Commands    int              `json:"commands"`
	Cases       int              `json:"cases"`
	Differences []differenceJSON `json:"differences"`
}

type differenceJSON struct {
	Where    string `json:"where"`
	Field    string `json:"field"`
	Stored   string `json:"stored"`
	Replayed string `json:"replayed"`
}

func replayOf(t access.Organisation, r replay.Result) replayJSON {
	told := replayJSON{Tenant: t.ID, Detections: r.Detections, Commands: r.Commands, Cases: r.Cases, Differences: []differenceJSON{}}
	for _, d := range r.Differences {
		told.Differences = append(told.Differences, differenceJSON(d))
	}
	return told
}
