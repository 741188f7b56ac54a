package bench

import (
	"strings"
	"testing"
	"time"

	"caseweave/internal/app"
)

// Small loads through everything that is measured: only what goes wrong counts here, not how fast it is.
func TestEveryWorkloadComesToItsEnd(t *testing.T) {
	tiny := Sizes{Detections: 600, Growth: 2, Seconds: 1, Cases: 300, Stored: 300, Wide: 300, Open: 300, Soak: time.Second, Rate: 500, Times: 1}
	for _, w := range Workloads {
		rows, err := w.Run(t.Context(), app.Storage{Data: t.TempDir()}, tiny)
		if err != nil || len(rows) == 0 {
			t.Errorf("%s: %d rows, %v", w.Name, len(rows), err)
		}
	}
}

func TestAFigureStandsToItsBudget(t *testing.T) {
	for want, r := range map[string]Row{
		"":        {Value: 1},
		"missed":  {Value: 51, Budget: 50, Stretch: 10},
		"met":     {Value: 50, Budget: 50, Stretch: 10},
		"stretch": {Value: 10, Budget: 50, Stretch: 10},
	} {
		if got := r.Verdict(); got != want {
			t.Errorf("%+v is %q, not %q", r, got, want)
		}
	}
	more := Row{Value: 24_999, Budget: 25_000, Stretch: 50_000, AtLeast: true}
	if more.Verdict() != "missed" {
		t.Error("less than what is asked for is met")
	}
	if more.Value = 25_000; more.Verdict() != "met" {
		t.Error("what is asked for is missed")
	}
}

func TestTheTableSaysWhatWasMeasured(t *testing.T) {
	table := Table([]Row{milliseconds("an answer", 1500*time.Microsecond, 50, 10)})
	if !strings.Contains(table, "| an answer | 1.50 ms | 50.0 | 10.0 | stretch |") {
		t.Error(table)
	}
}
