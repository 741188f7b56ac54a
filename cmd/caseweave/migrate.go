package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/edge/store"
)

type migrate struct {
	Copy migrateCopy `cmd:"" help:"Copy the installation in a directory into an empty PostgreSQL database, and compare every row; the server must be stopped. Run again, it goes on where it was."`
}

type migrateCopy struct {
	Data     string `help:"The directory to copy from; it stays as it is." required:"" placeholder:"DIR"`
	Database string `help:"The PostgreSQL database to copy into." required:"" placeholder:"URL"`
}

// Run copies, and prints how much there was.
func (v migrateCopy) Run(ctx context.Context) error {
	bar := counting("copying")
	rows := map[string]int64{}
	err := app.Copy(ctx, app.Storage{Data: v.Data}, app.Storage{Database: v.Database}, func(c store.Copied) {
		what := "copying "
		if c.Checking {
			what = "comparing "
		}
		bar.Describe(what + c.Table)
		bar.ChangeMax64(c.Total)
		_ = bar.Set64(c.Done)
		rows[c.Table] = c.Total
	})
	_ = bar.Clear()
	if err == nil {
		var all int64
		for _, n := range rows {
			all += n
		}
		fmt.Printf("%d rows in %d tables are copied, and the same on both sides\n", all, len(rows))
	}
	return err
}
