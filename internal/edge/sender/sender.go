// Package sender brings a file of detections to a Caseweave server over HTTP.
//
// It cuts NDJSON at line ends into requests that can be sent again: an identity
// that the server knows already changes nothing, so a request whose answer got
// lost is simply repeated. Line numbers in the summary are those of the file.
package sender

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"caseweave/internal/core/fault"
)

// Target is where detections go.
type Target struct {
	// URL is the server's, such as http://127.0.0.1:8420.
	URL string
	// Token is an API token with a role that may send.
	Token  string
	Tenant string
	// Source names the mapping, such as ocsf, wazuh or suricata.
	Source string
	// Patience is how long an unreachable or busy server is tried again.
	Patience time.Duration
	Client   *http.Client
}

// Summary adds up what the server answered.
type Summary struct {
	Accepted      int         `json:"accepted"`
	Updated       int         `json:"updated"`
	Unchanged     int         `json:"unchanged"`
	Folded        int         `json:"folded"`
	Skipped       int         `json:"skipped"`
	TimesAssumed  int         `json:"times_assumed"`
	Rejected      []Rejection `json:"rejected"`
	RejectedTotal int         `json:"rejected_total"`
	// Cases are the numbers of cases opened or joined, each once.
	Cases []string `json:"cases"`
	// Lines is how many lines the server has answered for.
	Lines int `json:"-"`
}

// Rejection is a line that the server refused, and why.
type Rejection struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// problem is a refusal of a whole request (RFC 9457), with what was stored before it.
type problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	// Stored is what was taken of the body before the refusal.
	Stored Summary `json:"stored"`
}

// check refuses an address that no server can have.
func (t Target) check() error {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fault.New(fault.Invalid, "A server's address begins with http:// or https://; %q does not.", t.URL)
	}
	return nil
}

// Send brings all of r to the target and calls progress after each answer. On
// an error the summary tells what the server had answered for.
func Send(ctx context.Context, to Target, r io.Reader, progress func(Summary)) (Summary, error) {
	var total Summary
	if err := to.check(); err != nil {
		return total, err
	}
	seen := map[string]bool{}
	for part, err := range parts(r) {
		if err != nil {
			return total, err
		}
		answer, err := to.deliver(ctx, part)
		total.add(answer, seen)
		if err != nil {
			return total, err
		}
		total.Lines += part.lines
		progress(total)
	}
	return total, nil
}

func (s *Summary) add(a Summary, seen map[string]bool) {
	s.Accepted += a.Accepted
	s.Updated += a.Updated
	s.Unchanged += a.Unchanged
	s.Folded += a.Folded
	s.Skipped += a.Skipped
	s.TimesAssumed += a.TimesAssumed
	s.RejectedTotal += a.RejectedTotal
	for _, r := range a.Rejected {
		s.Rejected = append(s.Rejected, Rejection{Line: s.Lines + r.Line, Reason: r.Reason})
	}
	for _, number := range a.Cases {
		if !seen[number] {
			seen[number] = true
			s.Cases = append(s.Cases, number)
		}
	}
}

// deliver posts one part, again and again while the server is away or busy.
func (t Target) deliver(ctx context.Context, p part) (Summary, error) {
	giveUp := time.Now().Add(t.Patience)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		answer, err := t.post(ctx, p)
		var later *passing
		if !errors.As(err, &later) {
			return answer, err
		}
		wait := later.wait(pause)
		if time.Now().Add(wait).After(giveUp) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return Summary{}, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (t Target) post(ctx context.Context, p part) (Summary, error) {
	at := strings.TrimRight(t.URL, "/") + "/api/v1/tenants/" + url.PathEscape(t.Tenant) + "/detections?source=" + url.QueryEscape(t.Source)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(p.body))
	if err != nil {
		return Summary{}, fault.Because(err, fault.Invalid, "The server's address %q can't be used", t.URL)
	}
	request.Header.Set("Authorization", "Bearer "+t.Token)
	request.Header.Set("Content-Type", p.mediaType)
	response, err := t.Client.Do(request)
	if err != nil {
		return Summary{}, &passing{error: fmt.Errorf("the server can't be reached: %w", err)}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 16<<20))
	if err != nil {
		return Summary{}, &passing{error: fmt.Errorf("the answer got lost: %w", err)}
	}
	return read(response.StatusCode, response.Header, body)
}

// read makes a summary of an answer, or an error of a refusal.
func read(code int, header http.Header, body []byte) (Summary, error) {
	if code == http.StatusOK {
		var s Summary
		if err := json.Unmarshal(body, &s); err != nil {
			return Summary{}, fault.Because(err, fault.Internal, "The answer can't be read; is that a Caseweave server")
		}
		return s, nil
	}
	var p problem
	if json.Unmarshal(body, &p) != nil || p.Detail+p.Title == "" {
		p.Title = http.StatusText(code)
	}
	said := p.Detail
	if said == "" {
		said = p.Title
	}
	err := error(fault.New(fault.Invalid, "The server refused (%d): %s", code, said))
	switch code {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		// What a busy server stored before it refused, it answers as unchanged the next time.
		return Summary{}, &passing{err, retryAfter(header)}
	}
	return p.Stored, err
}
