package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	driver "modernc.org/sqlite"

	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/edge/store/sqlite/forgetful"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"caseweave": func() { spoil(); main() }})
}

// Variables that spoil what the command stands on.
const (
	// disk puts everything on a disk that forgets what was not synced, by this seed.
	disk = "CASEWEAVE_TEST_DISK"
	// full makes that disk full while something is at this path.
	full = "CASEWEAVE_TEST_FULL"
	// still makes it stand still while something is at this path.
	still = "CASEWEAVE_TEST_STILL"
	// logLength is how many pages the write-ahead log has when it is written in place.
	logLength = "CASEWEAVE_TEST_LOG_LENGTH"
	// synchronous is how much SQLite syncs instead of everything.
	synchronous = "CASEWEAVE_TEST_SYNCHRONOUS"
)

// spoil does as the variables say.
func spoil() {
	if seed, err := strconv.ParseUint(os.Getenv(disk), 10, 64); err == nil {
		forgetful.Use(&forgetful.Disk{Seed: seed, Early: 0.2, Full: os.Getenv(full), Still: os.Getenv(still)})
	}
	if pages := os.Getenv(logLength); pages != "" {
		everywhere("wal_autocheckpoint = " + pages)
	}
	if mode := os.Getenv(synchronous); mode != "" {
		everywhere("synchronous = " + mode)
	}
}

// everywhere has every connection obey a pragma after its own.
func everywhere(pragma string) {
	driver.RegisterConnectionHook(func(c driver.ExecQuerierContext, _ string) error {
		_, err := c.ExecContext(context.Background(), "PRAGMA "+pragma, nil)
		return err
	})
}

// TestVerbs runs the stories of the command line in testdata/script.
func TestVerbs(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join("testdata", "script"),
		Setup: setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready":  ready,
			"get":    get,
			"login":  login,
			"keep":   keep,
			"real":   realData,
			"count":  count,
			"dump":   dump,
			"status": exitsWith,
			"tamper": tamper,
			"field":  field,
			"until":  until,
		},
		Condition: func(name string) (bool, error) {
			_, err := os.Stat(real("wazuh/insect.alerts.json"))
			return name == "realdata" && err == nil, nil
		},
	})
}

// setup gives each script an address of its own, in $ADDR.
func setup(env *testscript.Env) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	env.Setenv("ADDR", l.Addr().String())
	env.Setenv("HOME", env.WorkDir)
	return nil
}

// ready waits until the server at $ADDR answers.
func ready(ts *testscript.TestScript, _ bool, _ []string) {
	if err := untilReady(ts.Getenv("ADDR"), nil); err != nil {
		ts.Fatalf("%v", err)
	}
}

// untilReady waits until a server is ready, has exited, or takes too long.
func untilReady(address string, exited <-chan struct{}) error {
	for until := time.Now().Add(30 * time.Second); ; {
		answer, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		if time.Now().After(until) {
			return fmt.Errorf("the server at %s did not become ready: %v", address, err)
		}
		select {
		case <-exited:
			return fmt.Errorf("the server at %s has ended", address)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// get writes the answer to GET path into the file answer, asked with the token in $TOKEN, or its body alone
// into the file that is named; with ! the answer must be a refusal.
func get(ts *testscript.TestScript, neg bool, args []string) {
	request, err := http.NewRequest(http.MethodGet, "http://"+ts.Getenv("ADDR")+args[0], nil)
	ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+ts.Getenv("TOKEN"))
	answer, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if refused := answer.StatusCode >= 400; refused != neg {
		ts.Fatalf("GET %s: %s %s", args[0], answer.Status, body)
	}
	if len(args) > 1 {
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o600))
		return
	}
	ts.Check(os.WriteFile(ts.MkAbs("answer"), append([]byte(answer.Status+"\n"), body...), 0o600))
}

// exitsWith runs a command that must end with a status.
func exitsWith(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	var failed *exec.ExitError
	if !errors.As(err, &failed) || fmt.Sprint(failed.ExitCode()) != args[0] {
		ts.Fatalf("it ended with %v, not with status %s", err, args[0])
	}
}

// tamper changes rows of a data directory's database.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", filepath.Join(ts.MkAbs(args[0]), sqlite.File))
	ts.Check(err)
	defer db.Close()
	changed, err := db.Exec(args[1])
	ts.Check(err)
	if n, err := changed.RowsAffected(); err != nil || n == 0 {
		ts.Fatalf("%d rows were changed, %v", n, err)
	}
}

// keep puts the last standard output, without its line end, into a variable.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// realData sets a variable to a file of real events.
func realData(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], real(args[1]))
}

// real is where the real events lie that stand beside the repository.
func real(file string) string {
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "data", file))
	if err != nil {
		return file
	}
	return path
}

// count finds so many items by a query.
func count(ts *testscript.TestScript, _ bool, args []string) {
	items := every(ts, args[1], args[2])
	if want := args[0]; fmt.Sprint(len(items)) != want {
		ts.Fatalf("%d items, want %s", len(items), want)
	}
}

// dump writes all detections, cases and histories of the tenant into a file.
func dump(ts *testscript.TestScript, _ bool, args []string) {
	const tenant = "/api/v1/tenants/default/"
	lines := append(every(ts, tenant+"detections", ""), every(ts, tenant+"cases", "")...)
	for _, c := range every(ts, tenant+"cases", "") {
		var named struct {
			Number string `json:"number"`
		}
		ts.Check(json.Unmarshal([]byte(c), &named))
		lines = append(lines, every(ts, tenant+"cases/"+named.Number+"/activity", "")...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "\n")), 0o600))
}

// every reads a list to its end.
func every(ts *testscript.TestScript, path, q string) []string {
	var items []string
	for cursor := ""; ; {
		query := "?limit=500"
		if q != "" {
			query += "&q=" + q
		}
		if cursor != "" {
			query += "&cursor=" + cursor
		}
		get(ts, false, []string{path + query})
		_, body, _ := strings.Cut(ts.ReadFile("answer"), "\n")
		var page struct {
			Items []json.RawMessage `json:"items"`
			Next  string            `json:"next_cursor"`
		}
		ts.Check(json.Unmarshal([]byte(body), &page))
		for _, item := range page.Items {
			items = append(items, string(item))
		}
		if cursor = page.Next; cursor == "" {
			return items
		}
	}
}
