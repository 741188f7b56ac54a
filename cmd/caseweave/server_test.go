package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// server is the real binary, serving a directory.
type server struct {
	t       *testing.T
	data    string
	address string
	token   string
	process *exec.Cmd
	// environment is what its processes get beside the test's own.
	environment []string
	exited      chan struct{}
	// log is what it says on standard error.
	log *logged
}

// logged is a log that is written and read at once.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// newServer starts a server on an empty directory; the test's end kills it.
func newServer(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, data: t.TempDir(), address: freeAddress(t)}
	s.start()
	token, err := exec.Command("caseweave", "token", "create", "--data", s.data, "--tenant", "default", "--role", "admin").Output()
	if err != nil {
		t.Fatal(err)
	}
	s.token = strings.TrimSpace(string(token))
	t.Cleanup(s.kill)
	return s
}

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts the server and waits until it is ready.
func (s *server) start() {
	s.t.Helper()
	s.launch()
	if err := untilReady(s.address, s.exited); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) launch() {
	s.t.Helper()
	s.process = exec.Command("caseweave", "serve", "--data", s.data, "--listen", s.address, "--log-level", "error",
		"--limit-requests", "0", "--limit-address", "0", "--limit-megabytes", "0") // a test is faster than any client
	s.log = new(logged)
	s.process.Stderr = io.MultiWriter(s.log, s.t.Output())
	s.process.Env = append(os.Environ(), s.environment...)
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	exited := make(chan struct{})
	s.exited = exited
	go func(p *exec.Cmd) { _ = p.Wait(); close(exited) }(s.process)
}

// kill ends the server as a loss of power would end it: at once.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	<-s.exited
}

// answer is a response to a body of detections, or the refusal of it.
type answer struct {
	Status    int
	Detail    string `json:"detail"`
	Accepted  int    `json:"accepted"`
	Unchanged int    `json:"unchanged"`
	Rejected  []struct {
		Line   int    `json:"line"`
		Reason string `json:"reason"`
	} `json:"rejected"`
	Stored *answer `json:"stored"`
	// RetryAfter is the header of that name.
	RetryAfter string
}

// send posts a body; an error means that no answer came.
func (s *server) send(body io.Reader, headers ...string) (answer, error) {
	request, err := http.NewRequest(http.MethodPost, "http://"+s.address+"/api/v1/tenants/default/detections?source=ocsf", body)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{Status: response.StatusCode, RetryAfter: response.Header.Get("Retry-After")}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("%s: %w", text, err)
	}
	return a, nil
}

// get reads path below the tenant into v.
func (s *server) get(path string, v any) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, "http://"+s.address+"/api/v1/tenants/default/"+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %d %s %v", path, response.StatusCode, text, err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		s.t.Fatal(err)
	}
}

// all reads a list to its end, with parameters of the query beside it.
func all[T any](s *server, path, q string, more ...string) []T {
	s.t.Helper()
	var items []T
	for cursor := ""; ; {
		var page struct {
			Items []T    `json:"items"`
			Next  string `json:"next_cursor"`
		}
		query := url.Values{"limit": {"500"}}
		for i := 0; i < len(more); i += 2 {
			query.Set(more[i], more[i+1])
		}
		if q != "" {
			query.Set("q", q)
		}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		s.get(path+"?"+query.Encode(), &page)
		items = append(items, page.Items...)
		if cursor = page.Next; cursor == "" {
			return items
		}
	}
}

// memory is the server's resident memory in bytes.
func (s *server) memory() int64 {
	s.t.Helper()
	response, err := http.Get("http://" + s.address + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		if value, ok := bytes.CutPrefix(line, []byte("process_resident_memory_bytes ")); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(string(value)), 64)
			if err != nil {
				s.t.Fatal(err)
			}
			return int64(n)
		}
	}
	s.t.Fatal("the server does not tell its memory")
	return 0
}

// peak is the most memory that the server ever had, in bytes.
func (s *server) peak() int64 {
	s.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kB int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kB); n == 1 {
			return kB << 10
		}
	}
	s.t.Fatal("the system does not tell the server's peak")
	return 0
}

// finding is an OCSF event of a host, as one line; no other repeats it.
func finding(uid, host string) string {
	return fmt.Sprintf(`{"class_uid":2004,"severity_id":4,"time":1772000000000,"finding_info":{"uid":%q,"title":%q},`+
		`"observables":[{"name":"device.hostname","type_id":1,"value":%q}]}`, uid, "Memory of LSASS read: "+uid, host) + "\n"
}
