package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/httpapi"
)

// remote is a tenant of a server.
type remote struct {
	URL    string `help:"The server's address." default:"http://127.0.0.1:8420"`
	Token  string `help:"An API token of a role that may do this." required:""`
	Tenant string `help:"The tenant." default:"default"`
}

// page is the address of a page of the tenant.
func (r remote) page(path string) string {
	return strings.TrimRight(r.URL, "/") + "/t/" + url.PathEscape(r.Tenant) + "/" + path
}

// ask sends a body, none where it is nil, to a path below the tenant and answers
// the body of the answer.
func (r remote) ask(ctx context.Context, method, path, mediaType string, body []byte) ([]byte, error) {
	at := strings.TrimRight(r.URL, "/") + "/api/v1/tenants/" + url.PathEscape(r.Tenant) + "/" + path
	request, err := http.NewRequestWithContext(ctx, method, at, bytes.NewReader(body))
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "The server's address %q can't be used", r.URL)
	}
	request.Header.Set("Authorization", "Bearer "+r.Token)
	if body != nil {
		request.Header.Set("Content-Type", mediaType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the server can't be reached: %w", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("the answer got lost: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return nil, refusal(response.StatusCode, answer)
	}
	return answer, nil
}

// askJSON is ask with JSON both ways.
func (r remote) askJSON(ctx context.Context, method, path string, body, answer any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return err
		}
	}
	got, err := r.ask(ctx, method, path, "application/json", sent)
	if err != nil {
		return err
	}
	return understand(got, answer)
}

func understand(text []byte, answer any) error {
	if err := json.Unmarshal(text, answer); err != nil {
		return fault.Because(err, fault.Internal, "The answer can't be read; is that a Caseweave server")
	}
	return nil
}

// refusal is an error with the sentence and the places that the server told.
func refusal(code int, answer []byte) error {
	var p httpapi.Problem
	if json.Unmarshal(answer, &p) != nil || p.Detail == "" {
		p.Detail = http.StatusText(code)
	}
	for i := range p.Errors {
		p.Errors[i].Location, p.Errors[i].Message = printable(p.Errors[i].Location), printable(p.Errors[i].Message)
	}
	return fault.New(fault.Invalid, "The server refused (%d): %s", code, printable(p.Detail)).With(p.Errors...)
}

// counting is a bar of things done on a terminal, and nothing elsewhere.
func counting(what string) *progressbar.ProgressBar {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return progressbar.DefaultSilent(0, what)
	}
	return progressbar.NewOptions(
		0, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
	)
}

// content is what a file holds, or standard input where it is -.
func content(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(file)
}
