package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
)

type backup struct {
	Data    string `help:"The directory of the embedded database." required:"" placeholder:"DIR"`
	Replace bool   `help:"Replace FILE where it is there already."`
	File    string `arg:"" help:"Where to write; in a directory, a file whose name tells the time."`
}

// Run writes the backup and prints its name.
func (v backup) Run(ctx context.Context) error {
	bar := counting("backing up (pages)")
	file, err := app.Backup(ctx, v.Data, v.File, v.Replace, func(done, total uint64) {
		bar.ChangeMax64(int64(total))
		_ = bar.Set64(int64(done))
	})
	_ = bar.Exit()
	if err != nil {
		return err
	}
	fmt.Println(file)
	return nil
}
