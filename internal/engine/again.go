package engine

import (
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rulelog"
)

// again takes a detection that the tenant knows: a resend changes nothing, an
// update becomes a new version that its cases follow. It never runs rules,
// changes keys or moves members (T2, automatic-cases §1).
func (w *draft) again(known *known, d *detection.Detection) (result, error) {
	if resent(known, d) {
		return result{outcome: unchanged}, nil
	}
	was := *known.current
	d.TenantID, d.ID, d.Arrival = was.TenantID, was.ID, was.Arrival
	d.Status, d.Count, d.ReceivedAt = was.Status, was.Count, was.ReceivedAt
	d.Version = 2 + len(known.fingerprints)
	keepTimes(&was, d)
	if !d.ModifiedAt.IsZero() && d.ModifiedAt.Before(was.ModifiedAt) {
		known.fingerprints = append(known.fingerprints, d.Fingerprint)
		w.update(d, false)
		return result{outcome: updated}, nil
	}
	followers, err := w.followers(d)
	if err != nil {
		return result{}, err
	}
	known.fingerprints = append(known.fingerprints, was.Fingerprint)
	sequence := w.update(d, true)
	w.replace(known, d)
	if was.Severity < w.settings.TriggerSeverity && d.Severity >= w.settings.TriggerSeverity {
		w.enter(rulelog.Entry{Kind: rulelog.NotReevaluated, Detection: &rulelog.Ref{ID: d.ID, Title: d.Title}})
	}
	touched, err := w.follow(sequence, followers, &was, d)
	return result{outcome: updated, cases: touched}, err
}

// replace makes d the one copy that the draft has, in the place of the version
// before: repeats and searches meet it from now on.
func (w *draft) replace(known *known, d *detection.Detection) {
	before := known.current
	known.current, w.met[d.Arrival] = d, d
	for key, list := range w.repeatable {
		w.repeatable[key] = slices.DeleteFunc(list, func(e *detection.Detection) bool { return e == before })
	}
	key := detection.RepeatKey(d)
	w.repeatable[key] = append(w.repeatable[key], d)
	for _, list := range w.waiting {
		delete(list, d.Arrival)
	}
	if _, changed := w.standings[d.Arrival]; changed {
		w.standings[d.Arrival] = d
	}
	delete(w.fresh, d.Arrival)
	if d.Status == detection.Open {
		w.list(d, w.s.rules.Load().Match(d))
	}
}

// keepTimes leaves created_at as it was: by it the detection was decided, and a
// product that tells no time of creation tells that of the update. What was seen
// stays seen: repeats are not forgotten.
func keepTimes(was, d *detection.Detection) {
	assumed := func(tag string) bool { return tag == detection.TimeAssumed }
	if slices.ContainsFunc(d.Tags, assumed) {
		d.FirstSeenAt, d.LastSeenAt = was.FirstSeenAt, was.LastSeenAt
	}
	d.FirstSeenAt, d.LastSeenAt = earlier(d.FirstSeenAt, was.FirstSeenAt), later(d.LastSeenAt, was.LastSeenAt)
	d.CreatedAt, d.Tags = was.CreatedAt, slices.DeleteFunc(slices.Clone(d.Tags), assumed)
	if slices.ContainsFunc(was.Tags, assumed) {
		d.Tags = append(d.Tags, detection.TimeAssumed)
	}
}

// update writes a new version and answers the sequence number that it took.
func (w *draft) update(d *detection.Detection, applied bool) uint64 {
	u := change.Update{Sequence: w.next(), Version: *d, Applied: applied}
	w.set.Updated = append(w.set.Updated, u)
	return u.Sequence
}

// resent says whether the source sent this version before. Without a time of
// its own, a version that is not the current one may be news again.
func resent(known *known, d *detection.Detection) bool {
	return d.Fingerprint == known.current.Fingerprint ||
		!d.ModifiedAt.IsZero() && slices.Contains(known.fingerprints, d.Fingerprint)
}

// followers are the cases that follow d's new version.
func (w *draft) followers(d *detection.Detection) ([]casefile.Case, error) {
	if d.Status == detection.Open {
		return nil, nil
	}
	return w.casesOf(d)
}

// follow lets the cases take in d's new version, and answers their numbers.
func (w *draft) follow(sequence uint64, followers []casefile.Case, was, d *detection.Detection) (touched []uint64, err error) {
	for _, c := range followers {
		var members []*detection.Detection
		if c.Recounts(was, d) {
			if members, err = w.members(c.Number); err != nil {
				return nil, err
			}
		}
		c, facts := c.Refresh(was, d, members, w.now)
		w.put(c)
		w.note(sequence, facts)
		touched = append(touched, c.Number)
	}
	return touched, nil
}
