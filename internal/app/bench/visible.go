package bench

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// visible measures, n times, how long it takes from the sending of a detection
// until an open page is told of its case.
func (p *Place) visible(ctx context.Context, n int) ([]time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/live", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	response, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	page := bufio.NewReaderSize(response.Body, 1<<20)
	var times []time.Duration
	for i := range n {
		title := fmt.Sprintf("Visible %d of %s", i, time.Now().Format(time.RFC3339Nano))
		sent := time.Now()
		if err := p.post(ctx, one(event{uid: title, title: title, severity: 5, host: title})); err != nil {
			return nil, err
		}
		for line := ""; !strings.Contains(line, title); {
			if line, err = page.ReadString('\n'); err != nil {
				return nil, fmt.Errorf("the live stream has ended: %w", err)
			}
		}
		times = append(times, time.Since(sent))
	}
	slices.Sort(times)
	return times, nil
}

// event is a finding that is made for a purpose.
type event struct {
	uid, title, host string
	severity         int
	at               time.Time
}

func one(e event) []byte { return many(1, func(int) event { return e }) }

// many are findings as NDJSON.
func many(n int, each func(i int) event) []byte {
	var b strings.Builder
	for i := range n {
		e := each(i)
		if e.at.IsZero() {
			e.at = time.Now()
		}
		fmt.Fprintf(&b, `{"class_uid":2004,"severity_id":%d,"finding_info":{"uid":%q,"title":%q,"created_time":%d,"analytic":{"uid":%q}},"device":{"hostname":%q}}`+"\n",
			e.severity, e.uid, e.title, e.at.UnixMilli(), "analytic of "+e.title, e.host)
	}
	return []byte(b.String())
}
