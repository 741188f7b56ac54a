package engine

import (
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// again takes a detection that the tenant knows: a resend changes nothing, an
// update becomes a new version that its cases follow. It never runs rules,
// changes keys or moves members (T2, automatic-cases §1).
func (w *draft) again(known *change.Known, d *detection.Detection) (result, error) {
	if resent(known, d) {
		return result{outcome: unchanged}, nil
	}
	was := known.Current
	d.TenantID, d.ID, d.Arrival = was.TenantID, was.ID, was.Arrival
	d.Status, d.Count, d.ReceivedAt = was.Status, was.Count, was.ReceivedAt
	d.Version = 2 + len(known.Fingerprints)
	keepTimes(&was, d)
	if !d.ModifiedAt.IsZero() && d.ModifiedAt.Before(was.ModifiedAt) {
		known.Fingerprints = append(known.Fingerprints, d.Fingerprint)
		w.update(d, false)
		return result{outcome: updated}, nil
	}
	followers, err := w.followers(d)
	if err != nil {
		return result{}, err
	}
	known.Fingerprints = append(known.Fingerprints, was.Fingerprint)
	known.Current = *d
	sequence := w.update(d, true)
	return result{outcome: updated, cases: w.refresh(sequence, followers, &was, d)}, nil
}

// keepTimes leaves the times as they were where the new version has none to trust.
func keepTimes(was, d *detection.Detection) {
	if slices.Contains(d.Tags, detection.TimeAssumed) {
		d.CreatedAt, d.FirstSeenAt, d.LastSeenAt = was.CreatedAt, was.FirstSeenAt, was.LastSeenAt
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
func resent(known *change.Known, d *detection.Detection) bool {
	return d.Fingerprint == known.Current.Fingerprint ||
		!d.ModifiedAt.IsZero() && slices.Contains(known.Fingerprints, d.Fingerprint)
}

// follower is a case of the detection, and who leads it when the detection no longer does.
type follower struct {
	casefile.Case
	next *casefile.Member
}

// followers are the cases that follow d. Only the ledger knows who else could
// lead a case; it must know all members for that, so what was decided so far is
// committed first.
func (w *draft) followers(d *detection.Detection) ([]follower, error) {
	if d.Status == detection.Open {
		return nil, nil
	}
	cases, err := w.casesOf(d.ID)
	if err != nil {
		return nil, err
	}
	followers := make([]follower, len(cases))
	for i, c := range cases {
		followers[i].Case = c
		if !c.NeedsNext(d) {
			continue
		}
		if err := w.commit(); err != nil {
			return nil, err
		}
		followers[i].next, err = w.s.engine.ledger.MostSevere(w.ctx, w.set.TenantID, c.Number, d.ID)
		if err != nil {
			return nil, err
		}
	}
	return followers, nil
}

// refresh lets the cases follow d's new version, and answers their numbers.
func (w *draft) refresh(sequence uint64, followers []follower, was, d *detection.Detection) []uint64 {
	var touched []uint64
	for _, f := range followers {
		c, facts := f.Refresh(was, d, f.next, w.now)
		w.put(c)
		if c.Status.Open() {
			w.cases.Put(c)
		}
		w.note(sequence, facts)
		touched = append(touched, c.Number)
	}
	return touched
}
