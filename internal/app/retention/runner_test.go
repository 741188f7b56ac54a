package retention

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/settings"
)

// house is three tenants, the first without a bound, and an engine that removes
// two steps' worth of what is open; a step takes a second, or what is said.
type house struct {
	began  time.Time
	steps  []string
	broken error
	doubts bool
	took   time.Duration
	sizes  []int
}

func (*house) Tenants(context.Context) ([]access.Organisation, error) {
	return []access.Organisation{{ID: "a"}, {ID: "b"}, {ID: "c"}}, nil
}

func (*house) Settings(_ context.Context, id string) (settings.Settings, bool, error) {
	switch id {
	case "b":
		return settings.Settings{KeepOpen: settings.MinKept}, true, nil
	case "c":
		return settings.Settings{KeepSettled: settings.MinKept}, true, nil
	}
	return settings.Settings{}, false, nil
}

func (h *house) Retire(_ context.Context, t access.Organisation, status detection.Status, from retention.Place, limit int) (retention.Step, error) {
	h.steps = append(h.steps, fmt.Sprint(t.ID, " ", status, " from ", from.Arrival, " after ", time.Since(h.began)))
	h.sizes = append(h.sizes, limit)
	took := cmp.Or(h.took, time.Second)
	time.Sleep(took)
	if status == detection.Open && h.broken != nil {
		return retention.Step{}, h.broken
	}
	if status == detection.Open && from.Arrival < 2 {
		return retention.Step{Retired: 500, Next: retention.Place{Arrival: from.Arrival + 1}, Doubted: h.doubts, Took: took}, nil
	}
	return retention.Step{End: true, Took: took}, nil
}

// lived is what happens within a time, and what the log hears.
func lived(t *testing.T, h *house, within time.Duration) (log string) {
	synctest.Test(t, func(*testing.T) {
		h.began = time.Now()
		var heard bytes.Buffer
		r := New(h, h, slog.New(slog.NewTextHandler(&heard, nil)))
		r.Start()
		time.Sleep(within)
		r.Close()
		log = heard.String()
	})
	return log
}

func TestTenantsWithBoundsAreVisitedAtStartAndEveryQuarterOfAnHour(t *testing.T) {
	h := &house{}
	log := lived(t, h, 16*time.Minute)
	first := []string{
		"b open from 0 after 0s", "b open from 1 after 4s", "b open from 2 after 8s",
		"c closed from 0 after 12s", "c ignored from 0 after 16s",
	}
	if len(h.steps) != 2*len(first) || !slices.Equal(h.steps[:5], first) || h.steps[5] != "b open from 0 after 15m0s" {
		t.Errorf("the steps were %q", h.steps)
	}
	if strings.Count(log, "tenant=b detections=1000") != 2 || strings.Contains(log, "tenant=c") {
		t.Errorf("the log hears %s", log)
	}
}

func TestStepsAreAsLargeAsATenthOfASecondLets(t *testing.T) {
	for _, c := range []struct {
		took  time.Duration
		sizes []int
	}{
		{time.Second, []int{100, 50, 25}}, {75 * time.Millisecond, []int{100, 100, 100}}, {time.Millisecond, []int{100, 200, 400}},
	} {
		h := &house{took: c.took}
		if lived(t, h, time.Minute); !slices.Equal(h.sizes[:3], c.sizes) {
			t.Errorf("steps of %v have the sizes %v, want %v", c.took, h.sizes[:3], c.sizes)
		}
	}
	if n := after(400, 0); n != retention.MaxStep {
		t.Errorf("a step of %d", n)
	}
	if n := after(least, time.Hour); n != least {
		t.Errorf("a step of %d", n)
	}
}

func TestATenantThatFailsKeepsNoOtherFromItsVisit(t *testing.T) {
	h := &house{broken: errors.New("the disk is full")}
	log := lived(t, h, time.Minute)
	if len(h.steps) != 3 || !strings.HasPrefix(h.steps[1], "c closed") || strings.Count(log, "the disk is full") != 1 {
		t.Errorf("the steps were %q; the log hears %s", h.steps, log)
	}
}

func TestAClockThatIsDoubtedIsTold(t *testing.T) {
	if log := lived(t, &house{doubts: true}, time.Minute); strings.Count(log, "is the clock right?") != 1 {
		t.Errorf("the log hears %s", log)
	}
}

func TestClosingEndsAVisit(t *testing.T) {
	h := &house{}
	if log := lived(t, h, 1500*time.Millisecond); len(h.steps) != 1 || strings.Contains(log, "ERROR") {
		t.Errorf("the steps were %q; the log hears %s", h.steps, log)
	}
}

func TestWhatNeverStartedCloses(*testing.T) { New(&house{}, &house{}, slog.Default()).Close() }
