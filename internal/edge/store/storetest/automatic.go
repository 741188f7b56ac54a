package storetest

import (
	"fmt"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"

	"pgregory.net/rapid"
)

// place says which detection is in which case.
type place struct {
	number, arrival uint64
}

// stands adds the standing of a detection to the set, or replaces it.
func (h *history) stands(d *detection.Detection) {
	now := change.Standing{Arrival: d.Arrival, Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt}
	for i := range h.set.Standings {
		if h.set.Standings[i].Arrival == d.Arrival {
			h.set.Standings[i] = now
			return
		}
	}
	h.set.Standings = append(h.set.Standings, now)
}

// folds adds a repeat, seen after a time, to the set and to d, which it becomes part of.
func (h *history) folds(d *detection.Detection, after time.Duration) detection.Detection {
	n := h.sequence()
	repeat := *d
	repeat.ID, repeat.Arrival, repeat.UID, repeat.Count, repeat.Version = "", 0, fmt.Sprint("uid-", n), 1, 1
	repeat.CreatedAt, repeat.LastSeenAt = d.LastSeenAt.Add(after), d.LastSeenAt.Add(after)
	repeat.Raw, repeat.Fingerprint = nil, fmt.Sprint("print-", n)
	h.set.Folded = append(h.set.Folded, change.Fold{Sequence: n, Into: d.Arrival, Repeat: repeat, Fingerprint: repeat.Fingerprint})
	d.Count++
	if repeat.LastSeenAt.After(d.LastSeenAt) {
		d.LastSeenAt = repeat.LastSeenAt
	}
	h.stands(d)
	return repeat
}

// writes adds a new rule set.
func (h *history) writes(book rule.Book) {
	h.sequence()
	h.set.After.RuleSet++
	h.set.Book = &book
}

// logs adds a line to the rule log.
func (h *history) logs(e rulelog.Entry) {
	h.set.After.Log++
	e.TenantID, e.Entry, e.Sequence, e.SetVersion = h.tenant, h.set.After.Log, h.set.After.Sequence, h.set.After.RuleSet
	h.set.Logs = append(h.set.Logs, e)
}

// orders adds a command.
func (h *history) orders(c command.Command) {
	h.set.Commands = append(h.set.Commands, change.Order{Sequence: h.sequence(), Command: c})
}

// live adds to the set, at random, all that automatic cases are made of.
func (w *world) live() {
	w.leave()
	for i := range w.detections {
		switch rapid.IntRange(0, 7).Draw(w.T, "fate") {
		case 0:
			if w.detections[i].LastSeenAt.Year() < 9999 {
				w.repeats = append(w.repeats, w.folds(&w.detections[i], pick(w, "later", 0, time.Second, -time.Minute, 40*time.Minute)))
			}
		case 1:
			w.detections[i].Status = pick(w, "standing", detection.Statuses...)
			w.stands(&w.detections[i])
		}
	}
	w.index()
	w.retire()
	for range rapid.IntRange(0, 4).Draw(w.T, "lines") {
		w.logs(w.line())
	}
	if rapid.Bool().Draw(w.T, "ordered") {
		w.orders(command.Command{
			Kind: command.AddDetections, By: activity.Actor{Kind: activity.User, ID: "u", Name: pick(w, "who", texts...)},
			Case: 1, Detections: []string{detection.ID(1)}, Side: command.Side{Tenant: true},
		})
	}
	switch rapid.IntRange(0, 2).Draw(w.T, "bounds") {
	case 0:
		s := settings.Default("Europe/Berlin")
		s.TriggerSeverity = pick(w, "trigger", severity...)
		w.sequence()
		w.set.Settings = &s
	case 1:
		w.edit()
		w.writes(w.book)
	}
}

