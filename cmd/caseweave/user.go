package main

import (
	"context"
	"fmt"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
)

type user struct {
	Create userCreate `cmd:"" help:"Create a user and print a one-time password; works beside a running server."`
	Reset  userReset  `cmd:"" help:"Give a user who can't log in a new one-time password, without a second factor; works beside a running server."`
}

type userReset struct {
	storage
	Name string `arg:"" help:"The name that the user logs in with."`
}

// Run prints the password alone; it opens nothing but the choice of another.
func (v userReset) Run(ctx context.Context) error {
	password, err := app.ResetUser(ctx, v.place(), v.Name)
	if err != nil {
		return err
	}
	fmt.Println(password)
	return nil
}

type userCreate struct {
	storage
	reached
	Role string `help:"What the user may do: admin, analyst, responder or read-only." required:""`
	Name string `arg:"" help:"The name to log in with, by which others know the user."`
}

// Run prints the password alone; it opens nothing but the choice of another.
func (v userCreate) Run(ctx context.Context) error {
	role, err := access.ParseRole(v.Role)
	if err != nil {
		return err
	}
	password, err := app.CreateUser(ctx, v.place(), access.User{
		Name: v.Name, Role: role, Reach: v.reach(),
	})
	if err != nil {
		return err
	}
	fmt.Println(password)
	return nil
}
