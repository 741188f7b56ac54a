package main

import (
	"os"

	"caseweave/internal/app"
)

type openapi struct{}

// Run prints the OpenAPI 3.1 description as the server answers it.
func (openapi) Run() error {
	_, err := os.Stdout.Write(app.OpenAPI())
	return err
}
