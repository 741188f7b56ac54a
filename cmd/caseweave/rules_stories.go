package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"caseweave/internal/app/rulebook"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/memory"
)

type rulesTest struct {
	Dirs []string `arg:"" name:"dir" help:"Folders of stories, at any depth: rules.yaml, steps.yaml, expect.yaml."`
}

// Run tells the stories without a server, and fails where one does not hold. A
// story that can't be read ends it with status 2, before any is told.
func (v rulesTest) Run(ctx context.Context) error {
	stories, err := v.read()
	if err != nil {
		return status{err, 2}
	}
	failed := 0
	for _, s := range stories {
		if !held(ctx, s) {
			failed++
		}
	}
	if failed > 0 {
		return fault.New(fault.Invalid, "%d of %d stories do not hold.", failed, len(stories))
	}
	fmt.Printf("%d stories hold.\n", len(stories))
	return nil
}

// read is every story below the directories, named by its path.
func (v rulesTest) read() (stories []rulebook.Story, err error) {
	var unreadable []error
	for _, dir := range v.Dirs {
		in := os.DirFS(dir)
		folders, err := rulebook.Folders(in)
		if err != nil {
			err = fmt.Errorf("%s can't be read: %w", dir, err)
		}
		if err == nil && len(folders) == 0 {
			err = fault.New(fault.NotFound, "There is no story below %s.", dir)
		}
		unreadable = append(unreadable, err)
		for _, folder := range folders {
			s, err := rulebook.Folder(in, folder)
			if err != nil {
				err = fmt.Errorf("%s: %s", dir, explain(err))
			}
			unreadable = append(unreadable, err)
			s.Name = filepath.ToSlash(filepath.Join(dir, folder))
			stories = append(stories, s)
		}
	}
	return stories, errors.Join(unreadable...)
}

// held tells a story and says whether it holds, on a line of its own; what came
// out differently stands below it.
func held(ctx context.Context, s rulebook.Story) bool {
	differences, err := rulebook.Run(ctx, s, memory.New(), "story")
	if err != nil {
		differences = append(differences, err.Error())
	}
	if len(differences) == 0 {
		fmt.Println("ok   " + s.Name)
		return true
	}
	fmt.Println("FAIL " + s.Name)
	for _, d := range differences {
		fmt.Println("     " + d)
	}
	return false
}
