package rulebook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caseweave/internal/app/rulebook"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/store/sqlite"
)

// keeper is a store that can be closed.
type keeper interface {
	rulebook.Keeper
	Close() error
}

var stores = map[string]func(t *testing.T) (keeper, error){
	"memory":     func(*testing.T) (keeper, error) { return memory.New(), nil },
	"sqlite":     func(t *testing.T) (keeper, error) { return sqlite.Open(t.Context(), t.TempDir()) },
	"postgresql": func(t *testing.T) (keeper, error) { return postgres.Open(t.Context(), postgrestest.Database(t)) },
}

func TestEveryStoryHoldsOnEveryStore(t *testing.T) {
	stories := append(ours(t), shared(t)...)
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, err := open(t)
			if err != nil {
				t.Fatal(err)
			}
			defer k.Close()
			for i, s := range stories {
				t.Run(s.Name, func(t *testing.T) { tell(t, s, k, fmt.Sprintf("story-%d", i)) })
			}
		})
	}
}

func tell(t *testing.T, s rulebook.Story, k keeper, tenant string) {
	differences, err := rulebook.Run(t.Context(), s, k, tenant)
	if err != nil {
		t.Errorf("%s: %v", s.Spec, err)
	}
	for _, d := range differences {
		t.Errorf("%s: %s", s.Spec, d)
	}
}

func TestAStoryThatDoesNotHoldSaysWhere(t *testing.T) {
	s, err := rulebook.Folder(book(), "the-best-case-wins")
	if err != nil {
		t.Fatal(err)
	}
	s.Expect.Cases[0] = append(s.Expect.Cases[0], "nobody")
	differences, err := rulebook.Run(t.Context(), s, memory.New(), "wrong")
	if err != nil || len(differences) != 1 || !strings.HasPrefix(differences[0], "at the end: cases: got") {
		t.Fatalf("%q %v", differences, err)
	}
}

func ours(t *testing.T) []rulebook.Story {
	dirs, err := rulebook.Folders(book())
	if err != nil || len(dirs) < 6 {
		t.Fatalf("%d stories: %v", len(dirs), err)
	}
	var stories []rulebook.Story
	for _, dir := range dirs {
		s, err := rulebook.Folder(book(), dir)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		stories = append(stories, s)
	}
	return stories
}

// shared are the ready scenarios beside the repository.
func shared(t *testing.T) []rulebook.Story {
	files, _ := filepath.Glob(filepath.Join(root, "..", "shared", "scenarios", "*.yaml"))
	if len(files) == 0 {
		t.Log("../shared/scenarios is absent: its stories are not told")
	}
	var stories []rulebook.Story
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		told, err := rulebook.Collection(text, i+1)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		stories = append(stories, told...)
	}
	return stories
}
