package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"caseweave/internal/core/campaign"
)

// Load is a stream of detections, and how it is sent.
type Load struct {
	// Seed makes the stream; the same seed makes the same one.
	Seed uint64
	// Detections is how many, PerRequest how many travel together, Clients how many send at once.
	Detections, PerRequest, Clients int
	// Rate is how many detections are offered a second, whatever the answers take; 0 sends the next when one is answered.
	Rate int
}

// Pace is what came of a load.
type Pace struct {
	Detections, Bytes int
	Elapsed           time.Duration
	// answers are the times that requests took, from when they were due, shortest first.
	answers []time.Duration
}

// add takes in what another load came to.
func (p *Pace) add(other Pace) {
	p.Detections, p.Bytes, p.Elapsed = p.Detections+other.Detections, p.Bytes+other.Bytes, p.Elapsed+other.Elapsed
	p.answers = slices.Sorted(slices.Values(append(p.answers, other.answers...)))
}

// Rate is detections per second.
func (p Pace) Rate() float64 { return float64(p.Detections) / p.Elapsed.Seconds() }

// Answer is the time within which a part of the requests was answered: 0.99 is the 99th percentile.
func (p Pace) Answer(part float64) time.Duration { return percentile(p.answers, part) }

func percentile(sorted []time.Duration, part float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(part*float64(len(sorted))))-1)]
}

// send posts the load and waits for every answer.
func (p *Place) send(ctx context.Context, l Load) (Pace, error) {
	bodies, size := l.bodies()
	runtime.GC() // of what the bodies were made of
	answers := make([]time.Duration, len(bodies))
	var next atomic.Int64
	var clients sync.WaitGroup
	failed := make(chan error, l.Clients)
	began := time.Now()
	for range l.Clients {
		clients.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(bodies)); i = next.Add(1) - 1 {
				due := l.due(began, int(i))
				if err := p.post(ctx, bodies[i]); err != nil {
					failed <- err
					return
				}
				answers[i] = time.Since(due)
			}
		})
	}
	clients.Wait()
	elapsed := time.Since(began)
	close(failed)
	if err := <-failed; err != nil {
		return Pace{}, err
	}
	slices.Sort(answers)
	return Pace{Detections: l.Detections, Bytes: size, Elapsed: elapsed, answers: answers}, nil
}

// due is when request i is sent: at once or, at a rate, at its time, late or not.
// What a request waits for its client counts as its own.
func (l Load) due(began time.Time, i int) time.Time {
	if l.Rate == 0 {
		return time.Now()
	}
	due := began.Add(time.Duration(i) * time.Duration(l.PerRequest) * time.Second / time.Duration(l.Rate))
	time.Sleep(time.Until(due))
	return due
}

// bodies are made beforehand, so that only sending is measured.
func (l Load) bodies() (bodies [][]byte, size int) {
	story := campaign.New(l.Seed, time.Now().Add(-time.Hour), campaign.Options{})
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

// post sends detections, again where the server asks for patience.
func (p *Place) post(ctx context.Context, body []byte) error {
	for {
		answer, err := p.ask(ctx, http.MethodPost, "/detections?source=ocsf", body)
		if err != nil || answer.StatusCode == http.StatusOK {
			return err
		}
		if answer.StatusCode != http.StatusTooManyRequests {
			return fmt.Errorf("the server answered %d: %s", answer.StatusCode, answer.body)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// answer is a response that was read to its end.
type answer struct {
	*http.Response
	body []byte
}

// ask sends a request about the tenant default, with JSON.
func (p *Place) ask(ctx context.Context, method, path string, body []byte) (answer, error) {
	return p.askAs(ctx, method, path, "application/json", body)
}

// askAs is ask with a body of another type.
func (p *Place) askAs(ctx context.Context, method, path, contentType string, body []byte) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, p.url+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	request.Header.Set("Content-Type", contentType)
	response, err := p.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{response, text}, err
}
