package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
)

type token struct {
	Create tokenCreate `cmd:"" help:"Create an API token and print it; works beside a running server."`
}

type tokenCreate struct {
	storage
	Tenant string `help:"The tenant that the token reaches." required:""`
	Role   string `help:"What it may do: admin, analyst, responder, read-only or ingest." required:""`
	Name   string `help:"What the history calls whoever uses it." default:"API token"`
}

// Run prints the token alone; it can't be shown again.
func (v tokenCreate) Run(ctx context.Context) error {
	role, err := access.ParseRole(v.Role)
	if err != nil {
		return err
	}
	secret, err := app.CreateToken(ctx, v.place(), access.Token{
		Name: v.Name, Role: role, Reach: access.Reach{TenantID: v.Tenant},
	})
	if err != nil {
		return err
	}
	fmt.Println(secret)
	return nil
}
