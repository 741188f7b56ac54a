package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/sqlite"
)

// scans are plans that read all of a table.
var scans = regexp.MustCompile(`^SCAN (\w+)`)

func TestStatementsFindTheirRowsByAKey(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range store.Statements() {
		for _, step := range plan(t, db, statement) {
			// Rows that the statement itself brings are read one by one.
			if m := scans.FindStringSubmatch(step); m != nil && len(m[1]) > 1 && !strings.Contains(step, "CONSTANT") {
				t.Errorf("%s\nreads a whole table: %s", statement, step)
			}
		}
	}
}

func TestWhatExpiredIsFoundWithoutMeetingWhatIsInCases(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range store.Removals() {
		if steps := strings.Join(plan(t, db, statement), "\n"); strings.Contains(steps, "(tenant=?)") {
			t.Errorf("%s\nmeets all that the tenant has: %s", statement, steps)
		}
	}
	for _, statement := range store.LooseStatements() {
		steps := strings.Join(plan(t, db, statement), "\n")
		if !strings.Contains(steps, "detections_loose") || strings.Contains(steps, "TEMP B-TREE") {
			t.Errorf("%s\nis answered by\n%s", statement, steps)
		}
	}
}

func TestEveryOrderOfCasesIsThatOfAnIndex(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ada := casefile.ViewerOf(activity.Actor{Kind: activity.User, ID: "ada"})
	for _, statement := range append(store.CaseLists(casefile.AllSeeing), store.CaseLists(ada)...) {
		steps := strings.Join(plan(t, db, statement), "\n")
		if strings.Contains(steps, "TEMP B-TREE") || strings.Contains(steps, "SCAN") {
			t.Errorf("%s\nis answered by\n%s", statement, steps)
		}
		if strings.Contains(statement, "case_people") && !strings.Contains(steps, "SEARCH p USING PRIMARY KEY (tenant=? AND number=? AND user_id=?)") {
			t.Errorf("%s\nfinds who needs to know by\n%s", statement, steps)
		}
	}
}

func plan(t *testing.T, db *sql.DB, statement string) (steps []string) {
	t.Helper()
	args := make([]any, strings.Count(statement, "$"))
	for n := range args {
		args[n] = fmt.Sprint(n)
	}
	for len(args) > 0 && !strings.Contains(statement, fmt.Sprint("$", len(args))) {
		args = args[:len(args)-1]
	}
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, args...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
