package main

import (
	"bufio"
	"context"
	"os"
	"time"

	"caseweave/internal/core/campaign"
)

type simulate struct {
	Seed      uint64        `help:"The same seed and start print the same stream." default:"1"`
	Count     int           `help:"How many detections; 0 goes on for ever." default:"1000"`
	Start     time.Time     `help:"When the stream begins; now when left out." placeholder:"RFC3339"`
	Campaigns int           `help:"How many campaigns; 0 keeps starting new ones, -1 has none." default:"2"`
	Noise     int           `help:"How many everyday events come between two steps of a campaign, on average." default:"30"`
	Pace      time.Duration `help:"The mean time between two events." default:"15s"`
}

// Run prints campaigns in everyday noise.
func (v simulate) Run(ctx context.Context) error {
	if v.Start.IsZero() {
		v.Start = time.Now()
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	story := campaign.New(v.Seed, v.Start, campaign.Options{Campaigns: v.Campaigns, NoisePerStep: v.Noise, Pace: v.Pace})
	for i := 0; (v.Count == 0 || i < v.Count) && ctx.Err() == nil; i++ {
		if _, err := out.Write(append(story.Next().JSON, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}
