package engine

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// maxRelated is how many detections one search adds (T46).
const maxRelated = 100

// listed is where the index of open detections has one: a rule's criterion, and the hash of a row.
type listed struct{ criterion, row uint64 }

// list makes an open detection one that searches find.
func (w *draft) list(d *detection.Detection, hits []match.Hit) {
	if d.Severity < w.settings.AppendSeverity {
		return
	}
	for i := range hits {
		w.listUnder(&hits[i], d)
	}
}

func (w *draft) listUnder(hit *match.Hit, d *detection.Detection) {
	if hit.Rule.Rule.State == rule.Test || !hit.Rule.Searches(d) {
		return
	}
	for _, row := range openRows(hit, d) {
		w.set.Listed = append(w.set.Listed, row)
		at := listed{row.Criterion, row.Row}
		if w.waiting[at] == nil {
			w.waiting[at] = map[uint64]*detection.Detection{}
		}
		w.waiting[at][d.Arrival] = d
	}
}

// unlist takes a detection that is open no more from the index. What rules of
// other times listed may stay: who finds it looks again.
func (w *draft) unlist(d *detection.Detection, hits []match.Hit) {
	for i := range hits {
		w.set.Unlisted = append(w.set.Unlisted, openRows(&hits[i], d)...)
	}
}

func openRows(hit *match.Hit, d *detection.Detection) []change.OpenRow {
	rows := make([]change.OpenRow, len(hit.Rows))
	for i, row := range hit.Rows {
		rows[i] = change.OpenRow{Criterion: hit.Rule.Criterion(), Row: rule.RowHash(row), CreatedAt: d.CreatedAt, Arrival: d.Arrival}
	}
	return rows
}

// search adds to a case the open detections that belong to d by the rule of hit
// (automatic-cases §3, Search for related detections).
func (w *draft) search(number uint64, d *detection.Detection, hit *match.Hit) error {
	r := &hit.Rule.Rule
	hit = w.linking(number, hit)
	if len(hit.Rows) < r.GroupCount || r.State == rule.Test {
		return nil
	}
	if err := w.fill(hit.Rule, d.CreatedAt); err != nil {
		return err
	}
	found, err := w.related(number, d, hit)
	if err != nil || len(found) == 0 {
		return err
	}
	for _, f := range found {
		if err := w.join(number, f.detection, casefile.BySearch(hit.Rule.Ref()), f.hits); err != nil {
			return err
		}
		w.unlist(f.detection, f.hits)
		w.log(rulelog.RelatedAppended, f.by, f.detection, number)
	}
	return w.commentOn(number, hit, found[0].detection, len(found)-1)
}

// linking is hit without the rows that link nothing to a case, because one that it
// is kept apart from holds them, too.
func (w *draft) linking(number uint64, hit *match.Hit) *match.Hit {
	muted := func(row string) bool { return w.cases.Mutes(number, row) }
	if !slices.ContainsFunc(hit.Rows, muted) {
		return hit
	}
	links := *hit
	links.Rows = slices.DeleteFunc(slices.Clone(hit.Rows), muted)
	return &links
}

// relation is a detection that a search found, with the rules that hold on it.
type relation struct {
	detection *detection.Detection
	hits      []match.Hit
	by        *match.Hit
}

// related are the nearest in time, then by arrival, maxRelated at most.
func (w *draft) related(number uint64, d *detection.Detection, hit *match.Hit) ([]relation, error) {
	stored, err := w.relatedStored(number, d, hit)
	if err != nil {
		return nil, err
	}
	near := map[uint64]relation{}
	for _, r := range append(stored, w.relatedWaiting(number, d, hit)...) {
		near[r.detection.Arrival] = r
	}
	all := slices.SortedFunc(maps.Values(near), func(a, b relation) int {
		return cmp.Or(
			cmp.Compare(away(a.detection, d), away(b.detection, d)),
			cmp.Compare(a.detection.Arrival, b.detection.Arrival),
		)
	})
	return all[:min(len(all), maxRelated)], nil
}

func away(a, b *detection.Detection) time.Duration { return a.CreatedAt.Sub(b.CreatedAt).Abs() }

// relatedWaiting looks among what the stored index does not tell yet.
func (w *draft) relatedWaiting(number uint64, d *detection.Detection, hit *match.Hit) []relation {
	candidates := map[uint64]*detection.Detection{}
	for _, row := range hit.Rows {
		at := listed{hit.Rule.Criterion(), rule.RowHash(row)}
		if w.ahead != nil {
			maps.Copy(candidates, w.ahead.waiting[at])
		}
		maps.Copy(candidates, w.waiting[at])
	}
	var found []relation
	for arrival := range candidates {
		if candidate, ok := w.have(arrival); ok {
			if r, ok := w.relates(number, candidate, d, hit); ok {
				found = append(found, r)
			}
		}
	}
	return found
}

