// Package rulebook runs stories of the engine: rules, steps, and what must come
// of them. A story is a promise to users in the words of the product; the tests
// hold every store to it, and users hold their own rules to theirs.
//
// A folder of a rulebook has rules.yaml (a rule file like any other), steps.yaml
// and expect.yaml; partner.yaml, a rule file too, is what the tenant's partner
// wrote. A collection is one YAML file with many stories that name their parts
// themselves. Both mean the same.
//
// Package rulebook promises that each story takes place in a tenant of its own, on
// the product's own engine and reader of events. It refuses stories in which
// anything stands that it does not know, and says where.
package rulebook

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// Story is rules, steps and an expectation.
type Story struct {
	Name string
	// Spec says which sentence of the documentation it is about.
	Spec string
	// Book is what the tenant wrote, and Partner what its partner did.
	Book, Partner rule.Book
	Steps         []Step
	Expect        Expectation
}

// The files of a story's folder.
const (
	rulesFile   = "rules.yaml"
	partnerFile = "partner.yaml"
	stepsFile   = "steps.yaml"
	expectFile  = "expect.yaml"
)

// Folders are the folders of stories in a tree, at any depth, in order: those
// with any of a story's files.
func Folders(in fs.FS) ([]string, error) {
	var dirs []string
	err := fs.WalkDir(in, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		dir, file := path.Split(name)
		dir = path.Clean(dir)
		if slices.Contains([]string{rulesFile, partnerFile, stepsFile, expectFile}, file) && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
		return nil
	})
	return dirs, err
}

// Folder reads the story in one folder of a rulebook.
func Folder(in fs.FS, dir string) (Story, error) {
	s := Story{Name: path.Base(dir)}
	var err error
	if s.Book, err = readBook(in, path.Join(dir, rulesFile)); err != nil {
		return s, err
	}
	if s.Partner, err = readBook(in, path.Join(dir, partnerFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	if err := readFile(in, path.Join(dir, stepsFile), &s.Steps); err != nil {
		return s, err
	}
	return s, readFile(in, path.Join(dir, expectFile), &s.Expect)
}

func readBook(in fs.FS, name string) (rule.Book, error) {
	text, err := fs.ReadFile(in, name)
	if err != nil {
		return rule.Book{}, err
	}
	book, err := rule.ReadYAML(text)
	if err != nil {
		return book, fault.Because(err, fault.Invalid, "%s can't be read", name).With(fault.DetailsOf(err)...)
	}
	return book, nil
}

func readFile(in fs.FS, name string, into any) error {
	text, err := fs.ReadFile(in, name)
	if err != nil {
		return err
	}
	if err := strict(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
