package bench

import (
	"fmt"
	"strings"
	"time"
)

// Row is one figure beside its budget.
type Row struct {
	What string
	// Value and Unit are what was measured.
	Value float64
	Unit  string
	// Budget and Stretch are what it must and should be; 0 where there is none.
	Budget, Stretch float64
	// AtLeast says that more is better.
	AtLeast bool
}

func milliseconds(what string, d time.Duration, budget, stretch float64) Row {
	return Row{What: what, Value: float64(d.Microseconds()) / 1000, Unit: "ms", Budget: budget, Stretch: stretch}
}

// Verdict says how the figure stands to its budget.
func (r Row) Verdict() string {
	within := func(bound float64) bool { return r.Value == bound || r.Value < bound != r.AtLeast }
	switch {
	case r.Budget == 0:
		return ""
	case r.Stretch != 0 && within(r.Stretch):
		return "stretch"
	case within(r.Budget):
		return "met"
	}
	return "missed"
}

// Table shows rows as Markdown.
func Table(rows []Row) string {
	var b strings.Builder
	b.WriteString("| what | measured | budget | stretch | |\n|---|---:|---:|---:|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s %s | %s | %s | %s |\n", r.What, figure(r.Value), r.Unit, bound(r.Budget), bound(r.Stretch), r.Verdict())
	}
	return b.String()
}

func bound(v float64) string {
	if v == 0 {
		return ""
	}
	return figure(v)
}

func figure(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
