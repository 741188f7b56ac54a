package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// login logs a name with a password in at the server at $ADDR, and writes the answer into the file answer; with
// ! they must be refused.
func login(ts *testscript.TestScript, neg bool, args []string) {
	body, err := json.Marshal(map[string]string{"user": args[0], "password": args[1]})
	ts.Check(err)
	answer, err := http.Post("http://"+ts.Getenv("ADDR")+"/api/v1/login", "application/json", bytes.NewReader(body))
	ts.Check(err)
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if refused := answer.StatusCode == http.StatusUnauthorized; refused != neg || !refused && answer.StatusCode != http.StatusOK {
		ts.Fatalf("logging in as %s: %s %s", args[0], answer.Status, told)
	}
	ts.Check(os.WriteFile(ts.MkAbs("answer"), told, 0o600))
}
