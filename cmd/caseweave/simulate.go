package main

import (
	"bufio"
	"context"
	"os"
	"time"

	"caseweave/internal/core/campaign"
)

type simulate struct {
	Seed  uint64    `help:"The same seed prints the same stream." default:"1"`
	Count int       `help:"How many detections; 0 goes on for ever." default:"1000"`
	Start time.Time `help:"When the stream begins; now when left out." placeholder:"RFC3339"`
}

// Run prints campaigns in everyday noise.
func (v simulate) Run(ctx context.Context) error {
	if v.Start.IsZero() {
		v.Start = time.Now()
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	story := campaign.New(v.Seed, v.Start)
	for i := 0; (v.Count == 0 || i < v.Count) && ctx.Err() == nil; i++ {
		if _, err := out.Write(append(story.Next().JSON, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}
