package forgetful_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	_ "modernc.org/sqlite"

	"caseweave/internal/edge/store/sqlite/forgetful"
)

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if mode := os.Getenv("FORGETFUL_SYNCHRONOUS"); mode != "" {
		forgetful.Use(&forgetful.Disk{Seed: 1, Early: 0.1})
		fmt.Println(count(os.Args[1], mode))
		return
	}
	os.Exit(m.Run())
}

// count writes the numbers from 1 into a database and says each once it is committed.
func count(path, mode string) error {
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(wal)&_pragma=synchronous("+mode+")")
	if err != nil {
		return err
	}
	if _, err := db.Exec("CREATE TABLE numbers (n INTEGER)"); err != nil {
		return err
	}
	for n := 1; ; n++ {
		if _, err := db.Exec("INSERT INTO numbers VALUES (?)", n); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// TestWhatWasSyncedIsKeptAndTheRestForgotten kills a process in the middle of
// its commits, and finds what each setting of SQLite promises of a loss of power.
func TestWhatWasSyncedIsKeptAndTheRestForgotten(t *testing.T) {
	for mode, keeps := range map[string]bool{"full": true, "normal": false, "off": false} {
		t.Run(mode, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "numbers")
			said := killed(t, path, mode, 500)
			kept, err := counted(path)
			if keeps && (kept < said || err != nil) {
				t.Errorf("%d were committed and %d are there: %v", said, kept, err)
			}
			if !keeps && kept >= said {
				t.Errorf("all %d are there, and nothing was synced", said)
			}
		})
	}
}

// killed lets a process count to a number, kills it, and answers its last word.
func killed(t *testing.T, path, mode string, enough int) (last int) {
	t.Helper()
	c := exec.Command(os.Args[0], path)
	c.Env = append(os.Environ(), "FORGETFUL_SYNCHRONOUS="+mode)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(lines.Text())
		}
		if last == enough {
			_ = c.Process.Kill()
		}
	}
	_ = c.Wait()
	return last
}

// counted is how many numbers a database holds.
func counted(path string) (n int, err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRow("SELECT count(*) FROM numbers").Scan(&n)
	return n, err
}
