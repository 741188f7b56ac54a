package sender

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// taker is a server that takes every line and rejects those that say bad.
func taker(t *testing.T, refuse func(request int) int) (Target, *[]string) {
	t.Helper()
	var bodies []string
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code := refuse(int(requests.Add(1))); code != 0 {
			w.WriteHeader(code)
			fmt.Fprint(w, `{"title":"No","detail":"Not now.","stored":{"accepted":1}}`)
			return
		}
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		var answer Summary
		for i, line := range strings.Split(strings.TrimSuffix(string(body), "\n"), "\n") {
			if strings.Contains(line, "bad") {
				answer.RejectedTotal++
				answer.Rejected = append(answer.Rejected, Rejection{Line: i + 1, Reason: "bad"})
				continue
			}
			answer.Accepted++
		}
		answer.Cases = []string{"SECC0000001"}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(s.Close)
	return Target{URL: s.URL + "/", Token: "t", Tenant: "default", Source: "ocsf", Patience: 5 * time.Second, Client: s.Client()}, &bodies
}

func always(int) int { return 0 }

func send(t *testing.T, to Target, r io.Reader) (Summary, error) {
	t.Helper()
	return Send(t.Context(), to, r, func(Summary) {})
}

func TestLineNumbersAreThoseOfTheFile(t *testing.T) {
	to, bodies := taker(t, always)
	line := `{"a":"` + strings.Repeat("x", 1<<20-20) + `"}` + "\n"
	summary, err := send(t, to, strings.NewReader(strings.Repeat(line, 9)+`{"bad":1}`))
	if err != nil || len(*bodies) < 2 {
		t.Fatalf("%d parts, %v", len(*bodies), err)
	}
	if summary.Accepted != 9 || summary.Lines != 10 || summary.Rejected[0].Line != 10 || len(summary.Cases) != 1 {
		t.Errorf("%+v", summary)
	}
	if strings.Join(*bodies, "") != strings.Repeat(line, 9)+`{"bad":1}` {
		t.Error("the parts are not the file")
	}
}

func TestABusyServerIsTriedAgain(t *testing.T) {
	to, _ := taker(t, func(request int) int {
		if request < 3 {
			return http.StatusServiceUnavailable
		}
		return 0
	})
	if summary, err := send(t, to, strings.NewReader("{}\n{}\n")); err != nil || summary.Accepted != 2 {
		t.Errorf("%+v %v", summary, err)
	}
}

// answers is a server without a network: it refuses so often, then takes all.
type answers struct {
	refusals int
	header   http.Header
	at       []time.Time
}

func (a *answers) RoundTrip(*http.Request) (*http.Response, error) {
	a.at = append(a.at, time.Now())
	code := http.StatusOK
	if len(a.at) <= a.refusals {
		code = http.StatusTooManyRequests
	}
	return &http.Response{StatusCode: code, Header: a.header, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

func TestABusyServerSaysWhenToComeBack(t *testing.T) {
	date := func(in time.Duration) string { return time.Now().Add(in).UTC().Format(http.TimeFormat) }
	for name, c := range map[string]struct {
		says          func() string
		least, utmost time.Duration
	}{
		"seconds":    {func() string { return "7" }, 7 * time.Second, 11 * time.Second},
		"a date":     {func() string { return date(20 * time.Second) }, 19 * time.Second, 31 * time.Second},
		"a past one": {func() string { return date(-time.Hour) }, 100 * time.Millisecond, 200 * time.Millisecond},
		"nothing":    {func() string { return "" }, 100 * time.Millisecond, 200 * time.Millisecond},
		"nonsense":   {func() string { return "soon" }, 100 * time.Millisecond, 200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waits := map[time.Duration]bool{}
				for range 20 {
					s := &answers{refusals: 1, header: http.Header{"Retry-After": {c.says()}}}
					to := Target{URL: "http://server", Patience: time.Minute, Client: &http.Client{Transport: s}}
					if _, err := send(t, to, strings.NewReader("{}\n")); err != nil || len(s.at) != 2 {
						t.Fatalf("%d requests, %v", len(s.at), err)
					}
					wait := s.at[1].Sub(s.at[0])
					if wait < c.least || wait > c.utmost {
						t.Errorf("it came back after %v", wait)
					}
					waits[wait] = true
				}
				if len(waits) < 2 {
					t.Error("all come back at once")
				}
			})
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &answers{refusals: 1000, header: http.Header{"Retry-After": {"5"}}}
		began := time.Now()
		to := Target{URL: "http://server", Patience: time.Minute, Client: &http.Client{Transport: s}}
		_, err := send(t, to, strings.NewReader("{}\n"))
		if took := time.Since(began); err == nil || took > time.Minute || took < 50*time.Second || len(s.at) > 13 {
			t.Errorf("after %v and %d requests: %v", took, len(s.at), err)
		}
	})
}

func TestARefusalEndsIt(t *testing.T) {
	to, _ := taker(t, func(int) int { return http.StatusForbidden })
	summary, err := send(t, to, strings.NewReader("{}\n"))
	if err == nil || !strings.Contains(err.Error(), "Not now.") || summary.Accepted != 1 {
		t.Errorf("%+v %v", summary, err)
	}
	to.Patience = 0
	to.URL = "http://127.0.0.1:1"
	if _, err := send(t, to, strings.NewReader("{}\n")); err == nil {
		t.Error("nobody answered, and that is no error")
	}
}

func TestAnOverlongLineIsSentLongEnoughToBeRefused(t *testing.T) {
	to, bodies := taker(t, always)
	if _, err := send(t, to, io.MultiReader(strings.NewReader("{}\n"+strings.Repeat("y", 20<<20)+"\n{}\n"))); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.Join(*bodies, ""), "\n")
	if len(lines) != 4 || len(lines[1]) != keptLine || lines[2] != "{}" {
		t.Errorf("%d lines, the long one has %d bytes", len(lines), len(lines[1]))
	}
}

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		name, in  string
		mediaType string
	}{
		{"lines", "{}\n{}\n", "application/x-ndjson"},
		{"one line", "{}", "application/x-ndjson"},
		{"a broken first line", "{\n{}\n", "application/x-ndjson"},
		{"a printed object", "{\n  \"a\": 1\n}\n", "application/json"},
		{"an array", " \n[{},\n{}]", "application/json"},
	} {
		for p, err := range parts(strings.NewReader(c.in)) {
			if err != nil || p.mediaType != c.mediaType || string(p.body) != c.in {
				t.Errorf("%s: %s %q %v", c.name, p.mediaType, p.body, err)
			}
		}
	}
}

func TestBrokenGzipTellsHowFarItCame(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, "{}\n{}\n")
	_ = z.Flush()
	_, _ = io.WriteString(z, "{}\n")
	_ = z.Close()
	to, _ := taker(t, always)
	summary, err := send(t, to, bytes.NewReader(packed.Bytes()[:packed.Len()-10]))
	if err == nil || summary.Accepted < 2 || !strings.Contains(err.Error(), fmt.Sprintf("line %d", summary.Lines)) {
		t.Errorf("%+v %v", summary, err)
	}
}

func TestWaitingEndsWhenAskedTo(t *testing.T) {
	to, _ := taker(t, func(int) int { return http.StatusServiceUnavailable })
	to.Patience = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Send(ctx, to, strings.NewReader("{}\n"), func(Summary) {}); err == nil {
		t.Error("it did not end")
	}
}
