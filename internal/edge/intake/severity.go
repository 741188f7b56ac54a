package intake

import (
	"math"
	"strconv"
	"strings"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
)

// severity takes a number from 0 to 1; anything else says nothing.
func (b *draft) severity(n float64) {
	if n >= 0 && n <= 1 {
		b.d.Severity, b.severityKnown = detection.Fract(n), true
	}
}

// severityWords are the captions of OCSF, which most products use too (One model).
var severityWords = map[string]float64{
	"informational": 0.1, "info": 0.1, "low": 0.3, "medium": 0.5, "high": 0.7, "critical": 0.9, "fatal": 1,
}

// ocsfSeverity reads severity_id and, where that is unknown or Other, the
// severity beside it: a number from 0 to 1, or a word (automatic-cases §1).
func (b *draft) ocsfSeverity(id, words string) {
	levels := [...]float64{1: 0.1, 2: 0.3, 3: 0.5, 4: 0.7, 5: 0.9, 6: 1}
	if n, ok := number(id); ok && n == math.Trunc(n) && n >= 1 && n < float64(len(levels)) {
		b.severity(levels[int(n)])
		return
	}
	b.severityText(words)
}

func (b *draft) severityText(s string) {
	if n, ok := number(s); ok {
		b.severity(n)
	} else if n, ok := severityWords[fold.String(strings.TrimSpace(s))]; ok {
		b.severity(n)
	}
}

// confidence takes 0 to 1, or percent above.
func (b *draft) confidence(n float64) {
	if n > 1 {
		n /= 100
	}
	f := detection.Fract(n)
	b.d.Confidence = &f
}

// threatScore takes 0 to 10; anything else says nothing.
func (b *draft) threatScore(s string) {
	if n, ok := number(s); ok && n >= 0 && n <= 10 {
		b.d.ThreatScore = &n
	}
}

// number reads a finite number from text.
func number(s string) (float64, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, false // which most fields are, and an error takes a while to make
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}
