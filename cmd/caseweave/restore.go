package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
)

type restore struct {
	Data string `help:"The directory of the embedded database." required:"" placeholder:"DIR"`
	File string `arg:"" help:"What caseweave backup wrote."`
}

// Run puts the backup into the empty directory.
func (v restore) Run(ctx context.Context) error {
	bar := counting("unpacking (bytes)")
	err := app.Restore(ctx, v.Data, v.File, func(done, total uint64) {
		bar.ChangeMax64(int64(total))
		_ = bar.Set64(int64(done))
		if done == total {
			bar.Describe("checking")
		}
	})
	_ = bar.Exit()
	if err != nil {
		return err
	}
	fmt.Printf("%s holds what was backed up; start a server with it, or prove it by caseweave replay\n", v.Data)
	return nil
}
