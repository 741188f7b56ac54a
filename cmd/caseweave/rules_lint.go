package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"caseweave/internal/core/rule"
	bounds "caseweave/internal/core/settings"
)

type rulesLint struct {
	Strict bool   `help:"Exit with status 3 when something is worth a second look."`
	JSON   bool   `help:"Print what was found as JSON."`
	File   string `arg:"" help:"A rule file; standard input when it is -."`
}

// Run checks a file without a server: mistakes are an error, findings are printed.
func (v rulesLint) Run() error {
	text, err := content(v.File)
	if err != nil {
		return err
	}
	book, err := checked(text)
	if err != nil {
		return err
	}
	found := rule.Lint(book, bounds.Default("UTC").TriggerSeverity, nil)
	if err := v.tell(book, found); err != nil {
		return err
	}
	if v.Strict && len(found) > 0 {
		return status{fmt.Errorf("%d findings", len(found)), 3}
	}
	return nil
}

// checked is the book of a file without mistakes.
func checked(text []byte) (rule.Book, error) {
	book, places, err := rule.ReadFile(text)
	if err != nil {
		return book, err
	}
	book = book.Identified()
	_, err = rule.Compile(1, rule.Tenant{ID: "lint", Name: "Lint", Zone: time.UTC}, book)
	return book, places.InFile(err)
}

func (v rulesLint) tell(book rule.Book, found []rule.Finding) error {
	if v.JSON {
		return json.NewEncoder(os.Stdout).Encode(append([]rule.Finding{}, found...))
	}
	titles := map[string]string{}
	for _, r := range book.Rules {
		titles[r.ID] = r.Title
	}
	for _, f := range found {
		fmt.Printf("%s: %s (%s)\n", printable(titles[f.Rule]), printable(f.Message), f.Code)
	}
	fmt.Printf("rules %d, templates %d, no mistakes, findings %d\n", len(book.Rules), len(book.Templates), len(found))
	return nil
}

type rulesSchema struct{}

// Run prints the JSON Schema of rule files, for editors.
func (rulesSchema) Run() error {
	_, err := os.Stdout.Write(rule.Schema())
	return err
}