// retire removes some detections that never were in a case, with what the world knows of them.
func (w *world) retire() {
	gone := map[uint64]bool{}
	for _, d := range w.detections {
		if !w.everFiled[d.Arrival] && rapid.IntRange(0, 4).Draw(w.T, "retired") == 0 {
			gone[d.Arrival] = true
			w.set.Retired = append(w.set.Retired, d.Arrival)
		}
	}
	w.detections = slices.DeleteFunc(w.detections, func(d detection.Detection) bool { return gone[d.Arrival] })
}

// leave lets members of cases go.
func (w *world) leave() {
	var stay []place
	for _, p := range w.members {
		if rapid.IntRange(0, 4).Draw(w.T, "leaves") != 0 {
			stay = append(stay, p)
			continue
		}
		w.set.Left = append(w.set.Left, change.Departure{Case: p.number, Arrival: p.arrival, Barred: rapid.Bool().Draw(w.T, "barred")})
		delete(w.filed, fmt.Sprint(p.number, detection.ID(p.arrival)))
	}
	w.members = stay
}

// index lists and unlists rows.
func (w *world) index() {
	row := func() (r change.OpenRow) {
		r = change.OpenRow{Criterion: pick(w, "criterion", criteria...), Row: pick(w, "row", criteria...), Arrival: uint64(rapid.IntRange(1, 9).Draw(w.T, "of"))}
		r.CreatedAt = start.Add(time.Duration(rapid.IntRange(-4, 4).Draw(w.T, "at")) * time.Second)
		return r
	}
	for range rapid.IntRange(0, 20).Draw(w.T, "listed") {
		w.set.Listed = append(w.set.Listed, row())
	}
	for range rapid.IntRange(0, 5).Draw(w.T, "unlisted") {
		w.set.Unlisted = append(w.set.Unlisted, row())
	}
	for _, c := range criteria {
		switch rapid.IntRange(0, 5).Draw(w.T, "gap") {
		case 0:
			w.set.Gaps = append(w.set.Gaps, change.Gap{Criterion: c, Spans: []change.Between{{From: pick(w, "from", moments...), To: pick(w, "to", moments...)}}})
		case 1:
			w.set.Gaps = append(w.set.Gaps, change.Gap{Criterion: c, Gone: rapid.Bool().Draw(w.T, "gone")})
		}
	}
}

var criteria = []uint64{0, 7, 1<<63 - 1}

func (w *world) line() rulelog.Entry {
	e := rulelog.Entry{
		At: start.Add(time.Duration(rapid.IntRange(-3, 3).Draw(w.T, "when")) * 31 * time.Minute), Kind: pick(w, "kind", rulelog.Kinds...),
		Actor: activity.Automatic, Case: uint64(rapid.IntRange(0, 2).Draw(w.T, "case")), Note: pick(w, "note", texts...),
	}
	some := func(what string, ids ...string) *rulelog.Ref {
		if id := pick(w, what, ids...); id != "-" {
			return &rulelog.Ref{ID: id, Title: what}
		}
		return nil
	}
	e.Rule, e.Template, e.Detection = some("rule", "-", "a", "b", "nul\x00"), some("template", "-", "a"), some("detection", "-", detection.ID(1), detection.ID(2))
	return e.WithRows(texts)
}

// edit changes the book: items come, go, change and move.
func (w *world) edit() {
	var book rule.Book
	for _, id := range rapid.Permutation([]string{"a", "b", "c", "d", "e", "nul\x00"}).Draw(w.T, "rules") {
		if rapid.IntRange(0, 4).Draw(w.T, "kept") > 0 {
			book.Rules = append(book.Rules, rule.Rule{ID: id, Title: "rule " + id, Version: uint64(rapid.IntRange(1, 2).Draw(w.T, "version")), CreatedAt: start})
		}
	}
	for _, id := range []string{"a", "x"} {
		if rapid.Bool().Draw(w.T, "template") {
			book.Templates = append(book.Templates, rule.Template{ID: id, Title: pick(w, "title", texts...), Stages: []casefile.Stage{{Title: "s", Tasks: []casefile.Task{{Title: "t"}}}}})
		}
	}
	w.book = book
}
