package store

import (
	"context"
	"slices"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/compact"
)

// A detection's document is the version as it was sent. Where it stands — status,
// count, last_seen_at — is told by columns, whatever the document says.

// currentColumns are what a current version is read from.
const currentColumns = "d.document, d.fingerprint, d.status, d.count, d.last_seen_at"

// current is a detection's current version as it is read.
type current struct {
	document    []byte
	fingerprint string
	status      string
	count       int
	lastSeen    int64
	raw         []byte
}

// columns are where currentColumns are scanned to.
func (c *current) columns() []any {
	return []any{&c.document, &c.fingerprint, &c.status, &c.count, &c.lastSeen}
}

// withRaw are where currentColumns and a raw are scanned to.
func (c *current) withRaw() []any { return append(c.columns(), &c.raw) }

func (c *current) detection() (detection.Detection, error) {
	d, err := detectionOf(c.document, c.fingerprint)
	d.Status, d.Count, d.LastSeenAt, d.Raw = detection.Status(c.status), c.count, moment(c.lastSeen), c.raw
	return d, err
}

var setStandings = bulk{
	before: `UPDATE detections SET status = s.column3, count = s.column4, last_seen_at = s.column5 FROM (`,
	after:  `) AS s WHERE detections.tenant = s.column1 AND detections.arrival = s.column2`,
	width:  5, types: "BIGINT BIGINT TEXT BIGINT BIGINT",
}

// standings writes where detections stand now.
func (c *commit) standings(ctx context.Context) error {
	left := c.unwritten()
	if err := c.moved(ctx, left); err != nil {
		return err
	}
	values := make([]any, 0, setStandings.width*len(left))
	for _, s := range left {
		values = append(values, c.tenant, int64(s.Arrival), string(s.Status), s.Count, s.LastSeenAt.UnixMicro())
	}
	touched, err := c.all(ctx, setStandings, values)
	if err == nil && touched != int64(len(left)) {
		err = fault.New(fault.Internal, "The set has the standing of a detection twice, or of none that is there.")
	}
	return err
}

// unwritten are the standings but for those of detections that arrived with the
// set, and with theirs, and have no new version since.
func (c *commit) unwritten() []change.Standing {
	arrived := map[uint64]bool{}
	for i := range c.set.Arrived {
		arrived[c.set.Arrived[i].Arrival] = true
	}
	for i := range c.set.Updated {
		delete(arrived, c.set.Updated[i].Version.Arrival)
	}
	return slices.DeleteFunc(slices.Clone(c.set.Standings), func(s change.Standing) bool { return arrived[s.Arrival] })
}

// moved indexes anew, for repeats, the detections whose last_seen_at comes to
// lie in another bucket.
func (c *commit) moved(ctx context.Context, standings []change.Standing) error {
	for some := range slices.Chunk(standings, lookups) {
		at := map[uint64]int64{}
		for _, s := range some {
			at[s.Arrival] = bucketOf(s.LastSeenAt)
		}
		arrivals, err := c.elsewhere(ctx, at)
		if err != nil {
			return err
		}
		detections, err := currentAt(ctx, c.Tx, c.tenant, arrivals)
		if err != nil {
			return err
		}
		for i := range detections {
			d := &detections[i].Detection
			c.bears(repeatMark(detection.RepeatKey(d), at[d.Arrival]), d.Arrival)
		}
	}
	return nil
}

// elsewhere are those of the detections whose last_seen_at lies in another bucket than at says.
func (c *commit) elsewhere(ctx context.Context, at map[uint64]int64) (arrivals []any, err error) {
	a := arguments{c.tenant}
	var all []any
	for arrival := range at {
		all = append(all, int64(arrival))
	}
	rows, err := c.QueryContext(ctx, `SELECT arrival, last_seen_at FROM detections
		WHERE tenant = $1 AND arrival IN `+a.in(all), a...)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var arrival, seen int64
		err := rows.Scan(&arrival, &seen)
		if at[uint64(arrival)] != seen>>bucketBits {
			arrivals = append(arrivals, arrival)
		}
		return err
	})
	return arrivals, err
}

var (
	leaveMembers = deletion("case_members", "tenant, number, arrival")
	leaveKeys    = deletion("case_keys", "tenant, number, arrival")
	intoBars     = insertion("case_bars", "tenant, number, arrival", "ON CONFLICT DO NOTHING")
)

// left takes members out of their cases, with their keys.
func (c *commit) left(ctx context.Context) error {
	var places []any
	for _, l := range c.set.Left {
		places = append(places, c.tenant, int64(l.Case), int64(l.Arrival))
	}
	touched, err := c.all(ctx, leaveMembers, places)
	if err == nil && touched != int64(len(c.set.Left)) {
		err = fault.New(fault.Internal, "A detection leaves a case that it is not in.")
	}
	if err != nil {
		return err
	}
	return c.insert(ctx, leaveKeys, places)
}

// bars keeps from their cases, for good, members that left.
func (c *commit) bars(ctx context.Context) error {
	var values []any
	for _, l := range c.set.Left {
		if l.Barred {
			values = append(values, c.tenant, int64(l.Case), int64(l.Arrival))
		}
	}
	return c.insert(ctx, intoBars, values)
}

var intoFolds = insertion("detection_folds", "tenant, sequence, target, fingerprint, document", "")

// folded writes the repeats that became part of detections.
func (c *commit) folded(ctx context.Context) error {
	var values []any
	for i := range c.set.Folded {
		f := &c.set.Folded[i]
		c.bears(identityMark(f.Repeat.Identity()), f.Sequence)
		values = append(values, c.tenant, int64(f.Sequence), int64(f.Into), f.Fingerprint, compact.Bytes(&f.Repeat))
	}
	return c.insert(ctx, intoFolds, values)
}

// foldOf is a repeat as it is kept.
func foldOf(sequence, into uint64, fingerprint string, text []byte) (change.Fold, error) {
	d, err := detectionOf(text, fingerprint)
	return change.Fold{Sequence: sequence, Into: into, Repeat: d, Fingerprint: fingerprint}, err
}
