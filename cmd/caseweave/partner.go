package main

import (
	"cmp"
	"context"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
)

type partner struct {
	Create partnerCreate `cmd:"" help:"Create a partner, which provides for tenants; works beside a running server."`
}

type partnerCreate struct {
	storage
	Title string `help:"The name shown to people; NAME when left out."`
	Name  string `arg:"" help:"The partner's id, which stands in every path: lower-case letters, digits, hyphens."`
}

// Run creates the partner and prints its id.
func (v partnerCreate) Run(ctx context.Context) error {
	if err := app.CreatePartner(ctx, v.place(), access.Partner{ID: v.Name, Name: cmp.Or(v.Title, v.Name)}); err != nil {
		return err
	}
	fmt.Println(v.Name)
	return nil
}
