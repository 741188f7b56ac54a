package engine

import (
	"fmt"
	"strings"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rulelog"
)

// log writes what the rule of hit did with d.
func (w *draft) log(kind rulelog.Kind, hit *match.Hit, d *detection.Detection, number uint64) {
	w.enter(w.entry(kind, hit, d, number))
}

// decided is log of the rule that decided, which tells what links nothing because
// cases are kept apart.
func (w *draft) decided(kind rulelog.Kind, v group.Verdict, d *detection.Detection, number uint64) {
	e := w.entry(kind, v.Hit, d, number)
	if len(v.Muted) > 0 {
		e.Note = "Cases that are kept apart both have " + quoted(v.Muted) + ": that counted for neither."
	}
	w.enter(e)
}

// maxQuoted is how many rows a sentence names.
const maxQuoted = 5

func quoted(rows []string) string {
	text := "“" + strings.Join(rows[:min(len(rows), maxQuoted)], "”, “") + "”"
	if more := len(rows) - maxQuoted; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// entry is a line about the rule of hit and d.
func (w *draft) entry(kind rulelog.Kind, hit *match.Hit, d *detection.Detection, number uint64) rulelog.Entry {
	r := hit.Rule.Rule
	e := rulelog.Entry{
		Kind: kind, Rule: &rulelog.Ref{ID: r.ID, Title: r.Title},
		Detection: &rulelog.Ref{ID: d.ID, Title: d.Title}, Case: number,
	}
	if kind == rulelog.Created || kind == rulelog.Continued {
		e.Template = templateOf(hit)
	}
	return e.WithRows(hit.Rows)
}

// templateOf is the template of the rule of hit; nil where it has none.
func templateOf(hit *match.Hit) *rulelog.Ref {
	t := hit.Rule.Plan.Template
	if t.ID == "" {
		return nil
	}
	return &rulelog.Ref{ID: t.ID, Title: t.Title}
}

// enter gives a line its place in the tenant's rule log.
func (w *draft) enter(e rulelog.Entry) {
	w.set.After.Log++
	e.TenantID, e.Entry, e.Sequence, e.At = w.set.TenantID, w.set.After.Log, w.set.After.Sequence, w.now
	if e.Actor == (activity.Actor{}) {
		e.Actor = activity.Automatic
	}
	if e.SetVersion == 0 {
		e.SetVersion = w.s.rules.Load().Set().Version()
	}
	w.set.Logs = append(w.set.Logs, e)
}

// tell logs what failed on d, and what the rules did that were tried before one decided.
func (w *draft) tell(d *detection.Detection, hits []match.Hit, trail []group.Step) {
	for i := range hits {
		if len(hits[i].Errors) > 0 && d.Severity >= w.settings.TriggerSeverity {
			w.failure(w.entry(rulelog.ExpressionFailed, &hits[i], d, 0), hits[i].Errors[0])
		}
	}
	for _, step := range trail {
		step = w.s.dreams.Learn(d, step)
		e := w.entry(step.Kind, step.Hit, d, step.Case)
		e.Imagined = step.Imagined
		w.enter(e)
	}
}

// failure logs why an expression gave nothing; e says whose.
func (w *draft) failure(e rulelog.Entry, why error) {
	e.Rows, e.RowCount, e.Note = nil, 0, brief(why.Error())
	w.enter(e)
}

// said is the text that a script gave for a case; where it failed, the log says
// so, as e.
func (w *draft) said(e rulelog.Entry) func(string, error) string {
	return func(text string, err error) string {
		if err != nil {
			w.failure(e, err)
		}
		return text
	}
}

// maxNote bounds what a line quotes, in bytes.
const maxNote = 1000

func brief(text string) string {
	if len(text) <= maxNote {
		return text
	}
	return strings.ToValidUTF8(text[:maxNote], "") + "…"
}
