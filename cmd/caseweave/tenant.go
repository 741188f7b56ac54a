package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
)

type tenant struct {
	Create tenantCreate `cmd:"" help:"Create a tenant with the shipped rules; works beside a running server."`
}

type tenantCreate struct {
	storage
	Title    string `help:"The name shown to people; NAME when left out."`
	TimeZone string `help:"The zone whose days and hours grouping follows." default:"UTC" placeholder:"IANA"`
	Partner  string `help:"The partner that provides for it; nobody when left out."`
	Name     string `arg:"" help:"The tenant's id, which stands in every path: lower-case letters, digits, hyphens."`
}

// Run creates the tenant and prints its id.
func (v tenantCreate) Run(ctx context.Context) error {
	title := v.Title
	if title == "" {
		title = v.Name
	}
	err := app.CreateTenant(ctx, v.place(), access.Organisation{ID: v.Name, Name: title, PartnerID: v.Partner, TimeZone: v.TimeZone})
	if err != nil {
		return err
	}
	fmt.Println(v.Name)
	return nil
}
