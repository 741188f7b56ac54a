// Package caseweave_test holds the law of the house: who may import whom.
package caseweave_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// core is what each room of the ground floor stands on. Core knows no I/O, no
// clock, no goroutine; within it, imports follow this table and nothing else.
var core = map[string][]string{
	"fault":     {},
	"fold":      {},
	"access":    {"fault"},
	"admin":     {"access", "activity", "fault", "query"},
	"query":     {"fault", "fold"},
	"attack":    {"fold"},
	"detection": {"attack", "fold", "query"},
	"activity":  {"query"},
	"campaign":  {},
	"casefile":  {"activity", "attack", "detection", "fault", "fold", "query"},
	"span":      {},
	"settings":  {"activity", "detection", "fault", "span"},
	"retention": {"detection", "settings", "span"},
	"command":   {"activity", "casefile", "detection", "fault"},
	"rule":      {"attack", "casefile", "detection", "fault", "fold", "query", "span"}, // the only room that knows CEL
	"match":     {"detection", "fold", "query", "rule"},
	"rulelog":   {"activity", "fault"},
	"group":     {"casefile", "detection", "match", "rule", "rulelog", "settings"},
	"backtest":  {"detection", "rule"},
	"change":    {"activity", "casefile", "command", "detection", "fault", "rule", "rulelog", "settings"},
	"feed":      {},
	"insight":   {"activity", "attack", "casefile", "detection", "fold"},
	"presence":  {},
	"proof":     {},
	"scene":     {"detection", "fold", "query"},
	"listing":   {"casefile", "detection", "fault", "fold", "query"},
	"savedview": {"casefile", "detection", "fault", "fold", "query"},
}

// outside holds what a floor may not touch, each with its reason.
var outside = []struct{ floor, imports, reason string }{
	{"internal/core", "net/http", "core is pure"},
	{"internal/core", "database/sql", "core is pure"},
	{"internal/core", "os", "core is pure"},
	{"internal/core", "context", "core does not wait"},
	{"internal/core", "sync", "core has no goroutines; a value needs no lock"},
	{"internal/engine", "net/http", "the engine does not know who asks"},
	{"internal/engine", "database/sql", "the engine writes through the ledger"},
}

// exempt are imports that break a line of outside for a good reason.
var exempt = map[string]string{
	"internal/core/rule sync":  "evaluation of CEL reuses activations from a pool; nothing is shared",
	"internal/core/match sync": "looking up reuses lists from a pool; nothing is shared",
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportsGoDown(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, "caseweave/")
		for _, imported := range p.Imports {
			if to, ours := strings.CutPrefix(imported, "caseweave/"); ours {
				if why := forbidden(from, to); why != "" {
					t.Errorf("%s imports %s: %s", from, to, why)
				}
			}
			for _, o := range outside {
				if under(from, o.floor) && imported == o.imports && exempt[from+" "+imported] == "" {
					t.Errorf("%s imports %s: %s", from, imported, o.reason)
				}
			}
		}
	}
}

func TestOnlyRulesAndMappingsKnowCEL(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, "caseweave/")
		if from == "internal/core/rule" || under(from, "internal/edge/intake") {
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "cel.dev/") {
				t.Errorf("%s imports %s", from, imported)
			}
		}
	}
}

// forbidden says why from may not import to; empty when it may.
func forbidden(from, to string) string {
	a, b := floor(from), floor(to)
	switch {
	case b > a:
		return "imports go down: cmd, app, edge, engine, core"
	case a == 0 && !under(to, from) && !slices.Contains(core[room(from)], room(to)):
		return "the table of the ground floor does not name it"
	case a == 2 && b == 2 && room(from) != room(to):
		return "rooms of the edge do not know each other; the app plugs them"
	}
	return ""
}

var floors = []string{"internal/core", "internal/engine", "internal/edge", "internal/app", "cmd"}

func floor(p string) int {
	return slices.IndexFunc(floors, func(f string) bool { return under(p, f) })
}

// room is the folder below the floor: "store" for internal/edge/store/sqlite.
func room(p string) string {
	parts := strings.Split(p, "/")
	if len(parts) < 3 {
		return path.Base(p)
	}
	return parts[2]
}

func under(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

// packages reads what each package imports from its files, tests aside. They
// are read here and not by a command, so that a cached result knows of them.
func packages(t *testing.T) []listed {
	t.Helper()
	var all []listed
	for _, top := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(top, func(folder string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if d.Name() == "testdata" || d.Name() == "node_modules" {
				return fs.SkipDir
			}
			imports, err := imported(folder)
			if len(imports) > 0 {
				all = append(all, listed{ImportPath: "caseweave/" + filepath.ToSlash(folder), Imports: imports})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d packages found", len(all))
	}
	return all
}

// imported is what the files of one folder import, tests aside.
func imported(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		for _, i := range file.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}
