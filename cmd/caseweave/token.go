package main

import (
	"context"
	"fmt"
	"time"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
)

type token struct {
	Create tokenCreate `cmd:"" help:"Create an API token and print it; works beside a running server."`
}

type tokenCreate struct {
	storage
	reached
	Role    string   `help:"What it may do: admin, analyst, responder, read-only or ingest." required:""`
	Scope   []string `help:"Narrow the role to this of what it may do, such as detections:send; may be given more than once." placeholder:"ACTION" sep:"none"`
	Expires string   `help:"Until when it is good: a number of days, the last day such as 2027-01-31, or never." default:"365d"`
	Name    string   `help:"What the history calls whoever uses it." default:"API token"`
}

// Run prints the token alone; it can't be shown again.
func (v tokenCreate) Run(ctx context.Context) error {
	t := access.Token{Name: v.Name, Reach: v.reach()}
	var err error
	if t.Role, err = access.ParseRole(v.Role); err != nil {
		return err
	}
	if t.Scopes, err = access.CheckScopes(t.Role, actions(v.Scope)); err != nil {
		return err
	}
	if t.ExpiresAt, err = access.ParseExpiry(v.Expires, time.Now()); err != nil {
		return err
	}
	secret, err := app.CreateToken(ctx, v.place(), t)
	if err != nil {
		return err
	}
	fmt.Println(secret)
	return nil
}

func actions(names []string) []access.Action {
	all := make([]access.Action, len(names))
	for i, name := range names {
		all[i] = access.Action(name)
	}
	return all
}
