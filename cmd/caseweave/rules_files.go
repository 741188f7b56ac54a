package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"caseweave/internal/edge/httpapi"
)

const asYAML = "application/yaml"

type rulesImport struct {
	remote
	DryRun bool   `help:"Tell what would change, and change nothing."`
	JSON   bool   `help:"Print the server's answer as JSON."`
	File   string `arg:"" help:"A rule file; standard input when it is -."`
}

// Run imports a file, all or nothing, and prints what changed.
func (v rulesImport) Run(ctx context.Context) error {
	text, err := content(v.File)
	if err != nil {
		return err
	}
	path := "rules/import"
	if v.DryRun {
		path += "?dry_run=true"
	}
	answer, err := v.ask(ctx, http.MethodPost, path, asYAML, append([]byte{}, text...))
	if err != nil || v.JSON {
		fmt.Print(string(answer))
		return err
	}
	var told httpapi.Import
	if err := understand(answer, &told); err != nil {
		return err
	}
	tellImport(told)
	return nil
}

func tellImport(told httpapi.Import) {
	for _, c := range told.Changes {
		fmt.Printf("%-9s  %s %q\n", c.Change, c.Kind, c.Title)
		for _, f := range c.Fields {
			fmt.Printf("             %s: %q becomes %q\n", f.Field, f.Before, f.After)
		}
	}
	for _, f := range told.Lint {
		fmt.Println("worth a look: " + printable(f.Message))
	}
	if told.DryRun {
		fmt.Printf("Nothing was changed; the rules are at version %d.\n", told.Version)
		return
	}
	fmt.Printf("The rules are at version %d.\n", told.Version)
}

type rulesExport struct {
	remote
	ID   []string `help:"Only these rules and templates, by their ids." placeholder:"ID"`
	What string   `help:"What to export: rules, templates or all." default:"all" enum:"all,rules,templates"`
}

// Run prints rules and templates as a file.
func (v rulesExport) Run(ctx context.Context) error {
	text, err := v.ask(ctx, http.MethodGet, "rules/export?"+url.Values{"id": v.ID, "what": {v.What}}.Encode(), "", nil)
	if err == nil {
		_, err = os.Stdout.Write(text)
	}
	return err
}
