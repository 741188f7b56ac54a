package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"caseweave": main})
}

// TestVerbs runs the stories of the command line in testdata/script.
func TestVerbs(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join("testdata", "script"),
		Setup: setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": ready,
			"get":   get,
			"keep":  keep,
			"real":  realData,
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
	if err := untilReady(ts.Getenv("ADDR")); err != nil {
		ts.Fatalf("%v", err)
	}
}

func untilReady(address string) error {
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
		time.Sleep(20 * time.Millisecond)
	}
}

// get prints the answer to GET path, asked with the token in $TOKEN; with ! the
// answer must be a refusal.
func get(ts *testscript.TestScript, neg bool, args []string) {
	request, err := http.NewRequest(http.MethodGet, "http://"+ts.Getenv("ADDR")+args[0], nil)
	ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+ts.Getenv("TOKEN"))
	answer, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer answer.Body.Close()
	var body strings.Builder
	_, err = fmt.Fprintf(&body, "%s\n", answer.Status)
	ts.Check(err)
	_, err = copyAll(&body, answer)
	ts.Check(err)
	if refused := answer.StatusCode >= 400; refused != neg {
		ts.Fatalf("GET %s: %s", args[0], body.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs("answer"), []byte(body.String()), 0o600))
}

// keep puts the last standard output, without its line end, into a variable.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// realData sets a variable to a file of real events; where it is absent, the script is skipped.
func realData(ts *testscript.TestScript, _ bool, args []string) {
	file, err := filepath.Abs(filepath.Join(root(), "..", "shared", "data", args[1]))
	ts.Check(err)
	if _, err := os.Stat(file); err != nil {
		ts.Logf("the real events are absent: %s", args[1])
		ts.Setenv(args[0], "")
		return
	}
	ts.Setenv(args[0], file)
}

func root() string {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "."
	}
	return filepath.Dir(strings.TrimSpace(string(out)))
}

func copyAll(to *strings.Builder, answer *http.Response) (int64, error) {
	return io.Copy(to, answer.Body)
}
