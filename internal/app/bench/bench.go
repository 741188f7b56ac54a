// Package bench measures how fast detections become durable: through HTTP,
// intake, rules and grouping into a store with everything on that a user gets
// by default.
package bench

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"caseweave/internal/core/campaign"
)

// Load is what is sent.
type Load struct {
	// Seed makes the stream; the same seed makes the same one.
	Seed uint64
	// Detections is how many, PerRequest how many travel together, Clients how many send at once.
	Detections, PerRequest, Clients int
}

// Result is what came of a load.
type Result struct {
	Load
	Bytes   int
	Elapsed time.Duration
	// Median and P99 are the answer times of the requests: their middle and their 99th percentile.
	Median, P99 time.Duration
}

// Rate is detections per second.
func (r Result) Rate() float64 { return float64(r.Detections) / r.Elapsed.Seconds() }

// Run sends the load to url, an address for POST of NDJSON, and waits for every answer.
func Run(ctx context.Context, l Load, url, token string, start time.Time) (Result, error) {
	requests, size := l.requests(start)
	times := make([]time.Duration, len(requests))
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make(chan error, l.Clients)
	began := time.Now()
	for range l.Clients {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(requests)); i = next.Add(1) - 1 {
				sent := time.Now()
				if err := post(ctx, url, token, requests[i]); err != nil {
					failed <- err
					return
				}
				times[i] = time.Since(sent)
			}
		})
	}
	group.Wait()
	elapsed := time.Since(began)
	close(failed)
	if err := <-failed; err != nil {
		return Result{}, err
	}
	slices.Sort(times)
	return Result{
		Load: l, Bytes: size, Elapsed: elapsed,
		Median: times[len(times)/2], P99: times[len(times)*99/100],
	}, nil
}

// requests are the bodies, made beforehand so that only sending is measured.
func (l Load) requests(start time.Time) (bodies [][]byte, size int) {
	story := campaign.New(l.Seed, start, campaign.Options{})
	var body bytes.Buffer
	for i := range l.Detections {
		body.Write(story.Next().JSON)
		body.WriteByte('\n')
		if (i+1)%l.PerRequest == 0 || i+1 == l.Detections {
			bodies = append(bodies, bytes.Clone(body.Bytes()))
			size += body.Len()
			body.Reset()
		}
	}
	return bodies, size
}

func post(ctx context.Context, url, token string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/x-ndjson")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %d: %s", response.StatusCode, answer)
	}
	return nil
}

// Median is the run with the middle rate.
func Median(runs []Result) Result {
	slices.SortFunc(runs, func(a, b Result) int { return cmp.Compare(a.Rate(), b.Rate()) })
	return runs[len(runs)/2]
}

// Table shows results as Markdown.
func Table(results []Result) string {
	var b bytes.Buffer
	fmt.Fprintln(&b, "| detections | a request | clients | per second | MB/s | median answer | p99 answer |")
	fmt.Fprintln(&b, "|---:|---:|---:|---:|---:|---:|---:|")
	for _, r := range results {
		fmt.Fprintf(&b, "| %d | %d | %d | %.0f | %.1f | %.1f ms | %.1f ms |\n",
			r.Detections, r.PerRequest, r.Clients, r.Rate(),
			float64(r.Bytes)/1e6/r.Elapsed.Seconds(),
			float64(r.Median.Microseconds())/1000, float64(r.P99.Microseconds())/1000)
	}
	return b.String()
}