// relatedStored asks the stored index, nearest first, until there are enough.
func (w *draft) relatedStored(number uint64, d *detection.Detection, hit *match.Hit) ([]relation, error) {
	inquiry := change.Inquiry{
		Criterion: hit.Rule.Criterion(), Shared: hit.Rule.Rule.GroupCount,
		Around: d.CreatedAt, Reach: time.Duration(hit.Rule.Rule.SearchWindow), Limit: maxRelated,
	}
	for _, row := range hit.Rows {
		inquiry.Rows = append(inquiry.Rows, rule.RowHash(row))
	}
	var found []relation
	for {
		arrivals, err := w.s.engine.ledger.Related(w.ctx, w.set.TenantID, inquiry)
		if err != nil {
			return nil, err
		}
		for some := range slices.Chunk(arrivals, maxRelated) {
			read, err := w.read(some)
			if err != nil {
				return nil, err
			}
			for _, candidate := range read {
				if r, ok := w.relates(number, candidate, d, hit); ok {
					found = append(found, r)
					continue
				}
				w.correct(candidate, hit)
			}
			if len(found) >= maxRelated {
				return found, nil
			}
		}
		if len(arrivals) < inquiry.Limit {
			return found, nil
		}
		if w.ahead != nil { // pages are of one moment: the commit under way may take rows from before the next
			if err := w.land(); err != nil {
				return nil, err
			}
			inquiry.Skip, inquiry.Limit, found = 0, maxRelated, nil
			continue
		}
		inquiry.Skip += inquiry.Limit
		inquiry.Limit *= 2 // the index begins each walk anew
	}
}

// correct takes from the stored index what it tells of a candidate and is not so
// any more: it was updated since, or the settings were.
func (w *draft) correct(candidate *detection.Detection, hit *match.Hit) {
	var rows []string
	if candidate.Status == detection.Open && candidate.Severity >= w.settings.AppendSeverity && hit.Rule.Searches(candidate) {
		rows, _ = hit.Rule.Rows(candidate)
	}
	for _, told := range openRows(hit, candidate) {
		if !slices.ContainsFunc(rows, func(row string) bool { return rule.RowHash(row) == told.Row }) {
			w.set.Unlisted = append(w.set.Unlisted, told)
		}
	}
}

// read are stored detections in full, as they stand by now, without those that are gone.
func (w *draft) read(arrivals []uint64) ([]*detection.Detection, error) {
	filed, err := w.s.engine.ledger.WithRaw(w.ctx, w.set.TenantID, casefile.AllSeeing, idsOf(arrivals))
	if err != nil {
		return nil, err
	}
	all := make([]*detection.Detection, len(filed))
	for i, f := range filed {
		all[i] = w.complete(f)
	}
	return all, nil
}

func idsOf(arrivals []uint64) []string {
	ids := make([]string, len(arrivals))
	for i, arrival := range arrivals {
		ids[i] = detection.ID(arrival)
	}
	return ids
}

// complete is the draft's copy of a stored detection, with what its source sent.
func (w *draft) complete(f casefile.Filed) *detection.Detection {
	d := w.meet(f.Detection)
	if _, known := w.places[d.Arrival]; !known {
		w.places[d.Arrival] = f.Cases
	}
	if d.Raw == nil && d.Version == f.Version {
		d.Raw = f.Raw
	}
	return d
}

// relates says whether candidate belongs to d by the rule of hit.
func (w *draft) relates(number uint64, candidate, d *detection.Detection, hit *match.Hit) (relation, bool) {
	r := &hit.Rule.Rule
	if candidate.Status != detection.Open || candidate.Severity < w.settings.AppendSeverity || candidate.Arrival == d.Arrival ||
		away(candidate, d) > time.Duration(r.SearchWindow) || w.cases.Barred(number, candidate.Arrival) || !hit.Rule.Searches(candidate) {
		return relation{}, false
	}
	found := relation{detection: candidate, hits: w.s.rules.Load().Match(candidate)}
	for i := range found.hits {
		if found.hits[i].Rule == hit.Rule {
			found.by = &found.hits[i]
		}
	}
	return found, found.by != nil && shared(found.by.Rows, hit.Rows) >= r.GroupCount
}

func shared(a, b []string) int {
	have := map[string]bool{}
	for _, row := range a {
		have[row] = true
	}
	n := 0
	for _, row := range b {
		if have[row] {
			n++
		}
	}
	return n
}
